import { Controller, Get, Headers, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Requires } from '../../auth/requires.decorator.ts';
import { StillServed, type IsStillServed } from '../../auth/still-served.ts';
import { Tenant } from '../../auth/tenant.ts';
import { closeSignal } from '../../http/close-signal.ts';
import { exampleId } from '../../http/openapi/example-ids.ts';
import { StreamAttemptsQuery } from '../dto/stream-attempts.dto.ts';
import { AttemptStreams, LAST_EVENT_ID } from './attempt-streams.ts';
import { StreamedAttemptJson } from './stream-answers.ts';

const EVENT_STREAM = 'text/event-stream';
const EXAMPLE = `event: attempt
id: ${exampleId('attempt')}
data: {"id":"${exampleId('attempt')}","outcome":"succeeded","response_status":200}

`;

@ApiTags('Deliveries')
@Controller('api/stream')
@Requires('read')
export class StreamController {
  constructor(private readonly streams: AttemptStreams) {}

  @Get()
  @ApiOperation({
    operationId: 'streamAttempts',
    summary: 'Follow attempts as they are made',
    description:
      'Server-sent events: a message `attempt` for each attempt that is recorded from now on, within a second, its `data` a `StreamedAttempt`. ' +
      'With `Last-Event-ID` it goes on behind that attempt, at most an hour back; attempts of the minute before it may be told once more, so know them by their `id`.',
  })
  @ApiHeader({
    name: LAST_EVENT_ID,
    required: false,
    description: 'The `id` of the last message that came; browsers send it by themselves.',
    schema: { type: 'string' },
    example: exampleId('attempt'),
  })
  @ApiExtraModels(StreamedAttemptJson)
  @ApiOkResponse({
    description: 'Goes on until the client or the process ends it.',
    content: { [EVENT_STREAM]: { schema: { type: 'string' }, example: EXAMPLE } },
  })
  async stream(
    @Tenant() tenantId: string,
    @Query() query: StreamAttemptsQuery,
    @Res({ passthrough: true }) response: FastifyReply,
    @StillServed() isStillServed: IsStillServed,
    @Headers('last-event-id') lastEventId?: string,
  ): Promise<StreamableFile> {
    const gone = closeSignal(response);
    const stream = await this.streams.start({ tenantId, query, lastEventId, gone, isStillServed });
    // It ends with the process, which would wait for the connection otherwise.
    response.header('Connection', 'close');
    // A proxy that gathers answers before it passes them on would hold every message back (nginx).
    response.header('Cache-Control', 'no-store').header('X-Accel-Buffering', 'no');
    return new StreamableFile(stream, { type: EVENT_STREAM });
  }
}
