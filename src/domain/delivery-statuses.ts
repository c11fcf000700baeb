/** The statuses that a delivery's row can have, by the table that holds it: queued, or history. */
export const LIVE_STATUSES = ['pending', 'in_progress', 'retrying'] as const;
export const FINISHED_STATUSES = ['delivered', 'dead_letter', 'cancelled', 'shadowed'] as const;

export type LiveStatus = (typeof LIVE_STATUSES)[number];
export type FinishedStatus = (typeof FINISHED_STATUSES)[number];
/** What is shown: `rate_limited` is derived, of a row that is due and held back by its webhook's own limit. */
export type DeliveryStatus = LiveStatus | FinishedStatus | 'rate_limited';
