import { createHash } from 'node:crypto';
import type { Uuid } from '../domain/ids.ts';
import { parseTime } from '../domain/rfc3339.ts';
import type { NewEvent } from '../engine/publish/new-event.ts';
import type { PublishEventBody } from './dto/publish-event.dto.ts';
import type { EventSummary } from './event-record.ts';

/** @param now milliseconds since 1970, the database's */
export function toNewEvent(tenantId: Uuid, body: PublishEventBody, now: number): NewEvent {
  const moment = Math.floor(now);
  const { idempotency_key: key, expires_after_ms: lifetimeMs } = body;
  return {
    tenantId,
    type: body.type,
    data: body.data,
    occurredAt: body.occurred_at === undefined ? moment : (parseTime(body.occurred_at) ?? moment),
    priority: body.priority ?? 0,
    tags: body.tags ?? [],
    expiresAt: lifetimeMs === undefined ? null : moment + lifetimeMs,
    idempotency: key === undefined ? null : { key, fingerprint: fingerprintOf(body) },
  };
}

export function toSummary(id: Uuid, event: NewEvent): EventSummary {
  return {
    id,
    tenantId: event.tenantId,
    type: event.type,
    occurredAt: new Date(event.occurredAt),
    priority: event.priority,
    tags: event.tags,
    expiresAt: event.expiresAt === null ? null : new Date(event.expiresAt),
  };
}

/** By what was given, not by what was made of it: a default may be another one at the repetition. */
function fingerprintOf(body: PublishEventBody): Buffer {
  const { type, data, occurred_at, priority, expires_after_ms, tags } = body;
  const given = [type, data, occurred_at, priority, expires_after_ms, tags].map((value) => value ?? null);
  return createHash('sha256').update(JSON.stringify(given)).digest();
}
