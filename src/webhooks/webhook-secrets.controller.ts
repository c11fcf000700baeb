import { Body, Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { Tenant } from '../auth/tenant.ts';
import { RotateSecretBody } from './dto/rotate-secret.dto.ts';
import type { WebhookSecretRecord } from './webhook-record.ts';
import { WebhooksService } from './webhooks.service.ts';

/** The secrets that sign now. */
export interface WebhookSecretsJson {
  readonly secret: string;
  /** Those that still sign beside it, the one that stays longest first. */
  readonly previous: readonly { readonly secret: string; readonly expires_at: string }[];
}

@Controller('api/webhooks/:id/secret')
export class WebhookSecretsController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  async get(@Tenant() tenantId: string, @Param('id') id: string): Promise<WebhookSecretsJson> {
    return toSecretsJson(await this.webhooks.findSecrets(tenantId, id));
  }

  @Post('rotate')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async rotate(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Body() body: RotateSecretBody,
  ): Promise<WebhookSecretsJson> {
    return toSecretsJson(await this.webhooks.rotateSecret(tenantId, id, body));
  }
}

function toSecretsJson(secrets: readonly WebhookSecretRecord[]): WebhookSecretsJson {
  const current = secrets.find(({ expiresAt }) => expiresAt === null);
  const previous = secrets.flatMap(({ secret, expiresAt }) =>
    expiresAt === null ? [] : [{ secret, expires_at: expiresAt.toISOString() }],
  );
  return { secret: current?.secret ?? '', previous };
}
