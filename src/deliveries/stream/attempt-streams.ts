import { Readable } from 'node:stream';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import type { IsStillServed } from '../../auth/still-served.ts';
import type { Database } from '../../database/database.ts';
import { invalidField } from '../../domain/errors.ts';
import { fromPublicId, type Uuid } from '../../domain/ids.ts';
import { OpenAnswers } from '../../http/open-answers.ts';
import type { DeliveriesService } from '../deliveries.service.ts';
import type { StreamAttemptsQuery } from '../dto/stream-attempts.dto.ts';
import type { DeliveryFilter } from '../sql/branches.ts';
import { AttemptFeed } from './attempt-feed.ts';
import { AttemptFeedRepository } from './attempt-feed.repository.ts';
import { toEventStream } from './stream-text.ts';
import type { StreamedAttempt } from './streamed-attempt.ts';

/** Each looks at the table twice a second. */
const STREAMS_MAX = 100;
const STREAMS_OF_TENANT_MAX = 20;
/** Below the 30 s and more after which proxies give a silent connection up. */
const HEARTBEAT_MS = 15_000;

export const LAST_EVENT_ID = 'Last-Event-ID';

export interface StreamRequest {
  readonly tenantId: Uuid;
  readonly query: StreamAttemptsQuery;
  readonly lastEventId: string | undefined;
  /** Fires when the client has gone. */
  readonly gone: AbortSignal;
  readonly isStillServed: IsStillServed;
}

/** Tells clients of attempts as they are recorded. */
export class AttemptStreams implements BeforeApplicationShutdown {
  private readonly open = new OpenAnswers({
    name: 'streams',
    max: STREAMS_MAX,
    ofTenantMax: STREAMS_OF_TENANT_MAX,
  });
  private readonly feed: AttemptFeed;

  constructor(
    { apiPool, clock }: Pick<Database, 'apiPool' | 'clock'>,
    private readonly deliveries: Pick<DeliveriesService, 'resolveFilter'>,
  ) {
    this.feed = new AttemptFeed(new AttemptFeedRepository(apiPool), clock);
  }

  /**
   * @throws PosthornError `invalid` for what is no id of an attempt, `not_found` for a webhook that the tenant does not have,
   * `rate_limited` and `unavailable` for too many at once
   */
  async start(request: StreamRequest): Promise<Readable> {
    const { tenantId, query, gone, isStillServed } = request;
    const resumedId = readLastEventId(request.lastEventId);
    const filter = await this.deliveries.resolveFilter(tenantId, query);
    const signal = this.open.begin(tenantId, gone);
    const feed = this.feed.follow({ tenantId, webhookId: filter.webhookId }, resumedId, signal);
    // What is known from the start is read before the answer begins, so that a failure is answered as such.
    await feed.next();
    const text = toEventStream(whileServed(feed, isStillServed), {
      isWanted: (attempt) => isWanted(attempt, filter, query.outcome),
      heartbeatMs: HEARTBEAT_MS,
      now: () => performance.now(),
    });
    return Readable.from(text, { objectMode: false });
  }

  /** Ended in order: clients come back to whichever process is there then. */
  beforeApplicationShutdown(): void {
    this.open.stop();
  }
}

/** Nothing more is told to a key that has been revoked. */
async function* whileServed<T>(feed: AsyncIterable<T>, isStillServed: IsStillServed): AsyncGenerator<T> {
  for await (const value of feed) {
    if (!(await isStillServed())) return;
    yield value;
  }
}

function readLastEventId(text: string | undefined): Uuid | null {
  if (text === undefined || text === '') return null;
  const id = fromPublicId('attempt', text);
  if (id === null) throw invalidField(LAST_EVENT_ID, 'must be the id of an attempt, as the stream told it');
  return id;
}

function isWanted(
  attempt: StreamedAttempt,
  { eventId, eventType, errorTypes, responseStatuses, tag }: DeliveryFilter,
  outcome: StreamAttemptsQuery['outcome'],
): boolean {
  const { errorType, responseStatus } = attempt;
  return [
    eventId === null || attempt.eventId === eventId,
    eventType === null || attempt.eventType === eventType,
    errorTypes === null || [...errorTypes].some((type) => type === errorType),
    responseStatuses === null || (responseStatus !== null && responseStatuses.has(responseStatus)),
    tag === null || attempt.tags.includes(tag),
    outcome === undefined || attempt.outcome === outcome,
  ].every((isMet) => isMet);
}
