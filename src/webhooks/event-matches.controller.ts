import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../auth/requires.decorator.ts';
import { Tenant } from '../auth/tenant.ts';
import { MatchEventsBody } from './dto/match-events.dto.ts';
import { EventMatches } from './event-matches.ts';
import { EventMatchesJson } from './match-answers.ts';
import { MATCH_EXAMPLES } from './webhook-examples.ts';

@ApiTags('Webhooks')
@Controller('api/webhooks/match')
export class EventMatchesController {
  constructor(private readonly matches: EventMatches) {}

  @Post()
  @HttpCode(200)
  @Requires('read')
  @ApiOperation({
    operationId: 'matchEvents',
    summary: 'Show which of the last events a webhook would get',
    description:
      'Judges the newest events by types and a filter, as they would be matched for a webhook that has them. ' +
      'Stores nothing and sends nothing.',
  })
  @ApiBody({ type: MatchEventsBody, examples: MATCH_EXAMPLES })
  @ApiOkResponse({ type: EventMatchesJson })
  async match(@Tenant() tenantId: string, @Body() body: MatchEventsBody): Promise<EventMatchesJson> {
    return await this.matches.find(tenantId, { events: body.events ?? [], filter: body.filter ?? null });
  }
}
