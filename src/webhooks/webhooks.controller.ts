import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { Tenant } from '../auth/tenant.ts';
import { linkHeader, PageQuery, pageRequestOf, type Page } from '../http/pagination.ts';
import { parsePrefer } from '../http/prefer.ts';
import { CreateWebhookBody } from './dto/create-webhook.dto.ts';
import { toWebhookJson, type WebhookJson } from './webhook-json.ts';
import { WebhooksService } from './webhooks.service.ts';

@Controller('api/webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Post()
  async create(
    @Tenant() tenantId: string,
    @Body() body: CreateWebhookBody,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WebhookJson & { secret: string }> {
    const { webhook, secret } = await this.webhooks.create(tenantId, body);
    const json = toWebhookJson(webhook);
    response.setHeader('Location', `/api/webhooks/${json.id}`);
    response.setHeader('Cache-Control', 'no-store');
    return { ...json, secret };
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
  async get(@Tenant() tenantId: string, @Param('id') id: string): Promise<WebhookJson> {
    return toWebhookJson(await this.webhooks.get(tenantId, id));
  }

  @Delete(':id')
  @HttpCode(204)
  async delete(@Tenant() tenantId: string, @Param('id') id: string): Promise<void> {
    await this.webhooks.delete(tenantId, id);
  }
}
