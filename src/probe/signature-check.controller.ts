import { Body, Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../auth/requires.decorator.ts';
import { Tenant } from '../auth/tenant.ts';
import { ApiProblems } from '../http/openapi/api-problems.ts';
import { ReceivedRequestBody, VerifySignatureBody } from './dto/signature-check.dto.ts';
import { SignatureCheckJson, SnippetsJson } from './signature-check-answers.ts';
import { VERIFY_EXAMPLES, VERIFY_WEBHOOK_EXAMPLES } from './signature-check-examples.ts';
import { SignatureCheckService } from './signature-check.service.ts';

@ApiTags('Signatures')
@Controller('api')
export class SignatureCheckController {
  constructor(private readonly checks: SignatureCheckService) {}

  @Post('formats/verify')
  @HttpCode(200)
  @Requires('read')
  @ApiOperation({
    operationId: 'verifySignature',
    summary: 'Tell which format verifies a request, or what differs',
    description:
      'Takes a request as its receiver has it, and the secrets that may have signed it. Of each format it tells what ' +
      'is missing or differs: a header, the time, the form of the secret, a body that was written anew. Nothing is kept.',
  })
  @ApiBody({ type: VerifySignatureBody, examples: VERIFY_EXAMPLES })
  @ApiOkResponse({ type: SignatureCheckJson })
  @Header('Cache-Control', 'no-store')
  async verify(@Tenant() tenantId: string, @Body() body: VerifySignatureBody): Promise<SignatureCheckJson> {
    return await this.checks.verify(tenantId, body);
  }

  @Post('webhooks/:id/verify')
  @HttpCode(200)
  @Requires('manage')
  @ApiOperation({
    operationId: 'verifyWebhookSignature',
    summary: 'Tell whether a request is the webhook’s own, or what differs',
    description:
      'By its format and the secrets that sign now, which are not told, nor what they would have signed.',
  })
  @ApiBody({ type: ReceivedRequestBody, examples: VERIFY_WEBHOOK_EXAMPLES })
  @ApiOkResponse({ type: SignatureCheckJson })
  @ApiProblems('not_found')
  @Header('Cache-Control', 'no-store')
  async verifyFor(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Body() body: ReceivedRequestBody,
  ): Promise<SignatureCheckJson> {
    return await this.checks.verifyFor(tenantId, id, body);
  }

  @Get('webhooks/:id/snippets')
  @Requires('read')
  @ApiOperation({
    operationId: 'getWebhookSnippets',
    summary: 'Show code that verifies the webhook’s requests',
    description: 'In Node, Python, Go and PHP, for its own format. The secret is read from the environment.',
  })
  @ApiOkResponse({ type: SnippetsJson })
  @ApiProblems('not_found')
  async snippets(@Tenant() tenantId: string, @Param('id') id: string): Promise<SnippetsJson> {
    return await this.checks.snippets(tenantId, id);
  }
}
