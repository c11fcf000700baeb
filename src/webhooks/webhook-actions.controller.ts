import { Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Tenant } from '../auth/tenant.ts';
import type { Preconditions } from '../http/entity-tag.ts';
import { RequestPreconditions } from '../http/preconditions.ts';
import { showWebhook, type WebhookJson } from './webhook-json.ts';
import { WebhooksService, type WebhookAction } from './webhooks.service.ts';

/** What stops a webhook and lets it go on; each may be repeated. */
@Controller('api/webhooks/:id')
export class WebhookActionsController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Post('pause')
  @HttpCode(200)
  async pause(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @RequestPreconditions() preconditions: Preconditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WebhookJson> {
    return await this.act('pause', { tenantId, id, preconditions, response });
  }

  @Post('resume')
  @HttpCode(200)
  async resume(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @RequestPreconditions() preconditions: Preconditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WebhookJson> {
    return await this.act('resume', { tenantId, id, preconditions, response });
  }

  @Post('enable')
  @HttpCode(200)
  async enable(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @RequestPreconditions() preconditions: Preconditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WebhookJson> {
    return await this.act('enable', { tenantId, id, preconditions, response });
  }

  private async act(action: WebhookAction, request: ActionRequest): Promise<WebhookJson> {
    const { tenantId, id, preconditions, response } = request;
    return showWebhook(response, await this.webhooks.act(tenantId, id, action, preconditions));
  }
}

interface ActionRequest {
  readonly tenantId: string;
  readonly id: string;
  readonly preconditions: Preconditions;
  readonly response: Response;
}
