/** API.md "Events": how far ahead an event may be scheduled. */
export const SCHEDULE_AHEAD_MAX_MS = 2_592_000_000;

/** Milliseconds since 1970; null where there is none. */
export interface EventTimes {
  /** When it is fanned out; null is at once. */
  readonly deliverAt: number | null;
  /** Nothing of it is sent from then on. */
  readonly expiresAt: number | null;
}

/** Whether an event may be delivered at a time: one that has passed is as good as now. */
export function isWithinSchedule(deliverAt: number, now: number): boolean {
  return deliverAt <= now + SCHEDULE_AHEAD_MAX_MS;
}

/**
 * The times of an event that is published now. Its time to live begins where its deliveries do: at `deliverAt`, and at the
 * publish where that has passed or is not given.
 */
export function eventTimes(deliverAt: number | null, lifetimeMs: number | null, now: number): EventTimes {
  const beginsAt = Math.max(deliverAt ?? now, now);
  return { deliverAt, expiresAt: lifetimeMs === null ? null : beginsAt + lifetimeMs };
}
