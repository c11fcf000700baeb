import { setTimeout as delay } from 'node:timers/promises';
import { createTestDatabase } from '../../support/test-database.ts';
import { faultBetween, type Fault } from '../ledger/fault.ts';
import type { LedgerReport } from '../ledger/ledger-report.ts';
import { underTraffic, type Stage } from '../posthorn/under-traffic.ts';
import type { ScenarioOptions } from './scenario.ts';

/** Beyond its lease and the promotion that follows, so that another worker has what it held. */
const BEYOND_LEASE_MS = 2_000;

/** SIGSTOP beyond the lease, then SIGCONT: it must neither send what it held, nor overwrite what came of it. */
export async function runPausedWorker(options: ScenarioOptions): Promise<LedgerReport> {
  const { leaseMs, requestsPerSecond, rounds, say } = options;
  const database = await createTestDatabase();
  try {
    const plan = {
      database,
      leaseMs,
      requestsPerSecond,
      members: [{ role: 'all' }, { role: 'worker' }],
    } as const;
    return await underTraffic(plan, async (stage) => {
      const faults: Fault[] = [];
      for (let round = 1; round <= rounds; round += 1) {
        faults.push(await pause(stage, leaseMs + BEYOND_LEASE_MS));
        say(`pause ${round} of ${rounds}`);
        await stage.acknowledgedMore(requestsPerSecond);
      }
      return faults;
    });
  } finally {
    await database.drop();
  }
}

async function pause({ members }: Stage, pauseMs: number): Promise<Fault> {
  const [, worker] = members;
  const startedAt = Date.now();
  worker?.signal('SIGSTOP');
  await delay(pauseMs);
  worker?.signal('SIGCONT');
  return faultBetween(startedAt, Date.now());
}
