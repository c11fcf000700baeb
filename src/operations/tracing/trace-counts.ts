export const SPAN_ENDS = ['exported', 'failed', 'dropped'] as const;

/** What became of spans since the process started: sent, refused or unreachable, and beyond what may wait. */
export type TraceCounts = Readonly<Record<(typeof SPAN_ENDS)[number], number>>;
