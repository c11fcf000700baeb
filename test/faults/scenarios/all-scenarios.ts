import { runBlackHole } from './black-hole.ts';
import { runClockJumps } from './clock-jumps.ts';
import { runConnectionResets } from './connection-resets.ts';
import { runCountedDeliveries } from './counted-deliveries.ts';
import { runDiskFull } from './disk-full.ts';
import { runPausedWorker } from './paused-worker.ts';
import { runPlacedFaults } from './placed-faults.ts';
import { runPostgresShutdowns } from './postgres-shutdowns.ts';
import { runRandomKills } from './random-kills.ts';
import { runReplayedDeadLetters } from './replayed-dead-letters.ts';
import { runRollingRestarts } from './rolling-restarts.ts';
import type { Scenario } from './scenario.ts';
import { runSlowDatabase } from './slow-database.ts';

export interface NamedScenario {
  readonly name: string;
  readonly run: Scenario;
  /** How often the fault is done, unless the command line says otherwise. */
  readonly rounds: number;
}

const REPLAYED = { count: 10_000, ratePerSecond: 500 };
const COUNTED = 20_000;

export const SCENARIOS: readonly NamedScenario[] = [
  { name: 'placed kills', rounds: 1, run: async (options) => await runPlacedFaults('kill', options) },
  { name: 'placed drops', rounds: 1, run: async (options) => await runPlacedFaults('drop', options) },
  { name: 'placed expiries', rounds: 1, run: async (options) => await runPlacedFaults('expiry', options) },
  { name: 'random kills', rounds: 50, run: runRandomKills },
  { name: 'paused worker', rounds: 2, run: runPausedWorker },
  { name: 'Postgres shutdowns', rounds: 5, run: runPostgresShutdowns },
  { name: 'black hole', rounds: 2, run: runBlackHole },
  { name: 'connection resets', rounds: 10, run: runConnectionResets },
  { name: 'slow database', rounds: 1, run: runSlowDatabase },
  { name: 'rolling restarts', rounds: 2, run: runRollingRestarts },
  { name: 'clock jumps', rounds: 2, run: runClockJumps },
  { name: 'disk full', rounds: 3, run: runDiskFull },
  {
    name: 'replayed dead letters',
    rounds: 1,
    run: async (options) => await runReplayedDeadLetters(options, REPLAYED),
  },
  { name: 'statistics', rounds: 20, run: async (options) => await runCountedDeliveries(options, COUNTED) },
];
