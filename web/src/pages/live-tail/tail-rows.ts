import type { Schemas } from '../../api/client.ts';

export type StreamedAttempt = Schemas['StreamedAttempt'];

/** Of what is shown, and of what is held while the view stands still. */
export const ROWS_MAX = 1_000;

export interface TailRows {
  /** Newest first. */
  readonly shown: readonly StreamedAttempt[];
  /** What came since the pause, newest first; empty where there is none. */
  readonly held: readonly StreamedAttempt[];
  /** Of them, those that are not kept any more. */
  readonly lostCount: number;
  readonly isPaused: boolean;
}

export const NO_ROWS: TailRows = { shown: [], held: [], lostCount: 0, isPaused: false };

/** @param attempts in the order in which they came; after a break some may be known already */
export function withAttempts(rows: TailRows, attempts: readonly StreamedAttempt[]): TailRows {
  const known = new Set([...rows.shown, ...rows.held].map(({ id }) => id));
  const fresh = attempts.filter(({ id }) => {
    if (known.has(id)) return false;
    known.add(id);
    return true;
  });
  if (fresh.length === 0) return rows;
  const newest = fresh.toReversed();
  if (!rows.isPaused) return { ...rows, shown: [...newest, ...rows.shown].slice(0, ROWS_MAX) };
  const held = [...newest, ...rows.held];
  const lost = Math.max(held.length - ROWS_MAX, 0);
  return { ...rows, held: held.slice(0, ROWS_MAX), lostCount: rows.lostCount + lost };
}

export function paused(rows: TailRows): TailRows {
  return { ...rows, isPaused: true };
}

/** Shows what was held meanwhile. */
export function resumed({ shown, held }: TailRows): TailRows {
  return { shown: [...held, ...shown].slice(0, ROWS_MAX), held: [], lostCount: 0, isPaused: false };
}

export function cleared({ isPaused }: TailRows): TailRows {
  return { ...NO_ROWS, isPaused };
}
