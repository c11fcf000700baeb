import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { Tenant } from '../auth/tenant.ts';
import type { Idempotency } from '../domain/idempotency.ts';
import type { Preconditions } from '../http/entity-tag.ts';
import { markReplayed, RequestIdempotency } from '../http/idempotency.ts';
import { linkHeader, PageQuery, pageRequestOf, type Page } from '../http/pagination.ts';
import { RequestPreconditions } from '../http/preconditions.ts';
import { parsePrefer } from '../http/prefer.ts';
import { CreateWebhookBody } from './dto/create-webhook.dto.ts';
import { UpdateWebhookBody } from './dto/update-webhook.dto.ts';
import { showWebhook, toWebhookJson, type WebhookJson } from './webhook-json.ts';
import type { CreatedWebhook } from './webhook-record.ts';
import { WebhooksService } from './webhooks.service.ts';

@Controller('api/webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Post()
  async create(
    @Tenant() tenantId: string,
    @Body() body: CreateWebhookBody,
    @RequestIdempotency() idempotency: Idempotency | null,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WebhookJson & { secret: string }> {
    const { resource, isReplayed } = await this.webhooks.create(tenantId, body, idempotency);
    if (isReplayed) markReplayed(response);
    return showCreated(response, resource);
  }

  @Get()
  async list(
    @Tenant() tenantId: string,
    @Query() query: PageQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Headers('prefer') prefer?: string,
  ): Promise<Page<WebhookJson> & { total?: number }> {
    const page = await this.webhooks.list(tenantId, pageRequestOf(query));
    const link = linkHeader(request.originalUrl, page);
    if (link !== undefined) response.setHeader('Link', link);
    const json = { ...page, data: page.data.map(toWebhookJson) };
    if (!parsePrefer(prefer).isCountExact) return json;
    return { ...json, total: await this.webhooks.count(tenantId) };
  }

  @Get(':id')
  async get(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WebhookJson> {
    return showWebhook(response, await this.webhooks.get(tenantId, id));
  }

  @Patch(':id')
  async update(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Body() body: UpdateWebhookBody,
    @RequestPreconditions() preconditions: Preconditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WebhookJson> {
    return showWebhook(response, await this.webhooks.update(tenantId, id, body, preconditions));
  }

  @Put(':id')
  async put(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Body() body: CreateWebhookBody,
    @RequestPreconditions() preconditions: Preconditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WebhookJson & { secret?: string }> {
    const result = await this.webhooks.put(tenantId, id, body, preconditions);
    if (!('webhook' in result)) return showWebhook(response, result);
    response.status(201);
    return showCreated(response, result);
  }

  @Delete(':id')
  @HttpCode(204)
  async delete(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @RequestPreconditions() preconditions: Preconditions,
  ): Promise<void> {
    await this.webhooks.delete(tenantId, id, preconditions);
  }
}

function showCreated(
  response: Response,
  { webhook, secret }: CreatedWebhook,
): WebhookJson & { secret: string } {
  const json = showWebhook(response, webhook);
  response.setHeader('Location', `/api/webhooks/${json.id}`);
  response.setHeader('Cache-Control', 'no-store');
  return { ...json, secret };
}
