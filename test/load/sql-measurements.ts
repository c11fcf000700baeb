import pg from 'pg';
import { fromPublicId, type Uuid } from '../../src/domain/ids.ts';
import { appRole } from '../../src/database/session.ts';
import type { NewEvent, PublishedEvent } from '../../src/engine/publish/new-event.ts';
import type { TestDatabase } from '../support/test-database.ts';
import { DATA, perSecond, withEngine, type Rate } from './bench-engine.ts';
import type { Arrivals } from './bench-setup.ts';
import { inLanes } from './lanes.ts';
import { single, type Section, type Value } from './measurement.ts';
import { offerLoad } from './offered-load.ts';
import { percentiles } from './percentiles.ts';
import { runPgbench } from './pgbench.ts';
import { scaled } from './scale.ts';

const CONNECTIONS = 8;
const EVENTS = scaled(20_000, CONNECTIONS);
const PUBLISH = { name: 'publish', text: `select posthorn.publish($1, $2) as id` };

export const SQL: Section = {
  title: 'Publishing from SQL',
  about: `\`select posthorn.publish(…)\` over ${CONNECTIONS} connections, each event in a transaction of its own: prepared and sent one at
a time, by node-postgres and by Postgres' own pgbench, which leaves the processors to the server; and 20 in a transaction. Beside them an insert of the same row into a bare table, each in a transaction of its own:
what the disk commits. Idle (one in 1.25 s, to one webhook that answers at once): from the commit to the arrival
of the request; the relay that finds such events polls every 100 ms, every 25 ms for a second after it has found some.`,
  measurements: [
    single(
      { id: 'sql-single', unit: 'events/s', name: 'singly, 8 connections' },
      async ({ receiverUrl }) => await measureRate(receiverUrl, 1),
    ),
    single(
      { id: 'sql-pgbench', unit: 'events/s', name: 'singly, 8 connections, sent by pgbench' },
      async ({ receiverUrl }) => await measureByPgbench(receiverUrl),
    ),
    single(
      { id: 'sql-batch', unit: 'events/s', name: '20 in a transaction, 8 connections' },
      async ({ receiverUrl }) => await measureRate(receiverUrl, 20),
    ),
    single(
      { id: 'sql-insert', unit: 'rows/s', name: 'a bare insert, singly, 8 connections' },
      async ({ receiverUrl }) => await measureInserts(receiverUrl),
    ),
    {
      figures: ['p50', 'p99'].map((share) => ({
        id: `sql-idle-${share}`,
        unit: 'ms',
        name: `commit to arrival when idle, ${share}`,
      })),
      measure: async ({ arrivals }) => await measureIdle(arrivals),
    },
  ],
};

function openPool({ url }: TestDatabase, connections: number): pg.Pool {
  const options = `-c role=${appRole('posthorn')}`;
  const pool = new pg.Pool({ connectionString: url, max: connections, options });
  // The database may be dropped before a connection that was closed has gone.
  pool.on('error', () => undefined);
  return pool;
}

/** @param together events of one statement, and so of one transaction */
async function measureRate(url: string, together: number): Promise<Rate> {
  return await withEngine(
    url,
    async ({ database }) => {
      const name = `publish_${together}`;
      const text = `select posthorn.publish($1, $2) from generate_series(1, ${together})`;
      return await timed(database, EVENTS / together, { name, text, values: ['bench', DATA] }, EVENTS);
    },
    1,
  );
}

async function measureByPgbench(url: string): Promise<Rate | null> {
  return await withEngine(
    url,
    async ({ database }) =>
      await runPgbench({
        url: database.url,
        role: appRole('posthorn'),
        statement: `select posthorn.publish('bench', '${DATA}')`,
        connections: CONNECTIONS,
        transactions: EVENTS / CONNECTIONS,
      }),
    1,
  );
}

async function measureInserts(url: string): Promise<Rate> {
  return await withEngine(
    url,
    async ({ database }) => {
      await database.query('create table posthorn.bench_rows (type text, data text)');
      await database.query(`grant insert on posthorn.bench_rows to ${appRole('posthorn')}`);
      const text = 'insert into posthorn.bench_rows (type, data) values ($1, $2)';
      return await timed(database, EVENTS, { name: 'insert', text, values: ['bench', DATA] }, EVENTS);
    },
    1,
  );
}

/** How many `units` a second come of so many statements, each sent as soon as one of the connections is free. */
async function timed(
  database: TestDatabase,
  statements: number,
  statement: pg.QueryConfig,
  units: number,
): Promise<Rate> {
  const pool = openPool(database, CONNECTIONS);
  const run = async (): Promise<unknown> => await pool.query(statement);
  try {
    await inLanes(CONNECTIONS * 20, CONNECTIONS, run);
    const startedAt = performance.now();
    await inLanes(statements, CONNECTIONS, run);
    return perSecond(units, startedAt);
  } finally {
    await pool.end();
  }
}

async function measureIdle(arrivals: Arrivals): Promise<readonly Value[]> {
  return await withEngine(
    arrivals.url,
    async (engine) => {
      const pool = openPool(engine.database, CONNECTIONS);
      engine.worker.start();
      try {
        const publisher = { publish: async (events: readonly NewEvent[]) => await publishEach(pool, events) };
        await offerLoad(publisher, arrivals, { eventsPerSecond: 20, count: 20 });
        // Slower than the relay takes to count as idle.
        const load = { eventsPerSecond: 0.8, count: scaled(100, 10) };
        const { fromCommit } = await offerLoad(publisher, arrivals, load);
        return percentiles(fromCommit);
      } finally {
        await pool.end();
      }
    },
    1,
  );
}

async function publishEach(pool: pg.Pool, events: readonly NewEvent[]): Promise<PublishedEvent[]> {
  const published: PublishedEvent[] = [];
  for (const { type, data } of events) {
    const { rows } = await pool.query<{ id: string }>({ ...PUBLISH, values: [type, data] });
    published.push({ id: uuidOf(rows[0]?.id ?? ''), isReplayed: false, deliveryIds: null, trace: null });
  }
  return published;
}

function uuidOf(publicId: string): Uuid {
  const id = fromPublicId('event', publicId);
  if (id === null) throw new Error(`publish() answered ${publicId}.`);
  return id;
}
