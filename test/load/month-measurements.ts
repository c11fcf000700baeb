import { readFile } from 'node:fs/promises';
import type pg from 'pg';
import { createPool } from '../../src/database/session.ts';
import { toPublicId, type Uuid } from '../../src/domain/ids.ts';
import { StatsRepository } from '../../src/stats/stats.repository.ts';
import { DEFAULT_TENANT, startEngine, type EngineHarness } from '../support/engine-harness.ts';
import { codeBlocksOf } from '../support/code-blocks.ts';
import { asSuperuser, createSqlLogin } from '../support/sql-login.ts';
import { advanceToNow, createRollups, openEnginePool, rollUp } from '../support/roll-up.ts';
import type { BenchSetup } from './bench-setup.ts';
import { addWebhooks } from './bulk-rows.ts';
import { settle } from './kept-databases.ts';
import { DEPTHS, explainMs, filtersOf, measurePages } from './list-pages.ts';
import type { Section, Value } from './measurement.ts';
import { addMonth, DAYS } from './month-rows.ts';
import { percentiles } from './percentiles.ts';
import { scaled } from './scale.ts';

export const MONTH_DELIVERIES = scaled(2_000_000, 1_000);
const ATTEMPTS = (MONTH_DELIVERIES * 3) / 2;
const WEBHOOKS = 50;
const TIMES = 21;
const DAY_MS = 86_400_000;
const KEPT_DAYS = { minute: 7, hour: 90, day: 730 };
/** Every so many rows one is noted, to begin pages behind it. */
const SAMPLES = 10_000;

const words = (count: number): string => count.toLocaleString('en');

export const MONTH: Section = {
  title: 'Beside a month of history',
  about: `${words(MONTH_DELIVERIES)} finished deliveries of ${WEBHOOKS} webhooks over ${DAYS} days, and ${words(ATTEMPTS)} attempts. Pages: by each filter of "Pages of a list", at
every depth, those by error, by status of the answer and by \`q\` apart, which read up to 20,000 rows, what the server takes, planning included. Statistics: one transaction of the API, from its begin to its commit.
Questions: each of [reporting.md](reporting.md) once, all of its rows read.`,
  measurements: [
    {
      figures: [
        { id: 'month-page', unit: 'ms', name: 'page of deliveries by an index, p50' },
        { id: 'month-page-p99', unit: 'ms', name: 'page of deliveries by an index, p99' },
        { id: 'month-walk', unit: 'ms', name: 'page of deliveries by another filter, p50' },
        { id: 'month-walk-p99', unit: 'ms', name: 'page of deliveries by another filter, p99' },
        { id: 'month-failed', unit: 'ms', name: 'first page of status=failed, p50' },
      ],
      measure: async (setup) => await measureLists(await setup.keep(startWithMonth)),
    },
    {
      figures: [
        'summary of 30 days',
        'summary of a webhook',
        'series of 30 days',
        'series of 720 hours',
      ].flatMap((name, n) =>
        ['p50', 'p99'].map((share) => ({
          id: `month-stats-${n}-${share}`,
          unit: 'ms',
          name: `${name}, ${share}`,
        })),
      ),
      measure: async (setup) => await measureStats(await setup.keep(startWithMonth)),
    },
    {
      figures: [{ id: 'month-question', unit: 'ms', name: 'slowest question of reporting.md' }],
      measure: async (setup) => [await measureQuestions(await setup.keep(startWithMonth))],
    },
  ],
};

/** The engine's harness, with webhooks whose history there is; its worker is never started. */
export interface Month extends EngineHarness {
  readonly webhookIds: readonly Uuid[];
}

export async function startWithMonth({ receiverUrl }: BenchSetup): Promise<Month> {
  const engine = await startEngine();
  try {
    const webhooks = Array.from({ length: WEBHOOKS }, () => ({ url: receiverUrl, events: ['history.none'] }));
    const webhookIds = await addWebhooks(engine.database, webhooks);
    const client = engine.database.client();
    await client.connect();
    await addMonth(client, {
      webhookIds,
      deliveries: MONTH_DELIVERIES,
      attempts: ATTEMPTS,
      say: console.log,
    });
    await client.end();
    const pool = openEnginePool(engine.database);
    const startedAt = performance.now();
    await advanceToNow(createRollups(pool, { keptDays: KEPT_DAYS }), pool);
    console.log(`  counted in ${Math.round((performance.now() - startedAt) / 1_000)} s`);
    await pool.end();
    await settle(engine);
    return { ...engine, webhookIds };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

async function measureLists({ database, webhookIds }: Month): Promise<readonly Value[]> {
  const rows = await database.query<{ id: Uuid; event_id: Uuid }>(
    `select id, event_id from (select id, event_id, row_number() over (order by id) as n from finished_deliveries) d where n % $1 = 0 order by id`,
    [Math.max(1, Math.floor(MONTH_DELIVERIES / SAMPLES))],
  );
  const history = { ids: rows.map(({ id }) => id), eventIds: rows.map((row) => row.event_id), webhookIds };
  const pool = openApiPool(database.url);
  try {
    const filters = filtersOf(history, 'order.paid');
    const times = { indexed: [] as number[], walked: [] as number[] };
    for (const { filter, isWalk = false } of filters) {
      const of = isWalk ? times.walked : times.indexed;
      for (const depth of DEPTHS) of.push(...(await measurePages(pool, history, filter, depth)));
    }
    const failed = filters.find(({ name }) => name === 'status=failed')?.filter ?? {};
    const first = [];
    for (let n = 0; n < TIMES; n += 1) first.push(await explainMs(pool, failed, undefined));
    return [...percentiles(times.indexed), ...percentiles(times.walked), percentiles(first)[0]];
  } finally {
    await pool.end();
  }
}

async function measureStats({ database, webhookIds }: Month): Promise<readonly Value[]> {
  // What the measurements of the round before left is younger than the last count, which a process would have gone on with.
  await rollUp(database);
  const pool = openApiPool(database.url);
  const repository = new StatsRepository(pool, { rowsMax: 100_000, keptDays: KEPT_DAYS });
  const now = Date.now();
  const month = { after: now - DAYS * DAY_MS, before: now };
  const days = { after: Math.floor(month.after / DAY_MS) * DAY_MS, before: Math.ceil(now / DAY_MS) * DAY_MS };
  const all = { tenantId: DEFAULT_TENANT, webhookId: null };
  const reads = [
    async () => await repository.measure(all, month, now),
    async () => await repository.measure({ ...all, webhookId: webhookIds[0] ?? null }, month, now),
    async () => await repository.countSeries({ ...all, eventType: null }, 'day', days, now),
    async () => await repository.countSeries({ ...all, eventType: null }, 'hour', days, now),
  ];
  try {
    const { deliveries, isPartial } = await repository.measure(all, month, now);
    const total = deliveries.find(({ kind }) => kind === 'total')?.total ?? 0;
    if (isPartial || total < MONTH_DELIVERIES * 0.99) throw new Error(`The summary counts ${total}.`);
    const values: Value[] = [];
    for (const read of reads) values.push(...percentiles(await timesOf(read)));
    return values;
  } finally {
    await pool.end();
  }
}

/** Each as an analyst asks it, who is a member of the reader role. */
async function measureQuestions({ database }: Month): Promise<Value> {
  const analyst = await createSqlLogin(database);
  await asSuperuser(database, `grant posthorn_reader to ${analyst.name}`);
  const [sample] = await database.query<{ id: Uuid; event_id: Uuid }>(
    `select id, event_id from finished_deliveries where status = 'dead_letter' order by id desc limit 1`,
  );
  const times: number[] = [];
  const document = await readFile(new URL('../../docs/reporting.md', import.meta.url), 'utf8');
  for (const { name, code } of codeBlocksOf(document)) {
    if (name === null || name === 'grant') continue;
    const text = code
      .replace(/evt_\w+/, toPublicId('event', sample?.event_id ?? ''))
      .replace(/dlv_\w+/, toPublicId('delivery', sample?.id ?? ''));
    const startedAt = performance.now();
    await analyst.pool.query(text);
    times.push(performance.now() - startedAt);
    console.log(`  ${name}: ${times.at(-1)?.toFixed(1)} ms`);
  }
  await analyst.drop();
  return Math.max(...times);
}

async function timesOf(read: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < TIMES; n += 1) {
    const startedAt = performance.now();
    await read();
    times.push(performance.now() - startedAt);
  }
  return times;
}

function openApiPool(url: string): pg.Pool {
  const session = { schema: 'posthorn', role: 'app', applicationName: 'month' } as const;
  const limits = { connectionsMax: 1, statementTimeoutMs: 30_000, lockTimeoutMs: 2_000 };
  return createPool(url, { ...session, ...limits, isPlannerPinned: false }, () => undefined);
}
