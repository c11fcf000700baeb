import { createTestDatabase } from '../../support/test-database.ts';
import { faultBetween } from '../ledger/fault.ts';
import { addReports, type LedgerReport } from '../ledger/ledger-report.ts';
import type { Arrival } from '../ledger/recording-receiver.ts';
import { underTraffic, type Stage } from '../posthorn/under-traffic.ts';
import type { ScenarioOptions } from './scenario.ts';

const PRELOAD = new URL('../posthorn/clock-jump.mjs', import.meta.url).href;
const TWO_DAYS_MS = 2 * 86_400_000;
/** Receivers refuse what is five minutes old (Standard Webhooks); seconds are all that it needs. */
const TIMESTAMP_SLACK_MS = 10_000;

/** The clock of one of two processes jumps two days ahead, and in another run two days back. */
export async function runClockJumps(options: ScenarioOptions): Promise<LedgerReport> {
  const reports: LedgerReport[] = [];
  for (const jumpMs of [TWO_DAYS_MS, -TWO_DAYS_MS].slice(0, options.rounds)) {
    reports.push(await runJump(options, jumpMs));
    options.say(`the clock jumped ${jumpMs > 0 ? 'two days ahead' : 'two days back'}`);
  }
  return addReports(reports);
}

async function runJump(options: ScenarioOptions, jumpMs: number): Promise<LedgerReport> {
  const { leaseMs, requestsPerSecond } = options;
  const database = await createTestDatabase();
  const environment = { NODE_OPTIONS: `--import ${PRELOAD}`, CLOCK_JUMP_MS: String(jumpMs) };
  let arrivals: readonly Arrival[] = [];
  try {
    const plan = {
      database,
      leaseMs,
      requestsPerSecond,
      members: [{ role: 'all', environment }, { role: 'worker' }],
    } as const;
    const report = await underTraffic(plan, async (stage) => {
      arrivals = stage.receiver.arrivals;
      const jumpedAt = Date.now();
      await jump(stage, requestsPerSecond);
      return [faultBetween(jumpedAt, jumpedAt, { mayRepeat: false })];
    });
    return { ...report, violations: [...report.violations, ...findMisdated(arrivals)] };
  } finally {
    await database.drop();
  }
}

/** Long enough for leases to be renewed and retries to fall due by the clock that jumped. */
async function jump({ members, acknowledgedMore }: Stage, requestsPerSecond: number): Promise<void> {
  members[0]?.signal('SIGUSR2');
  await acknowledgedMore(requestsPerSecond * 5);
}

function findMisdated(arrivals: readonly Arrival[]): string[] {
  return arrivals
    .filter(({ at, sentAt }) => Math.abs(at - sentAt) > TIMESTAMP_SLACK_MS)
    .map(({ eventId, path, at, sentAt }) => `${eventId} ${path}: dated ${sentAt - at} ms beside its time`);
}
