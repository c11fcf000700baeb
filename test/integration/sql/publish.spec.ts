import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { fromPublicId, toPublicId } from '../../../src/domain/ids.ts';
import { eventually } from '../../support/eventually.ts';
import { asSuperuser, createSqlLogin, type SqlLogin } from '../../support/sql-login.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const DAY_MS = 86_400_000;
const OTHER_TENANT = '01980000-0000-7000-8000-0000000000ff';

/** Publishing, and what makes a table's changes events by the rights of its owner. */
const CALLABLE = [
  'attach',
  'attach_table',
  'change_publisher',
  'detach',
  'find_own_columns',
  'publish',
  'short_name',
];

let database: TestDatabase;
/** A member of the publisher role, and of nothing else. */
let producer: SqlLogin;
let client: pg.PoolClient;

interface StoredEvent {
  readonly type: string;
  readonly data: string;
  readonly tags: string[];
  readonly priority: number;
  readonly occurred_at: Date;
  readonly deliver_at: Date | null;
  readonly expires_at: Date | null;
  readonly created_at: Date;
}

async function publish(call: string, values: unknown[] = [], db: Pick<pg.Pool, 'query'> = client) {
  const { rows } = await db.query<{ id: string }>(`select posthorn.publish(${call}) as id`, values);
  return rows[0]?.id ?? '';
}

const uuidOf = (publicId: string): string => fromPublicId('event', publicId) ?? '';

async function find(publicId: string): Promise<StoredEvent | undefined> {
  const rows = await database.query<StoredEvent>('select *, data::text as data from events where id = $1', [
    uuidOf(publicId),
  ]);
  return rows[0];
}

async function countEvents(): Promise<number> {
  const rows = await database.query<{ n: number }>('select count(*)::int as n from events');
  return rows[0]?.n ?? -1;
}

beforeAll(async () => {
  database = await createTestDatabase();
  producer = await createSqlLogin(database, 'posthorn_publisher');
});

afterAll(async () => {
  await producer.drop();
  await database.drop();
});

beforeEach(async () => {
  client = await producer.pool.connect();
});

afterEach(() => {
  client.release(true);
});

describe('publish() in SQL', () => {
  it('stores an event with its outbox row, and answers its id as the API shows it', async () => {
    const id = await publish(`'order.paid', '{"order_id": 4711}'`);
    expect(uuidOf(id)).toMatch(UUID_V7);
    expect(await find(id)).toMatchObject({
      type: 'order.paid',
      data: '{"order_id": 4711}',
      tags: [],
      priority: 0,
      deliver_at: null,
      expires_at: null,
    });
    const outbox = await database.query('select needs_admission from outbox where event_id = $1', [
      uuidOf(id),
    ]);
    expect(outbox).toEqual([{ needs_admission: true }]);
  });

  it('makes ids of the time of the database, which sort as they were made', async () => {
    const { rows } = await client.query<{ id: string }>(
      `select posthorn.publish('a', '{}') as id from generate_series(1, 200)`,
    );
    const ids = rows.map(({ id }) => uuidOf(id));
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(200);
    const clock = await database.query<{ now: number }>('select extract(epoch from now())::float8 as now');
    const made = parseInt((ids[0] ?? '').replaceAll('-', '').slice(0, 12), 16);
    expect(Math.abs(made - (clock[0]?.now ?? 0) * 1_000)).toBeLessThan(60_000);
  });

  it.each(['8000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'])(
    'writes and reads ids to the bit: %s',
    async (end) => {
      const id = `01980000-0000-7000-8000-000000000001`.slice(0, -end.length) + end;
      const rows = await database.query<{ text: string; id: string }>(
        `select to_public_id('evt', $1) as text, from_public_id('evt', to_public_id('evt', $1)) as id`,
        [id],
      );
      expect(rows[0]?.id).toBe(id);
      expect(fromPublicId('event', rows[0]?.text ?? '')).toBe(id);
    },
  );

  it('takes what ids look like for nothing else', async () => {
    const rows = await database.query(
      `select from_public_id('evt', t) as id from unnest(array['', 'evt_', 'wh_01h455vb4pex5vsknk084sn02q',
         'evt_81h455vb4pex5vsknk084sn02q', 'evt_01h455vb4pex5vsknk084sn02u', 'evt_01h455vb4pex5vsknk084sn02']) as t`,
    );
    expect(rows).toEqual(Array.from({ length: 6 }, () => ({ id: null })));
  });

  it('takes every option by its name', async () => {
    const id = await publish(
      `'order.paid', '{}', priority => 7, tags => array['eu', 'a "b"'], occurred_at => '2026-01-31T12:00:00.123456Z',
       deliver_at => now() + interval '1 day', expires_after_ms => 172800000`,
    );
    const event = await find(id);
    expect(event).toMatchObject({ priority: 7, tags: ['eu', 'a "b"'] });
    expect(event?.occurred_at).toEqual(new Date('2026-01-31T12:00:00.123Z'));
    const after = (time?: Date | null): number =>
      Math.round(((time?.getTime() ?? 0) - (event?.created_at.getTime() ?? 0)) / DAY_MS);
    expect([after(event?.deliver_at), after(event?.expires_at)]).toEqual([1, 2]);
  });

  it.each([
    ['a literal', `'{"b": 1.0,"a":"\\u0000\\ud800","a":2}'`, '{"b": 1.0,"a":"\\u0000\\ud800","a":2}'],
    ['text', `text '{"a":1}'`, '{"a":1}'],
    ['json', `json ' {"b": 1.0, "a":"\\u0000"}\n'`, '{"b": 1.0, "a":"\\u0000"}'],
    ['jsonb, in its own order', `jsonb '{"b":1.0,"a":2}'`, '{"a": 2, "b": 1.0}'],
    ['a function’s JSON', `json_build_object('a', 1)`, '{"a" : 1}'],
  ])('keeps %s as it is written', async (_what, literal, stored) => {
    expect((await find(await publish(`'a', ${literal}`)))?.data).toBe(stored);
  });

  it('takes parameters of a driver, whatever it says of their types', async () => {
    const id = await publish('$1, $2, tags => $3', ['a', '{"n":1}', ['x']]);
    expect(await find(id)).toMatchObject({ data: '{"n":1}', tags: ['x'] });
    expect((await find(await publish('$1, $2::jsonb', ['a', { n: 1 }])))?.data).toBe('{"n": 1}');
  });

  it.each([
    ['occurred_at', '0002-12-31 23:59:59Z BC', 'infinity', '-infinity'],
    ['deliver_at', '2999-01-01Z', 'infinity', '-infinity'],
  ])('refuses moments that %s cannot have', async (field, ...moments) => {
    for (const moment of moments) {
      const published = publish(`'a', '{}', ${field} => '${moment}'`);
      await expect(published).rejects.toMatchObject({
        code: '22008',
        hint: expect.stringContaining('Leave it out'),
      });
    }
  });

  it('takes deliver_at up to 30 days ahead, and one that is past as none', async () => {
    const ahead = await find(await publish(`'a', '{}', deliver_at => now() + interval '30 days'`));
    expect(ahead?.deliver_at).not.toBeNull();
    const past = await find(await publish(`'a', '{}', deliver_at => now() - interval '1 minute'`));
    expect(past?.deliver_at).toBeNull();
    const later = publish(`'a', '{}', deliver_at => now() + interval '30 days 1 minute'`);
    await expect(later).rejects.toMatchObject({ code: '22008' });
  });

  it('is undone with its transaction, and with a savepoint', async () => {
    await client.query('begin');
    const undone = await publish(`'a', '{}', idempotency_key => 'undone'`);
    await client.query('rollback');
    await client.query('begin');
    const kept = await publish(`'a', '{}', idempotency_key => 'undone'`);
    await client.query('savepoint s');
    const back = await publish(`'a', '{}'`);
    await client.query('rollback to s');
    await client.query('commit');
    expect(await Promise.all([undone, kept, back].map(find))).toEqual([
      undefined,
      expect.anything(),
      undefined,
    ]);
  });

  it('publishes for the tenant that is named by uid or id', async () => {
    await database.query(`insert into tenants (id, uid) values ('${OTHER_TENANT}', 'other')`);
    const [byUid, byId] = [
      await publish(`'a', '{}', tenant => 'other'`),
      await publish(`'a', '{}', tenant => '${toPublicId('tenant', OTHER_TENANT)}'`),
    ];
    const rows = await database.query('select distinct tenant_id from events where id = any ($1)', [
      [uuidOf(byUid), uuidOf(byId)],
    ]);
    expect(rows).toEqual([{ tenant_id: OTHER_TENANT }]);
  });

  it('makes the partition of a day that no worker has made', async () => {
    const day = `to_char(now() at time zone 'UTC', 'YYYYMMDD')`;
    await database.query(`delete from outbox`);
    await database.query(`select drop_partition('events', (now() at time zone 'UTC')::date)`);
    expect(await database.query(`select to_regclass('events_p' || ${day}) as found`)).toEqual([
      { found: null },
    ]);
    expect(await find(await publish(`'a', '{}'`))).toBeDefined();
  });

  it('leaves the settings of its caller’s transaction as they were', async () => {
    const settings = `select current_setting('search_path'), current_setting('posthorn.tenant', true) as tenant`;
    await client.query(`begin; set local posthorn.tenant = 'mine'`);
    const before = (await client.query(settings)).rows;
    await publish(`'a', '{}'`);
    expect((await client.query(settings)).rows).toEqual(before);
    await client.query('rollback');
  });
});

describe('an idempotency key in SQL', () => {
  it('answers the first event again, within a transaction and after it', async () => {
    await client.query('begin');
    const first = await publish(`'keyed', '{"a":1}', idempotency_key => 'k1'`);
    expect(await publish(`'keyed', '{"a":1}', idempotency_key => 'k1'`)).toBe(first);
    await client.query('commit');
    expect(await publish(`'keyed', '{"a":1}', idempotency_key => 'k1'`)).toBe(first);
  });

  it('belongs to one tenant', async () => {
    const ids = [
      await publish(`'keyed', '{}', idempotency_key => 'k2'`),
      await publish(`'keyed', '{}', idempotency_key => 'k2', tenant => 'other'`),
    ];
    expect(new Set(ids).size).toBe(2);
  });

  it('makes one event of fifty transactions at once', async () => {
    const before = await countEvents();
    const ids = await Promise.all(
      Array.from({ length: 50 }, () =>
        publish(`'keyed', '{}', idempotency_key => 'race'`, [], producer.pool),
      ),
    );
    expect(new Set(ids).size).toBe(1);
    expect(await countEvents()).toBe(before + 1);
  });

  it('waits for the transaction that took it, and takes it over where that one is undone', async () => {
    await client.query('begin');
    const held = await publish(`'keyed', '{}', idempotency_key => 'held'`);
    const waiting = publish(`'keyed', '{}', idempotency_key => 'held'`, [], producer.pool);
    await eventually('the second waits', async () => {
      const rows = await asSuperuser(
        database,
        `select from pg_stat_activity where usename = '${producer.name}' and wait_event_type = 'Lock'`,
      );
      return rows.length === 1;
    });
    await client.query('rollback');
    expect(await waiting).not.toBe(held);
    expect(await find(await waiting)).toBeDefined();
    expect(await find(held)).toBeUndefined();
  });

  it.each([
    `'other', '{"a":1}'`,
    `'keyed', '{"a": 1}'`,
    `'keyed', '{"a":1}', priority => 0`,
    `'keyed', '{"a":1}', tags => '{}'`,
    `'keyed', '{"a":1}', occurred_at => '2026-01-01Z'`,
    `'keyed', '{"a":1}', deliver_at => now()`,
    `'keyed', '{"a":1}', expires_after_ms => 1000`,
  ])('is refused for another event, as over HTTP: %s', async (call) => {
    const before = await countEvents();
    await publish(`'keyed', '{"a":1}', idempotency_key => 'k3'`);
    await expect(publish(`${call}, idempotency_key => 'k3'`)).rejects.toMatchObject({
      code: '23505',
      constraint: 'idempotency_keys_pkey',
      hint: expect.stringContaining('another key'),
    });
    expect(await countEvents()).toBeLessThanOrEqual(before + 1);
  });

  it('tells a serializable transaction that did not see the winner to try again', async () => {
    await client.query('begin isolation level repeatable read');
    await client.query('select 1');
    await publish(`'keyed', '{}', idempotency_key => 'late'`, [], producer.pool);
    await expect(publish(`'keyed', '{}', idempotency_key => 'late'`)).rejects.toMatchObject({
      code: '40001',
    });
    await client.query('rollback');
  });
});

describe('a member of the publisher role and of nothing else', () => {
  it('can read no table and no view, and call nothing but what publishes', async () => {
    const tables = await database.query<{ name: string; kind: string }>(
      `select oid::regclass::text as name, relkind as kind from pg_class
       where relnamespace = 'posthorn'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f') order by 1`,
    );
    expect(tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'events',
        'webhooks',
        'webhook_secrets',
        'deliveries',
        'outbox',
        '_prisma_migrations',
      ]),
    );
    for (const { name, kind } of tables) {
      const statements = [`select from posthorn.${name}`];
      if (kind !== 'v') statements.push(`delete from posthorn.${name}`);
      for (const statement of statements) {
        await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
      }
    }
    const { rows } = await client.query<{ name: string }>(
      `select distinct proname::text as name from pg_proc
       where pronamespace = (select oid from pg_namespace where nspname = 'posthorn')
         and has_function_privilege(oid, 'execute') order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual(CALLABLE);
  });

  it('is not helped by tables and functions that it puts before those of the schema', async () => {
    await client.query('create temp table events (id uuid, data json)');
    await client.query('create temp table tenants (id uuid, uid text)');
    await client.query('set search_path = pg_temp, posthorn');
    const id = await publish(`'a', '{}'`);
    expect(await find(id)).toBeDefined();
    expect((await client.query('select from pg_temp.events')).rowCount).toBe(0);
  });

  it('learns nothing from what it is refused but what it sent itself', async () => {
    await expect(publish(`'a', '{}', tenant => 'nobody'`)).rejects.toMatchObject({
      code: 'P0002',
      message: `There is no tenant 'nobody'.`,
    });
    const { rows } = await producer.pool.query(
      `select has_schema_privilege('posthorn', 'create') as can_create, pg_has_role('posthorn_app', 'member') as is_app`,
    );
    expect(rows).toEqual([{ can_create: false, is_app: false }]);
  });
});
