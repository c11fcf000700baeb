import { PosthornError, type ErrorCode } from '../domain/errors.ts';
import type { Uuid } from '../domain/ids.ts';
import { backoffMs } from '../engine/backoff.ts';
import { errorCode, isTransient } from '../engine/database-errors.ts';
import type { EngineLog } from '../engine/engine-log.ts';
import type { IngestCounts, ReadEvent, Refusal } from './ingest-source.ts';
import { reasonOf, type IngestedEvent } from './ingested-event.ts';
import type { Stop } from './stop.ts';

/** What ingest needs of publishing: the very way of the API, with its checks, quotas and keys. */
export interface EventPublishing {
  /** All or nothing. @throws PosthornError as the API answers it */
  publishBatch(
    tenantId: Uuid,
    events: readonly IngestedEvent[],
  ): Promise<readonly { readonly isReplayed: boolean }[]>;
}

/** What ingest needs of tenants. */
export interface TenantNames {
  /** Null when there is none of this id or uid. */
  resolve(idOrUid: string): Promise<Uuid | null>;
}

export interface IngestPublisherParts {
  readonly events: EventPublishing;
  readonly tenants: TenantNames;
  readonly tenant: string;
  readonly log: EngineLog;
}

/** Of one publish; a statement carries as much. */
const CHARACTERS_MAX = 4_194_304;
/** The fault lies with the event: the same one is refused again. */
const FINAL_CODES: ReadonlySet<ErrorCode> = new Set(['malformed_json', 'invalid', 'payload_too_large']);
/** Fewer events may well be taken. */
const QUOTA_CODES: ReadonlySet<ErrorCode> = new Set(['rate_limited', 'queue_full']);
/** Of an event alone, which the database refuses for its data: it is no passing fault then. */
const ODD_FAILURES_MAX = 5;
/** A quota may be raised meanwhile. */
const WAIT_MS_MAX = 5_000;

/**
 * Publishes what was received, in its order, and does not give up: where publishing is refused for now it waits and tries
 * again, so that whoever reads on waits too.
 */
export class IngestPublisher {
  constructor(private readonly parts: IngestPublisherParts) {}

  /**
   * @returns those that are no events, once every other one has been published; null when it was stopped before
   */
  async publish(events: readonly ReadEvent[], stop: Stop, counts: IngestCounts): Promise<Refusal[] | null> {
    const refusals: Refusal[] = [];
    const waiting = chunksOf(events);
    for (let failures = 0; waiting.length > 0;) {
      if (stop.isRequested) return null;
      const chunk = waiting.shift() ?? [];
      const error = await this.tryPublish(chunk, counts);
      if (error === null) {
        failures = 0;
        continue;
      }
      failures += 1;
      const [first] = chunk;
      if (chunk.length > 1 && isWorthSplitting(error)) {
        waiting.unshift(...halves(chunk));
        failures = 0;
      } else if (first !== undefined && isFinal(error, failures)) {
        refusals.push({ received: first.received, reason: explain(error) });
        failures = 0;
      } else {
        waiting.unshift(chunk);
        await this.wait(error, failures, stop);
      }
    }
    return refusals;
  }

  private async tryPublish(chunk: readonly ReadEvent[], counts: IngestCounts): Promise<unknown> {
    const { events, tenants, tenant } = this.parts;
    try {
      const tenantId = await tenants.resolve(tenant);
      if (tenantId === null) throw new PosthornError('not_found', { detail: 'There is no such tenant.' });
      const results = await events.publishBatch(
        tenantId,
        chunk.map(({ event }) => event),
      );
      for (const { isReplayed } of results) counts[isReplayed ? 'repeated' : 'published'] += 1;
      return null;
    } catch (error) {
      return error;
    }
  }

  private async wait(error: unknown, failures: number, stop: Stop): Promise<void> {
    if (failures === 1) {
      const code = error instanceof PosthornError ? error.code : errorCode(error);
      this.parts.log.warn({ code, detail: explain(error) }, 'events from Redis wait to be published');
    }
    const askedMs = error instanceof PosthornError ? (error.retryAfterSeconds ?? 0) * 1_000 : 0;
    await stop.pause(Math.min(Math.max(askedMs, backoffMs(failures)), WAIT_MS_MAX));
  }
}

function chunksOf(events: readonly ReadEvent[]): (readonly ReadEvent[])[] {
  const chunks: ReadEvent[][] = [];
  let characters = 0;
  for (const one of events) {
    const { length } = one.event.data;
    const chunk = chunks.at(-1);
    if (chunk === undefined || characters + length > CHARACTERS_MAX) {
      chunks.push([one]);
      characters = length;
    } else {
      chunk.push(one);
      characters += length;
    }
  }
  return chunks;
}

function halves(chunk: readonly ReadEvent[]): (readonly ReadEvent[])[] {
  const middle = Math.ceil(chunk.length / 2);
  return [chunk.slice(0, middle), chunk.slice(middle)];
}

/** Whether fewer of the same events may fare better. */
function isWorthSplitting(error: unknown): boolean {
  if (error instanceof PosthornError) return FINAL_CODES.has(error.code) || QUOTA_CODES.has(error.code);
  return !isTransient(error);
}

/** Of one event alone. */
function isFinal(error: unknown, failures: number): boolean {
  if (error instanceof PosthornError) return FINAL_CODES.has(error.code);
  return !isTransient(error) && failures >= ODD_FAILURES_MAX;
}

function explain(error: unknown): string {
  // Paths begin at the place in what was published together, which is one event then.
  if (error instanceof PosthornError) return reasonOf(error).replaceAll('events[0].', '');
  return `could not be stored (${errorCode(error) ?? 'unknown'})`;
}
