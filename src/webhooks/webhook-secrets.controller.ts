import { Body, Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../auth/requires.decorator.ts';
import { Acting, type TenantContext } from '../auth/tenant.ts';
import { ApiProblems } from '../http/openapi/api-problems.ts';
import { RotateSecretBody } from './dto/rotate-secret.dto.ts';
import { WebhookSecretsJson } from './webhook-answers.ts';
import { ROTATE_EXAMPLES } from './webhook-examples.ts';
import type { WebhookSecretRecord } from './webhook-record.ts';
import { toSecretJson } from './webhook-signing.ts';
import { WebhooksService } from './webhooks.service.ts';

@ApiTags('Webhooks')
@Controller('api/webhooks/:id/secret')
@Requires('secrets')
export class WebhookSecretsController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Get()
  @ApiOperation({ operationId: 'getWebhookSecret', summary: 'Show the secrets that sign now' })
  @ApiOkResponse({ type: WebhookSecretsJson })
  @ApiProblems('not_found')
  @Header('Cache-Control', 'no-store')
  async get(@Acting() by: TenantContext, @Param('id') id: string): Promise<WebhookSecretsJson> {
    return toSecretsJson(await this.webhooks.showSecrets(by, id));
  }

  @Post('rotate')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'rotateWebhookSecret',
    summary: 'Rotate the secret',
    description: 'Both sign for `overlap_seconds`, a day where none is given; 0 ends all others at once.',
  })
  @ApiBody({ type: RotateSecretBody, required: false, examples: ROTATE_EXAMPLES })
  @ApiOkResponse({ type: WebhookSecretsJson })
  @ApiProblems('not_found', 'conflict')
  @Header('Cache-Control', 'no-store')
  async rotate(
    @Acting() by: TenantContext,
    @Param('id') id: string,
    @Body() body: RotateSecretBody,
  ): Promise<WebhookSecretsJson> {
    return toSecretsJson(await this.webhooks.rotateSecret(by, id, body));
  }
}

function toSecretsJson(secrets: readonly WebhookSecretRecord[]): WebhookSecretsJson {
  const current = secrets.find(({ expiresAt }) => expiresAt === null);
  const previous = secrets.flatMap(({ secret, expiresAt }) =>
    expiresAt === null ? [] : [{ ...toSecretJson(secret), expires_at: expiresAt.toISOString() }],
  );
  return { ...toSecretJson(current?.secret ?? null), previous };
}
