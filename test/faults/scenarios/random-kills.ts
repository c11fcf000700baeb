import { setTimeout as delay } from 'node:timers/promises';
import { createTestDatabase } from '../../support/test-database.ts';
import { faultBetween, type Fault } from '../ledger/fault.ts';
import type { LedgerReport } from '../ledger/ledger-report.ts';
import type { Member } from '../posthorn/member.ts';
import { underTraffic } from '../posthorn/under-traffic.ts';
import { seededChance } from './seeded-chance.ts';
import type { ScenarioOptions } from './scenario.ts';

const PAUSE_MAX_MS = 2_000;
/** The API's process lives on, so that there is always somebody to publish through. */
const MEMBERS = [{ role: 'api' }, { role: 'all' }, { role: 'worker' }, { role: 'worker' }] as const;
const TELL_EVERY = 10;

/** kill -9 of one worker after another, at random moments; each comes back at once. */
export async function runRandomKills(options: ScenarioOptions): Promise<LedgerReport> {
  const { leaseMs, requestsPerSecond, rounds, seed, say } = options;
  const chance = seededChance(seed);
  const database = await createTestDatabase();
  try {
    const plan = { database, leaseMs, requestsPerSecond, members: MEMBERS };
    return await underTraffic(plan, async ({ members: [, ...victims] }) => {
      const faults: Fault[] = [];
      const restarts = new Map<Member, Promise<void>>();
      for (let round = 1; round <= rounds; round += 1) {
        const victim = victims[Math.floor(chance() * victims.length)];
        if (victim === undefined) break;
        await restarts.get(victim);
        await delay(chance() * PAUSE_MAX_MS);
        const killedAt = Date.now();
        await victim.kill();
        faults.push(faultBetween(killedAt, killedAt));
        restarts.set(victim, victim.start());
        if (round % TELL_EVERY === 0) say(`kill ${round} of ${rounds}`);
      }
      await Promise.all(restarts.values());
      return faults;
    });
  } finally {
    await database.drop();
  }
}
