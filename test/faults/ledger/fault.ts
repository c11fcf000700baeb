/** A fault that was done to a process or its database. Times in ms since 1970. */
export interface Fault {
  readonly startedAt: number;
  /** Equal to the start where the fault is over in a moment. */
  readonly endedAt: number;
  /** From when its recovery is counted: its start, but for an outage that no process could do anything about. */
  readonly countsFrom: number;
  /** Whether what was in flight may be sent again: not after a shutdown that was asked for. */
  readonly mayRepeat: boolean;
}

export function faultBetween(startedAt: number, endedAt: number, more: Partial<Fault> = {}): Fault {
  return { startedAt, endedAt, countsFrom: startedAt, mayRepeat: true, ...more };
}
