import { FAILPOINTS, type PlacedFault } from '../failpoints/failpoint.ts';
import { runFailpoint } from '../failpoints/run-failpoint.ts';
import { addReports, quantile, type LedgerReport } from '../ledger/ledger-report.ts';
import type { ScenarioOptions } from './scenario.ts';

/** Most of a case is waiting for the end of a lease: that many wait beside each other. */
const CASES_AT_ONCE = 5;
const EVENTS = 40;

/** One fault at every boundary of a delivery, each on a database of its own. */
export async function runPlacedFaults(fault: PlacedFault, options: ScenarioOptions): Promise<LedgerReport> {
  const { leaseMs, say } = options;
  const left = [...FAILPOINTS];
  const reports: LedgerReport[] = [];
  const lane = async (): Promise<void> => {
    for (let failpoint = left.shift(); failpoint !== undefined; failpoint = left.shift()) {
      const report = await runFailpoint({ fault, failpoint, leaseMs, events: EVENTS });
      const place = (words: string): string => `at "${failpoint}": ${words}`;
      const [violations, unexplained] = [report.violations.map(place), report.unexplained.map(place)];
      reports.push({ ...report, violations, unexplained });
      const longestMs = quantile(report.recoveryMs, 1) ?? 0;
      say(place(`${report.duplicated} repeated, recovered within ${Math.round(longestMs)} ms`));
    }
  };
  await Promise.all(Array.from({ length: CASES_AT_ONCE }, lane));
  return addReports(reports);
}
