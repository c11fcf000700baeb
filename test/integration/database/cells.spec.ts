import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../../../src/database/migrations.ts';
import { appRole } from '../../../src/database/session.ts';
import { IdGenerator } from '../../../src/domain/ids.ts';
import { SubscriptionCache } from '../../../src/engine/fan-out/subscription-cache.ts';
import { Publisher } from '../../../src/engine/publish/publisher.ts';
import { NO_KEYS } from '../../support/assemble-engine.ts';
import { newEvent } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { CellDatabase, type Cell } from './cell.ts';

const TABLES = ['events', 'outbox', 'live_deliveries', 'finished_deliveries', 'attempts', 'idempotency_keys'];

async function countRows(pool: pg.Pool): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of TABLES) {
    const result = await pool.query<{ count: number }>(`select count(*)::int from ${table}`);
    counts[table] = result.rows[0]?.count ?? -1;
  }
  return counts;
}

describe('two installations in one database', () => {
  let cells: CellDatabase;
  let first: Cell;
  let second: Cell;

  beforeAll(async () => {
    cells = await CellDatabase.create();
    [first, second] = await Promise.all([cells.install(), cells.install()]);
  });

  afterAll(async () => {
    await cells.close();
  });

  it('run as their own app roles, each in its own schema', async () => {
    for (const { app, schema } of [first, second]) {
      const { rows } = await app.query('select current_user::text, current_schema()::text');
      expect(rows).toEqual([{ current_user: appRole(schema), current_schema: schema }]);
    }
  });

  it('have the same tables, and none outside of their schemas', async () => {
    const tables = await cells.asSuperuser<{ schema: string; tables: string[] }>(
      `select schemaname as schema, array_agg(tablename::text order by tablename) as tables from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema') group by 1`,
    );
    expect(tables.map(({ schema }) => schema).sort()).toEqual([first.schema, second.schema].sort());
    expect(tables[0]?.tables).toEqual(tables[1]?.tables);
    expect(tables[0]?.tables).toEqual(expect.arrayContaining(TABLES));
  });

  it('do not see each other’s events', async () => {
    const publisher = new Publisher({
      pool: first.app,
      subscriptions: new SubscriptionCache(first.app, NO_KEYS),
      ids: new IdGenerator(Date.now),
      handOff: null,
      onPublished: () => undefined,
    });
    const idempotency = { key: 'one', fingerprint: Buffer.from('1') };
    await publisher.publish([newEvent('order.paid', '{}', { idempotency })]);
    expect(await countRows(first.app)).toMatchObject({ events: 1, idempotency_keys: 1 });
    expect(Object.values(await countRows(second.app))).toEqual(TABLES.map(() => 0));
  });

  it('keep their app roles out of each other', async () => {
    for (const statement of [
      `select from ${second.schema}.tenants`,
      `insert into ${second.schema}.tenants (id, name) values (gen_random_uuid(), '')`,
      `select ${second.schema}.ensure_partition('events', date '2020-01-01')`,
    ]) {
      await expect(first.app.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
    const members = await cells.asSuperuser(
      `select from pg_auth_members where roleid = '${appRole(second.schema)}'::regrole
       and member = '${appRole(first.schema)}'::regrole`,
    );
    expect(members).toEqual([]);
  });

  it('are told apart by name in any spelling', async () => {
    const schema = `${cells.newSchemaName()} "Zwölf"`;
    try {
      expect(await migrate(cells.database.url, schema)).not.toEqual([]);
      const pool = cells.openPool(cells.database.url, schema, 'app');
      const { rows } = await pool.query('select current_user::text, count(*)::int from tenants group by 1');
      expect(rows).toEqual([{ current_user: `${schema}_app`, count: 1 }]);
    } finally {
      const name = schema.replaceAll('"', '""');
      await cells.asSuperuser(`drop schema "${name}" cascade`);
      const roles = ['app', 'publisher', 'reader', 'operator'].map((role) => `"${name}_${role}"`).join(', ');
      await cells.asSuperuser(`drop owned by ${roles}; drop role ${roles}`);
    }
  });
});

describe('installations of one name in two databases', () => {
  let cells: CellDatabase;

  beforeAll(async () => {
    cells = await CellDatabase.create();
  });

  afterAll(async () => {
    await cells.close();
  });

  it('may be made at the same moment, although they share their roles', async () => {
    const schema = cells.newSchemaName();
    const other = new pg.Client({ connectionString: cells.database.url });
    await other.connect();
    try {
      await other.query(`begin; create role ${appRole(schema)} nologin`);
      const migrating = migrate(cells.database.url, schema);
      await eventually('the migration waits for the other to make the role', async () => {
        const waiting = await cells.asSuperuser(
          `select from pg_stat_activity where datname = current_database()
           and application_name = 'posthorn migrate' and wait_event_type = 'Lock'`,
        );
        return waiting.length > 0;
      });
      await other.query('commit');
      expect(await migrating).not.toEqual([]);
    } finally {
      await other.end();
    }
  });
});
