import { applyDecorators, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Requires } from '../auth/requires.decorator.ts';
import { Acting, type TenantContext } from '../auth/tenant.ts';
import type { Preconditions } from '../http/entity-tag.ts';
import { ApiChangePreconditions, ETAG } from '../http/openapi/api-headers.ts';
import { ApiProblems } from '../http/openapi/api-problems.ts';
import { RequestPreconditions } from '../http/preconditions.ts';
import { WebhookJson } from './webhook-answers.ts';
import { showWebhook } from './webhook-json.ts';
import { WebhooksService, type WebhookAction } from './webhooks.service.ts';

/** What all actions have in common. */
function DocumentAction(): MethodDecorator {
  return applyDecorators(
    ApiChangePreconditions(),
    ApiOkResponse({ type: WebhookJson, headers: ETAG }),
    ApiProblems('not_found', 'precondition_failed'),
  );
}

/** What stops a webhook and lets it go on; each may be repeated. */
@ApiTags('Webhooks')
@Controller('api/webhooks/:id')
@Requires('manage')
export class WebhookActionsController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Post('pause')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'pauseWebhook',
    summary: 'Pause a webhook',
    description: 'It takes new deliveries and keeps its queue; nothing is sent until it is resumed.',
  })
  @DocumentAction()
  async pause(
    @Acting() by: TenantContext,
    @Param('id') id: string,
    @RequestPreconditions() preconditions: Preconditions,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<WebhookJson> {
    return await this.act('pause', { by, id, preconditions, response });
  }

  @Post('resume')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'resumeWebhook',
    summary: 'Resume a webhook',
    description: 'What has gathered is sent.',
  })
  @DocumentAction()
  async resume(
    @Acting() by: TenantContext,
    @Param('id') id: string,
    @RequestPreconditions() preconditions: Preconditions,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<WebhookJson> {
    return await this.act('resume', { by, id, preconditions, response });
  }

  @Post('enable')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'enableWebhook',
    summary: 'Enable a webhook',
    description:
      'Takes back `active: false`, and what deliveries have found, such as a 410; closes its breaker.',
  })
  @DocumentAction()
  async enable(
    @Acting() by: TenantContext,
    @Param('id') id: string,
    @RequestPreconditions() preconditions: Preconditions,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<WebhookJson> {
    return await this.act('enable', { by, id, preconditions, response });
  }

  private async act(action: WebhookAction, request: ActionRequest): Promise<WebhookJson> {
    const { by, id, preconditions, response } = request;
    return showWebhook(response, await this.webhooks.act(by, id, action, preconditions));
  }
}

interface ActionRequest {
  readonly by: TenantContext;
  readonly id: string;
  readonly preconditions: Preconditions;
  readonly response: FastifyReply;
}
