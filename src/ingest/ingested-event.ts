import { PosthornError } from '../domain/errors.ts';
import { skipJsonWhitespace } from '../domain/json-limits.ts';
import { parseTime } from '../domain/rfc3339.ts';
import { DEFAULT_BODY_BYTES_MAX, EVENT_BODY, readBody } from '../http/body.ts';
import { isPublishableType } from '../http/event-type-field.ts';
import type { RawJson } from '../http/raw-text.ts';

/** A field of a stream's entry. */
export type RawField = readonly [name: Buffer, value: Buffer];

/** What publishing takes of an event, as the API's own body has it. */
export interface IngestedEvent {
  readonly type: string;
  readonly data: RawJson;
  readonly occurred_at?: string;
  readonly idempotency_key?: string;
  readonly traceparent?: string;
  readonly tracestate?: string;
}

/** What was sent is no event. The message is for whoever sent it. */
export class UnreadableError extends Error {}

const EVENT_FIELD = 'event';
const MEMBERS: ReadonlySet<string> = new Set([
  'type',
  'event_type',
  'timestamp',
  'data',
  'traceparent',
  'tracestate',
]);
const DIGITS = /^\d{1,16}$/;

/**
 * Reads a stream's entry: an event as JSON in the field `event`, or as fields of its own, of which `data` is JSON. What is
 * there and not understood is refused, as the API does, so that nothing is delivered with less than was said.
 * @throws UnreadableError
 */
export function readEntry(fields: readonly RawField[]): IngestedEvent {
  return explained(() => {
    const byName = new Map(fields.map(([name, value]) => [decode(name), value]));
    const event = byName.get(EVENT_FIELD);
    if (event === undefined) return toEvent(readFields(byName));
    const other = [...byName.keys()].find((name) => name !== EVENT_FIELD);
    if (other !== undefined) throw new UnreadableError(`unknown field beside event: ${shorten(other)}`);
    return toEvent(readObject(event));
  });
}

/** Reads a message: an event as JSON. @throws UnreadableError */
export function readMessage(message: Buffer): IngestedEvent {
  return explained(() => toEvent(readObject(message)));
}

/** `data` as its source text. */
function readObject(bytes: Buffer): ReadonlyMap<string, unknown> {
  if (bytes.length > DEFAULT_BODY_BYTES_MAX) throw new PosthornError('payload_too_large');
  const body = readBody(bytes, EVENT_BODY);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new UnreadableError('must be a JSON object');
  }
  return new Map(Object.entries(body));
}

function readFields(fields: ReadonlyMap<string, Buffer>): ReadonlyMap<string, unknown> {
  const members = new Map<string, unknown>();
  for (const [name, value] of fields) members.set(name, name === 'data' ? readData(value) : decode(value));
  return members;
}

/** The text of one JSON value, held to the bounds of event data. */
function readData(bytes: Buffer): string {
  if (bytes.length > DEFAULT_BODY_BYTES_MAX) throw new PosthornError('payload_too_large');
  readBody(bytes, { ...EVENT_BODY, rawPath: [] });
  const text = decode(bytes);
  return text.slice(skipJsonWhitespace(text, 0)).trimEnd();
}

function toEvent(members: ReadonlyMap<string, unknown>): IngestedEvent {
  const unknown = [...members.keys()].find((name) => !MEMBERS.has(name));
  if (unknown !== undefined) throw new UnreadableError(`unknown field: ${shorten(unknown)}`);
  const type = readType(members.get('type'), members.get('event_type'));
  const data = members.has('data') ? members.get('data') : '{}';
  if (typeof data !== 'string' || !data.startsWith('{')) {
    throw new UnreadableError('data: must be a JSON object');
  }
  const timestamp = members.get('timestamp');
  const trace = readTrace(members);
  if (timestamp === undefined) return { type, data, ...trace };
  return { type, data, occurred_at: readTimestamp(timestamp), ...trace };
}

/** What is no text is malformed, and a malformed trace is passed over. */
function readTrace(members: ReadonlyMap<string, unknown>): Pick<IngestedEvent, 'traceparent' | 'tracestate'> {
  const [traceparent, tracestate] = [members.get('traceparent'), members.get('tracestate')];
  return {
    ...(typeof traceparent === 'string' && { traceparent }),
    ...(typeof tracestate === 'string' && { tracestate }),
  };
}

function readType(type: unknown, eventType: unknown): string {
  const given = type ?? eventType;
  if (type !== undefined && eventType !== undefined && type !== eventType) {
    throw new UnreadableError('type and event_type differ');
  }
  if (typeof given === 'string' && isPublishableType(given)) return given;
  throw new UnreadableError(
    given === undefined ? 'type is missing' : 'type: must be 1 to 256 of A-Z, a-z, 0-9 and _ . : / -',
  );
}

/** Milliseconds since 1970, or RFC 3339. */
function readTimestamp(timestamp: unknown): string {
  const isDigits = typeof timestamp === 'string' && DIGITS.test(timestamp);
  const moment = isDigits || typeof timestamp === 'number' ? new Date(Number(timestamp)) : null;
  // Years beyond 9999 are written with a sign, which is no RFC 3339.
  const text = moment === null ? timestamp : Number.isNaN(moment.getTime()) ? null : moment.toISOString();
  if (typeof text === 'string' && parseTime(text) !== null) return text;
  throw new UnreadableError('timestamp: must be milliseconds since 1970, or a time as in RFC 3339');
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch (cause) {
    throw new UnreadableError('is not UTF-8', { cause });
  }
}

const SHOWN_CHARACTERS = 64;

function shorten(name: string): string {
  return name.length > SHOWN_CHARACTERS ? `${name.slice(0, SHOWN_CHARACTERS)}…` : name;
}

/** The API's refusals in one sentence. */
function explained<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof PosthornError) throw new UnreadableError(reasonOf(error), { cause: error });
    throw error;
  }
}

/** Why the API refuses an event, every fault of it in one line. */
export function reasonOf({ detail, errors }: PosthornError): string {
  if (errors === undefined) return detail;
  return errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
}
