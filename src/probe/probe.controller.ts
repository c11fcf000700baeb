import { Body, Controller, HttpCode, Param, Post, Res, UseGuards } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Requires } from '../auth/requires.decorator.ts';
import { Tenant } from '../auth/tenant.ts';
import { closeSignal } from '../http/close-signal.ts';
import { RATE_LIMIT } from '../http/openapi/api-headers.ts';
import { ApiProblems } from '../http/openapi/api-problems.ts';
import { TestUrlBody, TestWebhookBody } from './dto/test-send.dto.ts';
import { ProbeService } from './probe.service.ts';
import { TestSendLimitGuard } from './test-send-limit.guard.ts';
import { TestSendJson } from './test-send-answers.ts';
import { TEST_URL_EXAMPLES, TEST_WEBHOOK_EXAMPLES } from './test-send-examples.ts';

/** Sends one request now and answers with what came of it, whatever that is. */
@ApiTags('Webhooks')
@Controller('api/webhooks')
@UseGuards(TestSendLimitGuard)
export class ProbeController {
  constructor(private readonly probe: ProbeService) {}

  @Post('test')
  @HttpCode(200)
  @Requires('manage')
  @ApiOperation({
    operationId: 'testUrl',
    summary: 'Send a test to a URL',
    description:
      'Sends one request now, as to a webhook, and answers with what came of it, be it a failure or a refused ' +
      'address. Nothing is stored. Without a secret a new one signs, which is not told.',
  })
  @ApiBody({ type: TestUrlBody, examples: TEST_URL_EXAMPLES })
  @ApiOkResponse({ type: TestSendJson, headers: RATE_LIMIT })
  @ApiProblems('rate_limited')
  async testUrl(
    @Tenant() tenantId: string,
    @Body() body: TestUrlBody,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<TestSendJson> {
    return await this.probe.testUrl({ tenantId, gone: closeSignal(response) }, body);
  }

  @Post(':id/test')
  @HttpCode(200)
  @Requires('manage')
  @ApiOperation({
    operationId: 'testWebhook',
    summary: 'Send a test to a webhook',
    description:
      'Sends one request now, in whatever state the webhook is, and answers with what came of it. Nothing is stored, ' +
      'tried again or counted. Any type may be sent, a reserved one too.',
  })
  @ApiBody({ type: TestWebhookBody, required: false, examples: TEST_WEBHOOK_EXAMPLES })
  @ApiOkResponse({ type: TestSendJson, headers: RATE_LIMIT })
  @ApiProblems('not_found', 'rate_limited')
  async testWebhook(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Body() body: TestWebhookBody,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<TestSendJson> {
    return await this.probe.testWebhook({ tenantId, gone: closeSignal(response) }, id, body);
  }
}
