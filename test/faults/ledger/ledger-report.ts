/** What a scenario comes to. */
export interface LedgerReport {
  /** Events whose publish was acknowledged. */
  readonly published: number;
  /** Different deliveries that a receiver took. */
  readonly received: number;
  /** Deliveries of acknowledged events that no receiver has taken. */
  readonly lost: number;
  /** Acknowledged events for which deliveries are missing altogether. */
  readonly neverPublished: number;
  /** Requests beyond those that recorded failures asked for. */
  readonly duplicated: number;
  /** Deliveries that were in flight at a fault after which they may be sent again. */
  readonly duplicatesAllowed: number;
  /** Of every delivery that waited when a fault came: how long until it was on its way again, or finished. */
  readonly recoveryMs: readonly number[];
  /**
   * Repetitions of what was not in flight at any fault. A lease that is shorter than a busy machine stands still runs out
   * by itself, and is then repeated as it should be: only with the default lease each has to be a fault's.
   */
  readonly unexplained: readonly string[];
  /** All else that should not be, lost and never published included; empty when all is well. */
  readonly violations: readonly string[];
}

const NOTHING: LedgerReport = {
  published: 0,
  received: 0,
  lost: 0,
  neverPublished: 0,
  duplicated: 0,
  duplicatesAllowed: 0,
  recoveryMs: [],
  unexplained: [],
  violations: [],
};

export function emptyReport(): LedgerReport {
  return NOTHING;
}

export function addReports(reports: readonly LedgerReport[]): LedgerReport {
  return reports.reduce(
    (sum, report) => ({
      published: sum.published + report.published,
      received: sum.received + report.received,
      lost: sum.lost + report.lost,
      neverPublished: sum.neverPublished + report.neverPublished,
      duplicated: sum.duplicated + report.duplicated,
      duplicatesAllowed: sum.duplicatesAllowed + report.duplicatesAllowed,
      recoveryMs: [...sum.recoveryMs, ...report.recoveryMs],
      unexplained: [...sum.unexplained, ...report.unexplained],
      violations: [...sum.violations, ...report.violations],
    }),
    NOTHING,
  );
}

/** The smallest value that at least the given share of all does not exceed; null of none. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}
