/** How long is kept what happened, in whole days. */
export interface Keeping {
  /** The data of events. */
  readonly eventDataDays: number;
  /** Headers and bodies of attempts. */
  readonly attemptDataDays: number;
  /** The rows: events, finished deliveries and attempts. */
  readonly historyDays: number;
}

/** A tenant's own; null is as long as the installation keeps it. */
export type OwnKeeping = { readonly [Kind in keyof Keeping]: number | null };

export const NO_OWN_KEEPING: OwnKeeping = { eventDataDays: null, attemptDataDays: null, historyDays: null };

/** As many as a setting may say. */
export const KEPT_DAYS_MAX = 3_650;

/** What holds for a tenant: never longer than the installation keeps it, and no data longer than its row. */
export function effectiveKeeping(own: OwnKeeping, installation: Keeping): Keeping {
  const historyDays = Math.min(own.historyDays ?? installation.historyDays, installation.historyDays);
  const within = (days: number | null, longest: number): number =>
    Math.min(days ?? longest, longest, historyDays);
  return {
    eventDataDays: within(own.eventDataDays, installation.eventDataDays),
    attemptDataDays: within(own.attemptDataDays, installation.attemptDataDays),
    historyDays,
  };
}
