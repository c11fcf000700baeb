import { createTestDatabase } from '../../support/test-database.ts';
import { DatabaseProxy } from '../postgres/database-proxy.ts';
import type { Fault } from '../ledger/fault.ts';
import type { LedgerReport } from '../ledger/ledger-report.ts';
import { underTraffic, type Stage } from '../posthorn/under-traffic.ts';
import type { ScenarioOptions } from './scenario.ts';

/** One of two processes reaches the database through a proxy, to which `inflict` does something round by round. */
export async function runProxied(
  options: ScenarioOptions,
  what: string,
  inflict: (proxy: DatabaseProxy, stage: Stage) => Promise<Fault>,
): Promise<LedgerReport> {
  const { leaseMs, requestsPerSecond, rounds, say } = options;
  const database = await createTestDatabase();
  const proxy = await DatabaseProxy.start(database.url);
  try {
    const members = [{ role: 'all' }, { role: 'all', databaseUrl: proxy.url }] as const;
    return await underTraffic({ database, leaseMs, requestsPerSecond, members }, async (stage) => {
      const faults: Fault[] = [];
      for (let round = 1; round <= rounds; round += 1) {
        faults.push(await inflict(proxy, stage));
        say(`${what} ${round} of ${rounds}`);
        await stage.acknowledgedMore(requestsPerSecond);
      }
      return faults;
    });
  } finally {
    await proxy.close();
    await database.drop();
  }
}
