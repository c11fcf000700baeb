import { createTestDatabase } from '../../support/test-database.ts';
import { faultBetween, type Fault } from '../ledger/fault.ts';
import type { LedgerReport } from '../ledger/ledger-report.ts';
import { underTraffic } from '../posthorn/under-traffic.ts';
import type { ScenarioOptions } from './scenario.ts';

/** An update: one process after another is asked to stop (SIGTERM) and started again. Nothing may be repeated for it. */
export async function runRollingRestarts(options: ScenarioOptions): Promise<LedgerReport> {
  const { leaseMs, requestsPerSecond, rounds, say } = options;
  const database = await createTestDatabase();
  try {
    const members = [{ role: 'all' }, { role: 'all' }, { role: 'worker' }] as const;
    return await underTraffic({ database, leaseMs, requestsPerSecond, members }, async (stage) => {
      const faults: Fault[] = [];
      for (let round = 1; round <= rounds; round += 1) {
        for (const member of stage.members) {
          const stoppedAt = Date.now();
          await member.stop();
          faults.push(faultBetween(stoppedAt, Date.now(), { mayRepeat: false }));
          await member.start();
          await stage.acknowledgedMore(requestsPerSecond);
        }
        say(`round ${round} of ${rounds}`);
      }
      return faults;
    });
  } finally {
    await database.drop();
  }
}
