/** A method of another library, of which nothing is known but that it can be called. */
type AnyMethod = (...parameters: never[]) => unknown;

/**
 * An open transaction of the caller's own: a connection of pg between `begin` and `commit`, what Prisma hands to
 * `$transaction(async (tx) => …)`, or what Drizzle hands to `db.transaction(async (tx) => …)`.
 */
export type PublishTransaction =
  { readonly query: AnyMethod } | { readonly $queryRaw: AnyMethod } | { readonly execute: AnyMethod };

export interface SendOptions {
  /** 0 to 100, higher first; 0 unless said. */
  readonly priority?: number | undefined;
  /** Up to 20, of 1 to 128 printable characters. */
  readonly tags?: readonly string[] | undefined;
  /** When it happened; now unless said. */
  readonly occurredAt?: Date | undefined;
  /** 1 to 256 printable characters: within 7 days, the same event under the same key is stored once. */
  readonly idempotencyKey?: string | undefined;
  /**
   * The trace that it is published in (W3C Trace Context), and that every request of it goes on in. What is malformed is
   * passed over; so is all of it with `tx`.
   */
  readonly traceparent?: string | undefined;
  /** Goes with `traceparent`. */
  readonly tracestate?: string | undefined;
}

export interface PublishOptions extends SendOptions {
  /** When it is sent, up to 30 days ahead; what has passed is at once. */
  readonly deliverAt?: Date | undefined;
  /** Stores the event in this transaction: it exists if and only if that commits. */
  readonly tx?: PublishTransaction | undefined;
}

/**
 * An event as an application emits it to its own listeners. What is sent is `data`; of an event without any, all of its
 * members but its type and its time.
 */
export interface EmittedEvent {
  readonly type?: string | undefined;
  /** Another name for `type`. */
  readonly event_type?: string | undefined;
  /** When it happened: milliseconds since 1970, ISO 8601, or a Date; now unless said. */
  readonly timestamp?: number | string | Date | undefined;
  readonly data?: object | undefined;
}
