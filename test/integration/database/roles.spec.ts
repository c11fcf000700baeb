import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IdGenerator } from '../../../src/domain/ids.ts';
import { CellDatabase, type Cell } from './cell.ts';

const INSUFFICIENT_PRIVILEGE = '42501';
const INVALID_PARAMETER_VALUE = '22023';

let cells: CellDatabase;
let cell: Cell;

beforeAll(async () => {
  cells = await CellDatabase.create();
  cell = await cells.install();
});

afterAll(async () => {
  await cells.close();
});

describe('the app role', () => {
  it.each([
    'create table mine (id int)',
    'create table mine as select 1',
    'create view mine as select 1',
    'create sequence mine',
    `create type mine as enum ('a')`,
    `create function mine() returns int language sql return 1`,
    'create index mine on webhooks (url)',
    'create trigger mine before insert on webhooks for each row execute function suppress_redundant_updates_trigger()',
    'create schema mine',
    'create role mine',
    'alter table webhooks add column mine int',
    'alter table webhooks drop constraint webhooks_url_length',
    'alter table webhooks disable trigger all',
    'alter table events rename to mine',
    'alter function ensure_partition(text, date) reset search_path',
    'drop table webhooks',
    'drop view deliveries',
    'drop index webhooks_page',
    'drop function drop_partition(text, date)',
    'drop type delivery_status',
    'truncate webhooks',
    'alter role current_user superuser',
  ])('cannot %s', async (statement) => {
    await expect(cell.app.query(statement)).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
  });

  it('cannot drop its own schema', async () => {
    await expect(cell.app.query(`drop schema ${cell.schema} cascade`)).rejects.toMatchObject({
      code: INSUFFICIENT_PRIVILEGE,
    });
  });

  it('reads which migrations are applied, and changes nothing about them', async () => {
    const { rows } = await cell.app.query('select migration_name from _prisma_migrations');
    expect(rows.length).toBeGreaterThan(0);
    for (const statement of ['delete from _prisma_migrations', 'update _prisma_migrations set logs = null']) {
      await expect(cell.app.query(statement)).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
    }
  });

  it('reads and writes the rows of every other table, by default of the tables to come too', async () => {
    await cell.owner.query('create table later (id int)');
    const { rows } = await cell.owner.query<{ table: string }>(
      `select c.relname as table from pg_class c
       where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
         and not (has_table_privilege($1, c.oid, 'select') and has_table_privilege($1, c.oid, 'insert')
                  and has_table_privilege($1, c.oid, 'update') and has_table_privilege($1, c.oid, 'delete'))`,
      [`${cell.schema}_app`],
    );
    await cell.owner.query('drop table later');
    // Of the audit log, it reads and adds rows.
    expect(rows.map(({ table }) => table).toSorted()).toEqual(['_prisma_migrations', 'audit_log']);
  });

  it('has no power that its name does not say', async () => {
    const roles = await cells.asSuperuser(
      `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin
       from pg_roles where rolname = '${cell.schema}_app'`,
    );
    expect(roles).toEqual([
      {
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolreplication: false,
        rolcanlogin: false,
      },
    ]);
  });
});

describe('partition upkeep by the app role', () => {
  const ensure = async (parent: string, day: string): Promise<unknown> =>
    (await cell.app.query<{ answer: unknown }>('select ensure_partition($1, $2) as answer', [parent, day]))
      .rows[0]?.answer;
  const drop = async (parent: string, day: string): Promise<unknown> =>
    (await cell.app.query<{ answer: unknown }>('select drop_partition($1, $2) as answer', [parent, day]))
      .rows[0]?.answer;

  it.each(['events', 'finished_deliveries', 'attempts'])('makes and drops a day of %s', async (parent) => {
    expect(await ensure(parent, '2031-01-01')).toBe(true);
    expect(await ensure(parent, '2031-01-01')).toBe(false);
    const { rows } = await cell.owner.query(
      `select tableowner = current_user as is_owned from pg_tables
       where schemaname = current_schema() and tablename = $1`,
      [`${parent}_p20310101`],
    );
    expect(rows).toEqual([{ is_owned: true }]);
    expect(await drop(parent, '2031-01-01')).toBe('dropped');
    expect(await drop(parent, '2031-01-01')).toBe('missing');
  });

  it.each([
    'webhooks',
    'live_deliveries',
    '_prisma_migrations',
    'events; drop table webhooks',
    'events" (like webhooks); --',
    'EVENTS',
    'pg_catalog.pg_class',
    '',
  ])('touches no table but the three: %j', async (parent) => {
    await expect(ensure(parent, '2031-01-01')).rejects.toMatchObject({ code: INVALID_PARAMETER_VALUE });
    await expect(drop(parent, '2031-01-01')).rejects.toMatchObject({ code: INVALID_PARAMETER_VALUE });
  });

  it('is not led astray by temporary tables', async () => {
    const id = new IdGenerator(Date.now).next();
    const client = await cell.app.connect();
    try {
      await client.query(
        `insert into live_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, ready,
                                      next_attempt_at, max_attempts)
         values ($1, $1, $1, $1, 'a', 'pending', true, now(), 1)`,
        [id],
      );
      await client.query('create temp table live_deliveries (id uuid, event_id uuid)');
      await client.query('create temp table outbox (event_id uuid)');
      await client.query(`set search_path to pg_temp, ${cell.schema}`);
      for (const parent of ['events', 'finished_deliveries', 'attempts']) {
        const { rows } = await client.query(
          `select drop_partition($1, to_timestamp($2::float8 / 1000)::date) as answer`,
          [parent, Date.now()],
        );
        expect(rows).toEqual([{ answer: 'in_use' }]);
      }
      await client.query(`delete from ${cell.schema}.live_deliveries`);
    } finally {
      client.release(true);
    }
  });

  it('runs with a search path of its own, pg_temp last', async () => {
    const { rows } = await cell.owner.query<{ name: string; config: string[] | null }>(
      `select proname as name, proconfig as config from pg_proc
       where pronamespace = current_schema()::regnamespace and prosecdef`,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { config } of rows) {
      expect(config?.[0]).toBe(`search_path=${cell.schema}, pg_temp`);
      expect(config?.slice(1).filter((setting) => !KNOWN_SETTINGS.includes(setting))).toEqual([]);
    }
  });
});

/** What functions of the owner's may set beside their search path. */
const KNOWN_SETTINGS = ['plan_cache_mode=force_custom_plan'];

describe('the publisher, operator and reader roles', () => {
  const PRIVILEGES = ['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger'];
  const ATTACHING = [
    'attach',
    'attach_table',
    'change_publisher',
    'detach',
    'find_own_columns',
    'publish',
    'publish',
    'publish',
    'short_name',
  ];
  const FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
    publisher: ATTACHING,
    operator: ['cancel', 'pause', 'requeue', 'resume'],
    // By the functions of the reports, which stand on them; without a right on this schema it can name neither.
    reader: ['from_public_id', 'to_public_id'],
  };

  it.each(Object.keys(FUNCTIONS))('may call their functions and do nothing else: %s', async (kind) => {
    const role = `${cell.schema}_${kind}`;
    const { rows } = await cell.owner.query<{ power: string }>(
      `select c.relname || ' ' || p as power from pg_class c, unnest($2::text[]) as p
       where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
         and has_table_privilege($1, c.oid, p)
       union all
       select proname from pg_proc
       where pronamespace = current_schema()::regnamespace and has_function_privilege($1, oid, 'execute')
       union all
       select 'create' where has_schema_privilege($1, current_schema(), 'create')`,
      [role, PRIVILEGES],
    );
    expect(rows.map(({ power }) => power).toSorted()).toEqual(FUNCTIONS[kind]);
  });

  it.each([
    ['publisher', 'select from SCHEMA.tenants'],
    ['publisher', `select SCHEMA.ensure_partition('events', date '2031-01-01')`],
    ['publisher', `select SCHEMA.store_event('a', '{}', 'default', null, null, null, null, null, null)`],
    ['publisher', `select SCHEMA.find_tenant('default')`],
    ['publisher', `select SCHEMA.pause('wh')`],
    ['operator', 'select from SCHEMA.webhooks'],
    ['operator', `select SCHEMA.publish('a', '{}')`],
    ['reader', 'select from SCHEMA.tenants'],
    ['reader', 'select from SCHEMA.deliveries'],
    ['reader', `select SCHEMA.ensure_partition('events', date '2031-01-01')`],
  ])('are refused: %s, %s', async (kind, text) => {
    const statement = text.replace('SCHEMA', cell.schema);
    await expect(cells.asSuperuser(`set role ${cell.schema}_${kind}; ${statement}`)).rejects.toMatchObject({
      code: INSUFFICIENT_PRIVILEGE,
    });
  });
});

describe('PUBLIC', () => {
  it('may execute no function of the schema', async () => {
    const { rows } = await cell.owner.query<{ name: string; is_public: boolean }>(
      `select proname as name, has_function_privilege('public', oid, 'execute') as is_public
       from pg_proc where pronamespace = current_schema()::regnamespace order by 1`,
    );
    expect(rows.map(({ name }) => name)).toContain('ensure_partition');
    expect(rows.filter((row) => row.is_public)).toEqual([]);
  });

  it('may not even look into the schema', async () => {
    const { rows } = await cell.owner.query(
      `select has_schema_privilege('public', current_schema(), 'usage') as can_use,
              has_schema_privilege('public', current_schema(), 'create') as can_create`,
    );
    expect(rows).toEqual([{ can_use: false, can_create: false }]);
  });
});
