import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../auth/requires.decorator.ts';
import { Tenant } from '../auth/tenant.ts';
import { StatsQuery } from './dto/stats-query.dto.ts';
import { ApiProblems } from '../http/openapi/api-problems.ts';
import { StatsSummaryJson, WebhookStatsJson } from './stats-answers.ts';
import { toStatsSummaryJson, toWebhookStatsJson } from './stats-json.ts';
import { StatsService } from './stats.service.ts';

const DESCRIPTION =
  'Of the last 24 hours, or of the window asked for, at most 31 days. All numbers are of one moment. A window with more ' +
  'than 100,000 rows (deliveries, and attempts with them) of history or queue is answered for its later part, with ' +
  '`is_partial`; ask for the rest with `created_before` set to the `created_after` of the answer.';

@ApiTags('Stats')
@Controller('api')
@Requires('read')
export class StatsController {
  constructor(private readonly stats: StatsService) {}

  @Get('stats/summary')
  @ApiOperation({ operationId: 'getStatsSummary', summary: 'Count deliveries', description: DESCRIPTION })
  @ApiOkResponse({ type: StatsSummaryJson })
  async summarize(@Tenant() tenantId: string, @Query() query: StatsQuery): Promise<StatsSummaryJson> {
    return toStatsSummaryJson(await this.stats.summarize(tenantId, query));
  }

  @Get('webhooks/:id/stats')
  @ApiOperation({
    operationId: 'getWebhookStats',
    summary: 'Count the deliveries of a webhook',
    description: `${DESCRIPTION} A deleted webhook keeps its numbers, under its id.`,
  })
  @ApiOkResponse({ type: WebhookStatsJson })
  @ApiProblems('not_found')
  async summarizeWebhook(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Query() query: StatsQuery,
  ): Promise<WebhookStatsJson> {
    return toWebhookStatsJson(await this.stats.summarizeWebhook(tenantId, id, query));
  }
}
