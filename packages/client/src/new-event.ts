import {
  fingerprintOf,
  IDEMPOTENCY_KEY_MESSAGE,
  IDEMPOTENCY_KEY_PATTERN,
} from '../../../src/domain/idempotency.ts';
import { isWithinSchedule } from '../../../src/domain/event-times.ts';
import type { Uuid } from '../../../src/domain/ids.ts';
import { findJsonFaults, measureJson } from '../../../src/domain/json-limits.ts';
import { EVENT_TYPE_PATTERN, RESERVED_TYPE_PREFIX } from '../../../src/domain/matching.ts';
import { parseTraceContext } from '../../../src/domain/trace-context.ts';
import type { NewEvent } from '../../../src/engine/publish/new-event.ts';
import type { EmittedEvent, PublishOptions } from './event-options.ts';
import { Faults } from './faults.ts';

const TAGS_MAX = 20;
const TAG_FORM = /^[^\p{Cc}\p{Cs}]{1,128}$/u;
const PRIORITY_MAX = 100;
/** The last millisecond of the year 9999. */
const MOMENT_MAX = 253_402_300_799_999;
/** The first of the year 0. */
const MOMENT_MIN = -62_167_219_200_000;

/** An event as a caller gives it, found to be right, with its payload as JSON text. */
export interface GivenEvent {
  readonly type: string;
  readonly data: string;
  readonly options: PublishOptions;
}

/**
 * Holds an event to what the API takes. The payload is written down now, whatever becomes of the object later.
 * @throws WebhookValidationError with all that is wrong
 */
export function checkEvent(type: string, data: unknown, options: PublishOptions = {}): GivenEvent {
  const faults = new Faults();
  const isType =
    typeof type === 'string' && EVENT_TYPE_PATTERN.test(type) && !type.startsWith(RESERVED_TYPE_PREFIX);
  faults.require(isType, 'type', () => {
    return `must be 1 to 256 of A-Z, a-z, 0-9 and _ . : / -, and not begin with ${RESERVED_TYPE_PREFIX}`;
  });
  const text = toJsonText(data, faults);
  findOptionFaults(options, faults);
  faults.refuse('The event cannot be published');
  return { type, data: text, options };
}

/** @throws WebhookValidationError with all that is wrong */
export function checkEmitted(event: EmittedEvent): GivenEvent {
  const faults = new Faults();
  // Callers without types may hand over anything.
  faults.require(
    typeof event === 'object' && (event as unknown) !== null,
    'event',
    () => 'must be an object',
  );
  faults.refuse('The event cannot be published');
  const { type, event_type: otherType, timestamp, data, ...members } = event;
  const occurredAt = timestamp === undefined ? undefined : new Date(timestamp);
  return checkEvent(type ?? otherType ?? '', data ?? members, { occurredAt });
}

/** @param now milliseconds since 1970, the database's */
export function toNewEvent(tenantId: Uuid, { type, data, options }: GivenEvent, now: number): NewEvent {
  const { priority = 0, tags = [], occurredAt, deliverAt, idempotencyKey } = options;
  return {
    tenantId,
    type,
    data,
    occurredAt: occurredAt?.getTime() ?? Math.floor(now),
    priority,
    tags,
    deliverAt: checkSchedule(deliverAt, now),
    expiresAt: null,
    idempotency:
      idempotencyKey === undefined
        ? null
        : { key: idempotencyKey, fingerprint: fingerprint(type, data, options) },
    trace: parseTraceContext(textOf(options.traceparent), textOf(options.tracestate)),
  };
}

/** As POST /api/events digests the same event, and `publish` in SQL: one key is one event, whichever way it comes. */
function fingerprint(type: string, data: string, options: PublishOptions): Buffer {
  const { occurredAt, priority, tags, deliverAt } = options;
  const members = [type, data, occurredAt?.toISOString(), priority, null, tags];
  return fingerprintOf([
    ...members.map((value) => value ?? null),
    ...(deliverAt === undefined ? [] : [deliverAt.toISOString()]),
  ]);
}

/** Callers without types may hand over anything, and what is malformed is passed over. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function checkSchedule(deliverAt: Date | undefined, now: number): number | null {
  if (deliverAt === undefined) return null;
  const faults = new Faults();
  faults.require(
    isWithinSchedule(deliverAt.getTime(), now),
    'deliverAt',
    () => 'must be at most 30 days ahead',
  );
  faults.refuse('The event cannot be published');
  return deliverAt.getTime();
}

function toJsonText(data: unknown, faults: Faults): string {
  const text =
    typeof data === 'object' && data !== null && !Array.isArray(data) ? writeJson(data) : undefined;
  if (text?.startsWith('{') !== true) {
    faults.add('data', 'must be an object that can be written as JSON');
    return '';
  }
  for (const { path, message } of findJsonFaults(measureJson(text), 'data')) faults.add(path, message);
  return text;
}

/** Undefined for what has no JSON, such as a circle. */
function writeJson(data: object): string | undefined {
  try {
    return JSON.stringify(data);
  } catch {
    return undefined;
  }
}

function findOptionFaults({ priority = 0, tags = [], ...options }: PublishOptions, faults: Faults): void {
  faults.require(Number.isInteger(priority) && priority >= 0 && priority <= PRIORITY_MAX, 'priority', () => {
    return `must be a whole number, 0 to ${PRIORITY_MAX}`;
  });
  faults.require(tags.length <= TAGS_MAX && tags.every((tag) => TAG_FORM.test(tag)), 'tags', () => {
    return `must be at most ${TAGS_MAX} of 1 to 128 printable characters`;
  });
  const { idempotencyKey: key } = options;
  faults.require(
    key === undefined || IDEMPOTENCY_KEY_PATTERN.test(key),
    'idempotencyKey',
    () => IDEMPOTENCY_KEY_MESSAGE,
  );
  for (const field of ['occurredAt', 'deliverAt'] as const) {
    faults.require(options[field] === undefined || isMoment(options[field]), field, () => {
      return 'must be a valid Date in one of the years 0 to 9999';
    });
  }
}

function isMoment(value: unknown): boolean {
  return value instanceof Date && value.getTime() >= MOMENT_MIN && value.getTime() <= MOMENT_MAX;
}
