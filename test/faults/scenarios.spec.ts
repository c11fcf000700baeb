import { describe, expect, it } from '@jest/globals';
import type { LedgerReport } from './ledger/ledger-report.ts';
import { runClockJumps } from './scenarios/clock-jumps.ts';
import { runPausedWorker } from './scenarios/paused-worker.ts';
import { runPostgresShutdowns } from './scenarios/postgres-shutdowns.ts';

const OPTIONS = { leaseMs: 2_000, requestsPerSecond: 20, rounds: 1, seed: 1, say: () => undefined };
const LIMIT_MS = 90_000;

/** The whole of it is `npm run faults`; here is one round of what no other test does. */
describe('under steady traffic nothing is lost', () => {
  function expectAllWell(report: LedgerReport): void {
    expect(report.violations).toEqual([]);
    expect(report.published).toBeGreaterThan(OPTIONS.requestsPerSecond);
    expect(report.recoveryMs.length).toBeGreaterThan(0);
  }

  it(
    'while a worker is paused beyond its lease',
    async () => {
      const report = await runPausedWorker(OPTIONS);
      expectAllWell(report);
      expect(report.duplicated).toBeGreaterThan(0); // what it held was sent by another
    },
    LIMIT_MS,
  );

  it(
    'by an immediate shutdown of Postgres',
    async () => {
      expectAllWell(await runPostgresShutdowns(OPTIONS));
    },
    LIMIT_MS,
  );

  it(
    'by a clock that jumps two days ahead',
    async () => {
      expectAllWell(await runClockJumps(OPTIONS));
    },
    LIMIT_MS,
  );
});
