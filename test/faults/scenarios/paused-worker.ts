import { setTimeout as delay } from 'node:timers/promises';
import { createApiClient } from '../../support/api-client.ts';
import { eventually } from '../../support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { faultBetween, type Fault } from '../ledger/fault.ts';
import type { LedgerReport } from '../ledger/ledger-report.ts';
import type { Member } from '../posthorn/member.ts';
import { underTraffic, type Stage } from '../posthorn/under-traffic.ts';
import type { ScenarioOptions } from './scenario.ts';

/** Beyond its lease and the promotion that follows, so that another worker has what it held. */
const BEYOND_LEASE_MS = 2_000;
/** Of its deliveries, at a receiver that is so slow that some are still in flight when the signal comes. */
const IN_FLIGHT = 3;
const RECEIVER_DELAY_MS = 500;

/** SIGSTOP beyond the lease, then SIGCONT: it must neither send what it held, nor overwrite what came of it. */
export async function runPausedWorker(options: ScenarioOptions): Promise<LedgerReport> {
  const { leaseMs, requestsPerSecond, rounds, say } = options;
  const database = await createTestDatabase();
  try {
    const plan = {
      database,
      leaseMs,
      requestsPerSecond,
      receiverDelayMs: RECEIVER_DELAY_MS,
      members: [{ role: 'api' }, { role: 'worker' }, { role: 'worker' }],
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

async function pause({ members, database }: Stage, pauseMs: number): Promise<Fault> {
  const [, worker] = members;
  if (worker === undefined) throw new Error('There is no worker.');
  await eventually('it has some in flight', async () => (await countInFlight(worker)) >= IN_FLIGHT);
  const startedAt = Date.now();
  worker.signal('SIGSTOP');
  await delay(pauseMs);
  await eventually('another has taken what it held', async () => (await countLapsed(database)) === 0);
  worker.signal('SIGCONT');
  // While it was paused it sent nothing: what may be repeated had gone out before.
  return faultBetween(startedAt, startedAt);
}

async function countLapsed(database: TestDatabase): Promise<number> {
  const rows = await database.query<{ lapsed: number }>(
    `select count(*)::int as lapsed from live_deliveries where status = 'in_progress' and next_attempt_at < now()`,
  );
  return rows[0]?.lapsed ?? 0;
}

async function countInFlight({ baseUrl }: Member): Promise<number> {
  const { data } = await createApiClient(baseUrl ?? '').get<{ worker: { in_flight: number } }>('/health');
  return data.worker.in_flight;
}
