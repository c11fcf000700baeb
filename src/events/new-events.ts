import { createHash } from 'node:crypto';
import type { FieldFault } from '../domain/errors.ts';
import { fingerprintOf } from '../domain/idempotency.ts';
import type { Uuid } from '../domain/ids.ts';
import { eventTimes, isWithinSchedule } from '../domain/event-times.ts';
import { parseTime } from '../domain/rfc3339.ts';
import { parseTraceContext, type TraceContext } from '../domain/trace-context.ts';
import type { NewEvent } from '../engine/publish/new-event.ts';
import type { PublishEventBody } from './dto/publish-event.dto.ts';
import type { EventSummary } from './event-record.ts';

/** What the request of a publish says beside its body, for events that say nothing of their own. */
export interface PublishHeaders {
  readonly key?: string | undefined;
  readonly trace?: TraceContext | null;
}

/** @param now milliseconds since 1970, the database's */
export function toNewEvent(
  tenantId: Uuid,
  body: PublishEventBody,
  now: number,
  { key: headerKey, trace = null }: PublishHeaders = {},
): NewEvent {
  const moment = Math.floor(now);
  const { idempotency_key: key = headerKey, expires_after_ms: lifetimeMs = null } = body;
  const deliverAt = body.deliver_at === undefined ? null : parseTime(body.deliver_at);
  return {
    tenantId,
    type: body.type,
    data: body.data,
    occurredAt: body.occurred_at === undefined ? moment : (parseTime(body.occurred_at) ?? moment),
    priority: body.priority ?? 0,
    tags: body.tags ?? [],
    ...eventTimes(deliverAt, lifetimeMs, moment),
    idempotency: key === undefined ? null : { key, fingerprint: fingerprintOfBody(body) },
    trace: parseTraceContext(body.traceparent, body.tracestate) ?? trace,
  };
}

const TOO_FAR_AHEAD = { path: 'deliver_at', message: 'must be at most 30 days ahead' };

/** Which events are scheduled for a time that is too far ahead, by their place. */
export function findScheduleFaults(events: readonly NewEvent[], now: number): Map<number, FieldFault[]> {
  const faults = new Map<number, FieldFault[]>();
  for (const [index, { deliverAt }] of events.entries()) {
    if (deliverAt !== null && !isWithinSchedule(deliverAt, now)) faults.set(index, [TOO_FAR_AHEAD]);
  }
  return faults;
}

export function toSummary(id: Uuid, event: NewEvent): EventSummary {
  return {
    id,
    tenantId: event.tenantId,
    type: event.type,
    occurredAt: new Date(event.occurredAt),
    priority: event.priority,
    tags: event.tags,
    deliverAt: event.deliverAt === null ? null : new Date(event.deliverAt),
    expiresAt: event.expiresAt === null ? null : new Date(event.expiresAt),
    cancelledAt: null,
    trace: event.trace,
    erasedAt: null,
  };
}

/** Stands in no key of a client's (IDEMPOTENCY_KEY_PATTERN), so that no derived key is ever one of theirs. */
const SEPARATOR = '\u001f';
const KEY_CHARACTERS_MAX = 256;

/**
 * Gives each event of a batch without a key of its own one derived from the batch's key and its place among them, with a
 * digest of the whole batch: a batch that differs anywhere, in its length too, differs in the first of them.
 */
export function keyBatch(
  events: readonly NewEvent[],
  bodies: readonly PublishEventBody[],
  batchKey: string,
): NewEvent[] {
  const fingerprint = fingerprintOf(
    bodies.map((body) => [body.idempotency_key, fingerprintOfBody(body).toString('hex')]),
  );
  let place = 0;
  return events.map((event) => {
    if (event.idempotency !== null) return event;
    const key = deriveKey(batchKey, place);
    place += 1;
    return { ...event, idempotency: { key, fingerprint } };
  });
}

function deriveKey(batchKey: string, place: number): string {
  const key = `${batchKey}${SEPARATOR}${place}`;
  if (Array.from(key).length <= KEY_CHARACTERS_MAX) return key;
  return `sha256:${createHash('sha256').update(batchKey).digest('hex')}${SEPARATOR}${place}`;
}

/**
 * The members in an order that has always been this one: digests are kept for days, and compared by newer versions. What
 * has come since stands behind them, and only where it is given. In whose trace a request is made says nothing of the event:
 * a repetition is often made in another.
 */
function fingerprintOfBody(body: PublishEventBody): Buffer {
  const { type, data, occurred_at, priority, expires_after_ms, tags, deliver_at } = body;
  const members = [type, data, occurred_at, priority, expires_after_ms, tags];
  return fingerprintOf([
    ...members.map((value) => value ?? null),
    ...(deliver_at === undefined ? [] : [deliver_at]),
  ]);
}
