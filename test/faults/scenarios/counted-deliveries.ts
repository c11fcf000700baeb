import { setTimeout as delay } from 'node:timers/promises';
import { rebuildStats } from '../../../src/cli/rebuild-stats.ts';
import { withAdvisoryLock } from '../../../src/database/advisory-lock.ts';
import { STATS_DUTY } from '../../../src/engine/history/rollups.ts';
import { createApiClient, publishMany } from '../../support/api-client.ts';
import { findDeliveryDifferences, findStatsDifferences } from '../../support/compare-stats.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver, type Receiver } from '../../support/receiver.ts';
import { createRollups, openEnginePool } from '../../support/roll-up.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { countOpen } from '../ledger/ledger-rows.ts';
import { emptyReport, type LedgerReport } from '../ledger/ledger-report.ts';
import { Member } from '../posthorn/member.ts';
import type { ScenarioOptions } from './scenario.ts';
import { seededChance } from './seeded-chance.ts';

const ROLES = ['api', 'worker', 'worker'] as const;
/** Two webhooks get each event. */
const WEBHOOKS = 2;
const BATCH = 100;
const PAUSE_MAX_MS = 500;
/** A minute ahead of the present: every delivery is made where minutes are counted already, and ends there later. */
const AHEAD = { lagMs: -60_000 };
const PATIENCE_MS = 600_000;
const CUT_OFF = `select pg_terminate_backend(pid) from pg_stat_activity
                 where datname = current_database() and application_name = 'statistics'`;

/**
 * Deliveries under kill -9 of workers and of the connections that count, with retries, dead letters and a replay of these: what
 * is counted of deliveries is their rows at any moment, and so is all of it in the end, and counted anew.
 */
export async function runCountedDeliveries(
  options: ScenarioOptions,
  deliveries: number,
): Promise<LedgerReport> {
  const database = await createTestDatabase();
  let requests = 0;
  const receiver = await startReceiver(({ path }) => {
    requests += 1;
    return { status: path === '/flaky' && requests % 3 === 0 ? 503 : 204 };
  });
  const members = ROLES.map(
    (role) => new Member({ databaseUrl: database.url, role, leaseMs: options.leaseMs }),
  );
  try {
    await Promise.all(
      members.map(async (member) => {
        await member.start();
      }),
    );
    return await runOn({ database, receiver, members }, options, deliveries);
  } finally {
    await Promise.all(
      members.map(async (member) => {
        await member.kill();
      }),
    );
    await receiver.close();
    await database.drop();
  }
}

interface Scene {
  readonly database: TestDatabase;
  readonly receiver: Receiver;
  readonly members: readonly Member[];
}

async function runOn(scene: Scene, options: ScenarioOptions, deliveries: number): Promise<LedgerReport> {
  const { database, members } = scene;
  const api = createApiClient(members[0]?.baseUrl ?? '');
  for (const path of ['/steady', '/flaky']) {
    const retry = { schedule_ms: [300], jitter: 0 };
    const made = await api.post('/api/webhooks', { url: new URL(path, scene.receiver.url).href, retry });
    if (made.status !== 201) throw new Error(`The webhook was answered ${made.status}.`);
  }
  const work = async (): Promise<string[]> => {
    const half = Math.ceil(deliveries / WEBHOOKS / 2);
    const ids = await publish(api, half);
    await replay(api);
    ids.push(...(await publish(api, half)));
    await replay(api);
    await eventually('all has ended', async () => (await countOpen(database)) === 0, PATIENCE_MS);
    return ids;
  };
  const [published, differences] = await whileCounting(scene, options, work);
  const [row] = await database.query<{ count: number }>(
    'select count(*)::int as count from finished_deliveries',
  );
  const received = row?.count ?? 0;
  options.say(`${received} deliveries have ended`);
  return {
    ...emptyReport(),
    published: published.length,
    received,
    lost: published.length * WEBHOOKS - received,
    violations: [...differences, ...(await differencesInTheEnd(database))],
  };
}

async function publish(api: ReturnType<typeof createApiClient>, count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count)
    ids.push(...(await publishMany(api, 'order.paid', Math.min(BATCH, count - ids.length))));
  return ids;
}

/** Of the dead letters that there are. */
async function replay(api: ReturnType<typeof createApiClient>): Promise<void> {
  const body = { mode: 'failed', filter: {}, rate_per_second: 1_000 };
  const { data, status } = await api.post<{ id: string }>('/api/replays', body);
  if (status !== 202) throw new Error(`The replay was answered ${status}.`);
  await eventually(
    'the replay is over',
    async () => (await api.get<{ status: string }>(`/api/replays/${data.id}`)).data.status === 'completed',
    PATIENCE_MS,
  );
}

/** Counts, and breaks off who counts and who delivers, until the work is done. */
async function whileCounting<T>(
  { database, members: [, ...victims] }: Scene,
  { rounds, seed, say }: ScenarioOptions,
  work: () => Promise<T>,
): Promise<[T, string[]]> {
  const chance = seededChance(seed);
  const pool = openEnginePool(database);
  const rollups = createRollups(pool, AHEAD);
  const differences: string[] = [];
  const running = { isOver: false };
  const counting = (async () => {
    for (let round = 1; !running.isOver; round += 1) {
      await delay(chance() * PAUSE_MAX_MS);
      // Cut off in the middle, it throws, and the next one goes on.
      const advancing = withAdvisoryLock(pool, STATS_DUTY, async () => {
        await rollups.advance();
      }).catch(() => false);
      if (chance() < 0.3) await database.query(CUT_OFF);
      await advancing;
      differences.push(...(await findDeliveryDifferences(database)));
    }
  })();
  const killing = (async () => {
    for (let round = 1; round <= rounds && !running.isOver; round += 1) {
      await delay(chance() * 2_000);
      const victim = victims[Math.floor(chance() * victims.length)];
      await victim?.kill();
      await victim?.start();
      say(`kill ${round} of ${rounds}`);
    }
  })();
  try {
    return [await work(), differences];
  } finally {
    running.isOver = true;
    await Promise.all([counting, killing]);
    await pool.end();
  }
}

async function differencesInTheEnd(database: TestDatabase): Promise<string[]> {
  const pool = openEnginePool(database);
  try {
    const rollups = createRollups(pool, AHEAD);
    await eventually('what came late is counted', async () => {
      await withAdvisoryLock(pool, STATS_DUTY, async () => {
        await rollups.advance();
      });
      const [row] = await database.query<{ is_ahead: boolean; left: number }>(
        `select rolled_until > now() as is_ahead, (select count(*)::int from delivery_changes) as left from stats_mark`,
      );
      return row?.is_ahead === true && row.left === 0;
    });
    const counted = await findStatsDifferences(database);
    await rebuildStats(rollups, pool, () => undefined);
    const anew = await findStatsDifferences(database);
    return [...counted, ...anew.map((text) => `counted anew: ${text}`)];
  } finally {
    await pool.end();
  }
}
