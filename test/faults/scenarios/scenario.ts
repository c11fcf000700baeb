import type { LedgerReport } from '../ledger/ledger-report.ts';

/** How much of it: the command does more than the tests. */
export interface ScenarioOptions {
  readonly leaseMs: number;
  readonly requestsPerSecond: number;
  /** How often the fault is done. */
  readonly rounds: number;
  /** Of all that is chosen by chance. */
  readonly seed: number;
  /** Takes a line about how far it has come. */
  readonly say: (line: string) => void;
}

export type Scenario = (options: ScenarioOptions) => Promise<LedgerReport>;

/** What a scenario needs is not there: it has not been run, and that is no success. */
export class NotRunnable extends Error {}
