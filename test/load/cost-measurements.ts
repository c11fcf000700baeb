import { startEngine, type EngineHarness } from '../support/engine-harness.ts';
import { countStatements } from '../support/statement-counter.ts';
import {
  drain,
  EVENTS,
  handOff,
  publishBatches,
  REQUESTS,
  SLOTS,
  withEngine,
  type Rate,
} from './bench-engine.ts';
import { ownCpuMs, postgresCpuMs } from './cpu-times.ts';
import type { Measurement, Section, Value } from './measurement.ts';
import { scaled } from './scale.ts';

/** What a publish runs; everything else is the dispatch side's. */
const PUBLISHING = ['publish_events', 'load_webhooks'];
const LONE_EVENTS = scaled(5_000, 20);
/** First, so that the webhook has been given the slots that a statement's events take at once. */
const WARMING_EVENTS = 400;
const LONE_IN_FLIGHT_MAX = 8;

export const COSTS: Section = {
  title: 'What a delivery costs',
  about: `In the ceiling's shape. Handed off includes the publish, 1/50 of an event a delivery; drained does not. CPU of Postgres
is that of all its processes. WAL with one webhook: each event is one delivery, so the whole event is in it.`,
  measurements: [
    cost('hand-off', 'handed off', (engine) => {
      engine.worker.start();
      return Promise.resolve(async () => await handOff(engine, EVENTS, REQUESTS));
    }),
    cost('drain', 'drained', async (engine) => {
      await publishBatches(engine, EVENTS);
      return async () => await drain(engine, REQUESTS);
    }),
    {
      figures: [
        { id: 'wal-event', unit: 'B', name: 'WAL of an event published and delivered at once, one webhook' },
        { id: 'wal-lone', unit: 'B', name: 'the same without the publish' },
      ],
      measure: async ({ receiverUrl }) => await measureLoneWal(receiverUrl),
    },
  ],
};

/** @param prepare answers what is measured */
function cost(
  id: string,
  name: string,
  prepare: (engine: EngineHarness) => Promise<() => Promise<Rate>>,
): Measurement {
  const figures = [
    { id: `statements-${id}`, unit: '', name: `SQL statements of 100 deliveries, ${name}` },
    { id: `wal-${id}`, unit: 'B', name: `WAL of a delivery, ${name}` },
    { id: `cpu-application-${id}`, unit: 'µs', name: `CPU of the application, ${name}` },
    { id: `cpu-postgres-${id}`, unit: 'µs', name: `CPU of Postgres, ${name}` },
    { id: `cpu-${id}`, unit: 'µs', name: `CPU of both, ${name}` },
  ];
  const measure = async ({ receiverUrl }: { readonly receiverUrl: string }): Promise<readonly Value[]> =>
    await withEngine(receiverUrl, async (engine) => {
      const run = await prepare(engine);
      const { counts } = countStatements(engine.pool);
      const before = await readUse(engine);
      await run();
      const after = await readUse(engine);
      const own = [...counts].filter(([statement]) => !PUBLISHING.includes(statement));
      const statements = own.reduce((sum, [, count]) => sum + count, 0);
      const application = ((after.applicationMs - before.applicationMs) * 1_000) / REQUESTS;
      const postgres =
        after.postgresMs === null || before.postgresMs === null
          ? null
          : ((after.postgresMs - before.postgresMs) * 1_000) / REQUESTS;
      return [
        statements / (REQUESTS / 100),
        (after.walBytes - before.walBytes) / REQUESTS,
        application,
        postgres,
        postgres === null ? null : application + postgres,
      ];
    });
  return { figures, measure };
}

interface Use {
  readonly applicationMs: number;
  readonly postgresMs: number | null;
  readonly walBytes: number;
}

async function readUse({ database }: EngineHarness): Promise<Use> {
  return {
    applicationMs: ownCpuMs(),
    postgresMs: await postgresCpuMs(database),
    walBytes: await readWalBytes(database),
  };
}

/** Of everything that the server has ever written. */
async function readWalBytes(database: EngineHarness['database']): Promise<number> {
  const [row] = await database.query<{ bytes: string }>(
    `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') as bytes`,
  );
  return Number(row?.bytes);
}

/** Bytes an event: published and delivered, and what is left of them without the publish, which is measured by itself. */
async function measureLoneWal(url: string): Promise<readonly Value[]> {
  const published = await measureWalOf(url, false);
  const delivered = await measureWalOf(url, true);
  return [delivered, delivered - published];
}

async function measureWalOf(url: string, isDelivered: boolean): Promise<number> {
  const engine = await startEngine({ slotsMax: SLOTS });
  try {
    await engine.addWebhook({ url, maxInFlight: 1_000 });
    if (isDelivered) engine.worker.start();
    const run = async (events: number): Promise<unknown> =>
      await (isDelivered
        ? handOff(engine, events, events, LONE_IN_FLIGHT_MAX)
        : publishBatches(engine, events));
    await run(WARMING_EVENTS);
    const before = await readWalBytes(engine.database);
    await run(LONE_EVENTS);
    return ((await readWalBytes(engine.database)) - before) / LONE_EVENTS;
  } finally {
    await engine.close();
  }
}
