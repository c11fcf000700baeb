import { eventually } from '../../support/eventually.ts';
import { faultBetween, type Fault } from '../ledger/fault.ts';
import type { LedgerReport } from '../ledger/ledger-report.ts';
import { startOwnPostgres } from '../postgres/own-postgres.ts';
import { mountSmallDisk, type SmallDisk } from '../postgres/small-disk.ts';
import { underTraffic, type Stage } from '../posthorn/under-traffic.ts';
import type { ScenarioOptions } from './scenario.ts';

/** A fresh cluster with its write-ahead log, and some room. */
const DISK_BYTES = 400 * 1_048_576;
const REFUSALS = 20;
const PATIENCE_MS = 120_000;

/** The disk of Postgres is full: publishing answers 503 until there is room again, and then all goes on. */
export async function runDiskFull(options: ScenarioOptions): Promise<LedgerReport> {
  const { leaseMs, requestsPerSecond, rounds, say } = options;
  const disk = await mountSmallDisk(DISK_BYTES);
  try {
    const postgres = await startOwnPostgres(disk.folder);
    try {
      const members = [{ role: 'all' }, { role: 'worker' }] as const;
      const plan = { database: postgres.database, leaseMs, requestsPerSecond, members };
      let refusals: ReadonlyMap<string, number> = new Map();
      const report = await underTraffic(plan, async (stage) => {
        ({ refusals } = stage.traffic);
        const faults: Fault[] = [];
        for (let round = 1; round <= rounds; round += 1) {
          faults.push(await fillUp(disk, stage));
          const freedAt = performance.now();
          await stage.acknowledgedMore(1);
          say(
            `full ${round} of ${rounds}, taken again ${Math.round(performance.now() - freedAt)} ms after there was room`,
          );
          await stage.acknowledgedMore(requestsPerSecond);
        }
        return faults;
      });
      return { ...report, violations: [...report.violations, ...findOtherAnswers(refusals)] };
    } finally {
      await postgres.close();
    }
  } finally {
    await disk.close();
  }
}

async function fillUp(disk: SmallDisk, { traffic }: Stage): Promise<Fault> {
  const refusedBefore = traffic.refusals.get('503') ?? 0;
  const startedAt = Date.now();
  await disk.fill();
  const isRefused = (): boolean => (traffic.refusals.get('503') ?? 0) >= refusedBefore + REFUSALS;
  await eventually('publishing is refused', isRefused, PATIENCE_MS);
  await disk.free();
  const endedAt = Date.now();
  // Until then nobody could do anything.
  return faultBetween(startedAt, endedAt, { countsFrom: endedAt });
}

/** Whoever publishes has to be told that it was not done, and that it may be done again. */
function findOtherAnswers(refusals: ReadonlyMap<string, number>): string[] {
  return [...refusals].flatMap(([reason, count]) =>
    reason === '503' ? [] : [`publishing was answered ${reason}, ${count} times`],
  );
}
