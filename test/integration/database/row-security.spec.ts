import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../../../src/database/generated/client.ts';
import { createPool } from '../../../src/database/session.ts';
import { inTenant, readInTenant } from '../../../src/database/tenant-scope.ts';
import { EVERY_TENANT, TENANT_SETTING } from '../../../src/database/tenant-setting.ts';
import type { Uuid } from '../../../src/domain/ids.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { addGuardedTenant, GUARDED_TABLES } from './tenant-rows.ts';

const TABLES = Object.entries(GUARDED_TABLES);
const INSUFFICIENT_PRIVILEGE = '42501';

/** Tables with a tenant's id and without a policy; docs/isolation.md says why. */
const UNGUARDED = [
  'attempts',
  'delivery_changes',
  'events',
  'finished_deliveries',
  'live_deliveries',
  'outbox',
  'tenant_usage',
  'test_send_counts',
];

let database: TestDatabase;
let app: pg.Pool;
let owner: pg.Pool;
let own: { tenantId: Uuid; webhookId: Uuid };
let other: { tenantId: Uuid; webhookId: Uuid };

function openPool(role: 'app' | 'owner'): pg.Pool {
  const session = { schema: 'posthorn', role, applicationName: 'isolation' } as const;
  const limits = { connectionsMax: 1, statementTimeoutMs: 10_000, lockTimeoutMs: 2_000 };
  return createPool(database.url, { ...session, ...limits, isPlannerPinned: false }, () => undefined);
}

beforeAll(async () => {
  database = await createTestDatabase();
  app = openPool('app');
  owner = openPool('owner');
  own = await addGuardedTenant(database);
  other = await addGuardedTenant(database);
});
afterAll(async () => {
  await app.end();
  await owner.end();
  await database.drop();
});

type Query = (text: string, values?: unknown[]) => Promise<pg.QueryResult<Record<string, unknown>>>;

/** In a transaction that comes to nothing. @param setting null leaves it as the connection has it */
async function as<T>(setting: string | null, work: (query: Query) => Promise<T>, pool = app): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    if (setting !== null) await client.query('select set_config($1, $2, true)', [TENANT_SETTING, setting]);
    return await work(async (text, values = []) => await client.query(text, values));
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const countAll = async (query: Query, table: string): Promise<unknown> =>
  (await query(`select count(*)::int as n from ${table}`)).rows[0]?.n;

describe('every view of guarded tables', () => {
  it('shows what its reader may see, whoever owns it: a superuser’s rights are not handed on', async () => {
    const views = await database.query<{ name: string; options: string[] | null }>(
      `select distinct v.relname as name, v.reloptions as options
       from pg_class v join pg_rewrite r on r.ev_class = v.oid
       join pg_depend d on d.objid = r.oid and d.classid = 'pg_rewrite'::regclass
       join pg_class t on t.oid = d.refobjid and t.relrowsecurity
       where v.relnamespace = 'posthorn'::regnamespace and v.relkind = 'v'`,
    );
    expect(views.map(({ name }) => name)).toContain('webhook_holds');
    expect(views.filter(({ options }) => options?.includes('security_invoker=true') !== true)).toEqual([]);
  });
});

describe('every table with a tenant’s id', () => {
  it('is guarded, for the owner too, or stands on the list of those that are not', async () => {
    const tables = await database.query<{ name: string; is_guarded: boolean }>(
      `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity
              and exists (select from pg_policy p where p.polrelid = c.oid) as is_guarded
       from pg_class c
       where c.relnamespace = 'posthorn'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
         and (c.relname = any ($1) or exists (select from pg_attribute a
              where a.attrelid = c.oid and a.attname in ('tenant_id', 'webhook_id') and not a.attisdropped))
       order by 1`,
      [Object.keys(GUARDED_TABLES)],
    );
    const names = (isGuarded: boolean): string[] =>
      tables.filter(({ is_guarded }) => is_guarded === isGuarded).map(({ name }) => name);
    expect(names(true)).toEqual(Object.keys(GUARDED_TABLES).toSorted());
    expect(names(false)).toEqual(UNGUARDED);
  });
});

describe('a transaction of one tenant', () => {
  it.each(TABLES)('sees its rows of %s alone, without any condition', async (table, isOf) => {
    await as(own.tenantId, async (query) => {
      const mine = (await query(`select count(*)::int as n from ${table} where ${isOf}`, [own.tenantId]))
        .rows[0]?.n;
      expect(mine).toBe(1);
      expect(await countAll(query, table)).toBe(mine);
      expect((await query(`select from ${table} where ${isOf}`, [other.tenantId])).rowCount).toBe(0);
      const joined = `select from (select 1) one left join ${table} t on true where t.tableoid is not null`;
      expect((await query(joined)).rowCount).toBe(mine);
    });
  });

  const changeable = TABLES.filter(([table]) => table !== 'audit_log');

  it.each(changeable)('deletes none of another’s of %s', async (table, isOf) => {
    await as(own.tenantId, async (query) => {
      expect((await query(`delete from ${table} where ${isOf}`, [other.tenantId])).rowCount).toBe(0);
      expect((await query(`delete from ${table}`)).rowCount).toBe(1);
      await query('select set_config($1, $2, true)', [TENANT_SETTING, EVERY_TENANT]);
      const left = await query(`select from ${table} where ${isOf}`, [other.tenantId]);
      // What belongs to a row goes with it, and to no other.
      expect(left.rowCount).toBe(1);
    });
  });

  it.each([
    ['tenants', 'name', `'mine'`],
    ['webhooks', 'url', `'http://127.0.0.1:1/'`],
    ['webhook_secrets', 'secret', `'mine'`],
    ['webhook_states', 'updated_at', 'now()'],
    ['event_types', 'description', `'mine'`],
    ['api_keys', 'name', `'mine'`],
    ['subscription_versions', 'version', 'version + 1'],
    ['idempotency_keys', 'fingerprint', `'mine'`],
  ])('updates none of another’s of %s', async (table, column, value) => {
    const isOf = GUARDED_TABLES[table] ?? '';
    await as(own.tenantId, async (query) => {
      const update = `update ${table} set ${column} = ${value}`;
      expect((await query(`${update} where ${isOf}`, [other.tenantId])).rowCount).toBe(0);
      expect((await query(update)).rowCount).toBe(1);
      expect((await query(`select from ${table} for update`)).rowCount).toBe(1);
    });
  });

  it.each([
    ['webhooks', 'update webhooks set tenant_id = $1'],
    ['webhook_secrets', 'update webhook_secrets set webhook_id = $2'],
    ['webhook_states', 'update webhook_states set webhook_id = $2'],
    ['event_types', 'update event_types set tenant_id = $1'],
    ['api_keys', 'update api_keys set tenant_id = $1'],
    ['api_keys of every tenant', 'update api_keys set tenant_id = null'],
    ['idempotency_keys', 'update idempotency_keys set tenant_id = $1'],
    ['tenants', 'insert into tenants (id) values (gen_random_uuid())'],
    ['subscription_versions', 'update subscription_versions set tenant_id = $1'],
    [
      'audit_log',
      `insert into audit_log (id, tenant_id, actor_kind, action, object_type)
       values (gen_random_uuid(), $1, 'system', 'a.b', 'c')`,
    ],
    [
      'audit_log of the installation',
      `insert into audit_log (id, actor_kind, action, object_type)
       values (gen_random_uuid(), 'system', 'a.b', 'c')`,
    ],
  ])('gives no row to another: %s', async (_what, statement) => {
    const given = [other.tenantId, other.webhookId];
    const text = statement.replaceAll(/\$(\d)/g, (_, n) => `'${given[Number(n) - 1] ?? ''}'`);
    await as(own.tenantId, async (query) => {
      await expect(query(text)).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
    });
  });

  it('cannot be told of another by a function that a condition calls', async () => {
    // A condition that tells what it sees (pg_temp is anyone's) is asked of rows that the policy has let through.
    await as(own.tenantId, async (query) => {
      await query(
        `create function pg_temp.tell(text) returns boolean language plpgsql cost 0.0001 as
         $$ begin perform set_config('isolation.told', current_setting('isolation.told', true) || $1, true);
            return true; end $$`,
      );
      await query(`select set_config('isolation.told', ' ', true)`);
      await query('select from webhooks where pg_temp.tell(id::text)');
      const { rows } = await query(`select current_setting('isolation.told') as told`);
      expect(rows).toEqual([{ told: ` ${own.webhookId}` }]);
    });
  });
});

describe('a transaction of nobody', () => {
  it.each(['', null, '01980000', 'null', "' or true", '**'])('sees no row: %j', async (setting) => {
    await as(setting, async (query) => {
      for (const [table] of TABLES) expect([table, await countAll(query, table)]).toEqual([table, 0]);
      await expect(query('insert into tenants (id) values (gen_random_uuid())')).rejects.toMatchObject({
        code: INSUFFICIENT_PRIVILEGE,
      });
    });
  });

  it('sees no row as the owner either', async () => {
    await as(
      '',
      async (query) => {
        for (const [table] of TABLES) expect([table, await countAll(query, table)]).toEqual([table, 0]);
      },
      owner,
    );
  });
});

describe('the setting', () => {
  it('admits every tenant’s rows to the engine, and to migrations', async () => {
    for (const [setting, pool] of [
      [EVERY_TENANT, app],
      [null, owner],
    ] as const) {
      const seen = await as(setting, async (query) => await countAll(query, 'webhooks'), pool);
      expect(seen).toBe(2);
    }
  });

  it('ends with its transaction, on a connection that is used again', async () => {
    const prisma = new PrismaClient({ adapter: new PrismaPg(app, { schema: 'posthorn' }) });
    const found = await inTenant(prisma, own.tenantId, async ({ webhook }) => await webhook.findMany());
    expect(found.map(({ id }) => id)).toEqual([own.webhookId]);
    expect(await prisma.webhook.findMany()).toEqual([]);
    const failing = inTenant(prisma, own.tenantId, async (tx) => await tx.$queryRaw`select 1 / 0`);
    await expect(failing).rejects.toThrow();
    expect(await prisma.webhook.findMany()).toEqual([]);
    const read = await readInTenant(
      app,
      other.tenantId,
      async (db) => await db.query('select id from webhooks'),
    );
    expect(read.rows).toEqual([{ id: other.webhookId }]);
    expect((await app.query('select from webhooks')).rowCount).toBe(0);
    await prisma.$disconnect();
  });

  it('cannot be made every tenant’s by what is no id', async () => {
    for (const text of [EVERY_TENANT, '', "'", own.tenantId.toUpperCase()]) {
      await expect(
        readInTenant(app, text, async () => {
          await Promise.resolve();
        }),
      ).rejects.toThrow(TypeError);
    }
  });

  it('is nobody’s by a default of the database either', async () => {
    const superuserSets = async (value: string): Promise<void> => {
      const name = new URL(database.url).pathname.slice(1);
      const superuser = new pg.Client({ connectionString: database.superuserUrl });
      await superuser.connect();
      await superuser.query(`alter database ${name} ${value}`);
      await superuser.end();
    };
    await superuserSets(`set ${TENANT_SETTING} to '*'`);
    const pool = openPool('app');
    try {
      expect((await pool.query('select from webhooks')).rowCount).toBe(0);
    } finally {
      await pool.end();
      await superuserSets(`reset ${TENANT_SETTING}`);
    }
  });
});
