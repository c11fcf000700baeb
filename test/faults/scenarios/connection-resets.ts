import { faultBetween } from '../ledger/fault.ts';
import type { LedgerReport } from '../ledger/ledger-report.ts';
import { runProxied } from './proxied-database.ts';
import type { ScenarioOptions } from './scenario.ts';

/** Every connection of a process to its database is reset, again and again while it works. */
export async function runConnectionResets(options: ScenarioOptions): Promise<LedgerReport> {
  return await runProxied(options, 'reset', (proxy) => {
    const resetAt = Date.now();
    proxy.resetAll();
    return Promise.resolve(faultBetween(resetAt, resetAt));
  });
}
