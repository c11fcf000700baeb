import { Body, Controller, HttpCode, Param, Post, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { Tenant } from '../auth/tenant.ts';
import { closeSignal } from '../http/close-signal.ts';
import { TestUrlBody, TestWebhookBody } from './dto/test-send.dto.ts';
import { ProbeService } from './probe.service.ts';
import { TestSendLimitGuard } from './test-send-limit.guard.ts';
import type { TestSendJson } from './test-send-json.ts';

/** Sends one request now and answers with what came of it, whatever that is. */
@Controller('api/webhooks')
@UseGuards(TestSendLimitGuard)
export class ProbeController {
  constructor(private readonly probe: ProbeService) {}

  @Post('test')
  @HttpCode(200)
  async testUrl(
    @Tenant() tenantId: string,
    @Body() body: TestUrlBody,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TestSendJson> {
    return await this.probe.testUrl({ tenantId, gone: closeSignal(response) }, body);
  }

  @Post(':id/test')
  @HttpCode(200)
  async testWebhook(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Body() body: TestWebhookBody,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TestSendJson> {
    return await this.probe.testWebhook({ tenantId, gone: closeSignal(response) }, id, body);
  }
}
