import type { Uuid } from '../../domain/ids.ts';

/** A publish that a quota of its tenant refuses. Nothing of it was stored. */
export class QuotaError extends Error {
  constructor(
    readonly quota: 'events_per_minute' | 'live_deliveries' | 'payload_bytes',
    /** What it allows. */
    readonly allowed: number,
    /** Until it is worth trying again, in ms; 0 where that is not a matter of time. */
    readonly retryAfterMs: number,
    /** Place in what was published together of the first event that is too large; else 0. */
    readonly index: number,
    /** Events of the present minute, or deliveries, that it still lets through. */
    readonly left: number,
  ) {
    super(`over the quota ${quota}`);
  }
}

/** The count of live deliveries is too old to judge by. Nothing was stored; after a count it is to be tried again. */
export class CountNeeded extends Error {
  constructor(readonly tenantIds: readonly Uuid[]) {
    super('live deliveries must be counted');
  }
}
