/**
 * What a replay sends again: `failed` what was given up, `all` whatever has ended, `missing` what a webhook of now should
 * have had and has no delivery of.
 */
export const REPLAY_MODES = ['failed', 'all', 'missing'] as const;
export type ReplayMode = (typeof REPLAY_MODES)[number];

export const REPLAY_STATUSES = ['running', 'completed', 'cancelled'] as const;
export type ReplayStatus = (typeof REPLAY_STATUSES)[number];

/** Deliveries that a replay makes due in a second where nobody says; and at most, which is also its largest batch. */
export const REPLAY_RATE_DEFAULT = 50;
export const REPLAY_RATE_MAX = 1_000;
