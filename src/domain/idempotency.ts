import { createHash } from 'node:crypto';

/** The header, which is also its path in the faults of a request. */
export const IDEMPOTENCY_HEADER = 'Idempotency-Key';
/** Printable, so that a key which Posthorn makes itself can hold a character that no client's key has. */
export const IDEMPOTENCY_KEY_PATTERN = /^[^\p{Cc}\p{Cs}]{1,256}$/u;
export const IDEMPOTENCY_KEY_MESSAGE = 'must be 1 to 256 printable characters';
export const OTHER_BODY_MESSAGE = 'was used before with another body';
export const STILL_RUNNING_DETAIL = 'The first request with this idempotency key is still running.';

/** A key that a client chose for a request, and a digest of what it asks for. */
export interface Idempotency {
  readonly key: string;
  readonly fingerprint: Buffer;
}

/**
 * A digest of JSON by what was given, not by what is made of it: a default may be another one at the repetition. The
 * order of an object's members does not count, as in RFC 8259 section 4; undefined stands for absent.
 */
export function fingerprintOf(given: unknown): Buffer {
  const text = JSON.stringify(given ?? null, (_name, value: unknown) => inOrder(value));
  return createHash('sha256').update(text).digest();
}

function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members);
}
