import { setTimeout as delay } from 'node:timers/promises';
import { faultBetween } from '../ledger/fault.ts';
import type { LedgerReport } from '../ledger/ledger-report.ts';
import { runProxied } from './proxied-database.ts';
import type { ScenarioOptions } from './scenario.ts';

/** Long enough for its leases to run out, and for its statements to be given up (15 s). */
const BEYOND_LEASE_MS = 8_000;

/** The network swallows what a process sends to its database, and tells it nothing. */
export async function runBlackHole(options: ScenarioOptions): Promise<LedgerReport> {
  return await runProxied(options, 'black hole', async (proxy) => {
    const startedAt = Date.now();
    proxy.setMode('black hole');
    await delay(options.leaseMs + BEYOND_LEASE_MS);
    proxy.setMode('forward');
    // Meanwhile it could claim nothing: what may be repeated had gone out before.
    return faultBetween(startedAt, startedAt);
  });
}
