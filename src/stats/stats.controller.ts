import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../auth/requires.decorator.ts';
import { Tenant } from '../auth/tenant.ts';
import { SeriesQuery } from './dto/series-query.dto.ts';
import { StatsQuery } from './dto/stats-query.dto.ts';
import { ApiProblems } from '../http/openapi/api-problems.ts';
import { StatsSeriesJson } from './series-answers.ts';
import { toStatsSeriesJson } from './series-json.ts';
import { StatsSummaryJson, WebhookStatsJson } from './stats-answers.ts';
import { toStatsSummaryJson, toWebhookStatsJson } from './stats-json.ts';
import { StatsService } from './stats.service.ts';

const DESCRIPTION =
  'Of the last 24 hours, or of the window asked for, at most 31 days. A window that begins where minutes are no longer kept ' +
  '(`POSTHORN_STATS_MINUTES_DAYS`) is counted from the beginning of that hour on, and of that day where hours are not kept either; ' +
  'the answer says from when. All numbers are of one moment, and exact but for ' +
  'percentiles, which are told to a fifth. A window with more than 100,000 rows (deliveries, and attempts with them) in the ' +
  'queue, or of the last minutes, is answered for its later part, with `is_partial`; ask for the rest with ' +
  '`created_before` set to the `created_after` of the answer.';

const SERIES_DESCRIPTION =
  'Attempts by the time of their answer, in UTC: those that `attempt_count` counts, so neither stale nor interrupted ones, and ' +
  'none of shadow mode. By default of the last hour, the last 24 hours or the last 30 days, by the interval; at most 1,500 ' +
  'intervals. All numbers are of one moment, and exact but for percentiles. Minutes, hours and days are kept for ' +
  '`POSTHORN_STATS_MINUTES_DAYS`, `POSTHORN_STATS_HOURS_DAYS` and `POSTHORN_STATS_DAYS_DAYS`.';

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

  @Get('stats/timeseries')
  @ApiOperation({
    operationId: 'getStatsTimeseries',
    summary: 'Count attempts by minute, hour or day',
    description: SERIES_DESCRIPTION,
  })
  @ApiOkResponse({ type: StatsSeriesJson })
  async count(@Tenant() tenantId: string, @Query() query: SeriesQuery): Promise<StatsSeriesJson> {
    return toStatsSeriesJson(await this.stats.countSeries(tenantId, query));
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
