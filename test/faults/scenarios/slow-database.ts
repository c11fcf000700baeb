import { setTimeout as delay } from 'node:timers/promises';
import { faultBetween } from '../ledger/fault.ts';
import type { LedgerReport } from '../ledger/ledger-report.ts';
import { runProxied } from './proxied-database.ts';
import type { ScenarioOptions } from './scenario.ts';

const SLOW_FOR_MS = 10_000;

/** Everything between a process and its database takes 300 ms there and back: nothing may be repeated for it. */
export async function runSlowDatabase(options: ScenarioOptions): Promise<LedgerReport> {
  return await runProxied(options, 'slow database', async (proxy) => {
    const startedAt = Date.now();
    proxy.setMode('slow');
    await delay(SLOW_FOR_MS);
    proxy.setMode('forward');
    return faultBetween(startedAt, Date.now(), { mayRepeat: false });
  });
}
