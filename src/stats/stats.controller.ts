import { Controller, Get, Param, Query } from '@nestjs/common';
import { Tenant } from '../auth/tenant.ts';
import { StatsQuery } from './dto/stats-query.dto.ts';
import {
  toStatsSummaryJson,
  toWebhookStatsJson,
  type StatsSummaryJson,
  type WebhookStatsJson,
} from './stats-json.ts';
import { StatsService } from './stats.service.ts';

@Controller('api')
export class StatsController {
  constructor(private readonly stats: StatsService) {}

  @Get('stats/summary')
  async summarize(@Tenant() tenantId: string, @Query() query: StatsQuery): Promise<StatsSummaryJson> {
    return toStatsSummaryJson(await this.stats.summarize(tenantId, query));
  }

  @Get('webhooks/:id/stats')
  async summarizeWebhook(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Query() query: StatsQuery,
  ): Promise<WebhookStatsJson> {
    return toWebhookStatsJson(await this.stats.summarizeWebhook(tenantId, id, query));
  }
}
