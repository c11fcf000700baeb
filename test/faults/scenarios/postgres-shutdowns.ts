import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../support/eventually.ts';
import { faultBetween, type Fault } from '../ledger/fault.ts';
import type { LedgerReport } from '../ledger/ledger-report.ts';
import { startOwnPostgres, type OwnPostgres } from '../postgres/own-postgres.ts';
import { underTraffic } from '../posthorn/under-traffic.ts';
import type { ScenarioOptions } from './scenario.ts';

const INTERVAL_MS = 10_000;
const RESTART_PATIENCE_MS = 60_000;

/** Immediate shutdowns of Postgres every 10 s, as after a crash of its machine. */
export async function runPostgresShutdowns(options: ScenarioOptions): Promise<LedgerReport> {
  const { leaseMs, requestsPerSecond, rounds, say } = options;
  const postgres = await startOwnPostgres();
  try {
    const plan = {
      database: postgres.database,
      leaseMs,
      requestsPerSecond,
      members: [{ role: 'all' }, { role: 'worker' }],
    } as const;
    return await underTraffic(plan, async ({ acknowledgedMore, traffic }) => {
      const faults: Fault[] = [];
      for (let round = 1; round <= rounds; round += 1) {
        const nextAt = performance.now() + INTERVAL_MS;
        faults.push(await shutDown(postgres));
        say(`shutdown ${round} of ${rounds}, publishes refused so far: ${traffic.refusals.get('503') ?? 0}`);
        await acknowledgedMore(requestsPerSecond);
        if (round < rounds) await delay(Math.max(0, nextAt - performance.now()));
      }
      return faults;
    });
  } finally {
    await postgres.close();
  }
}

async function shutDown(postgres: OwnPostgres): Promise<Fault> {
  const startedAt = Date.now();
  postgres.shutDownImmediately();
  await eventually('it is down', async () => !(await postgres.isUp()), RESTART_PATIENCE_MS);
  await eventually('it is up again', async () => await postgres.isUp(), RESTART_PATIENCE_MS);
  return faultBetween(startedAt, Date.now());
}
