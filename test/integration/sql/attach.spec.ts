import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { asSuperuser, createSqlLogin, type SqlLogin } from '../../support/sql-login.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

let database: TestDatabase;
/** Owns the tables, and may publish. */
let owner: SqlLogin;
/** Changes the tables, and may neither publish nor look into the schema. */
let clerk: SqlLogin;

interface Change {
  readonly type: string;
  readonly data: { readonly new?: object; readonly old?: object; readonly changed?: string[] };
}

async function run(login: SqlLogin, ...statements: readonly string[]): Promise<void> {
  for (const statement of statements) await login.pool.query(statement);
}

/** What has been published since the last look, oldest first. */
async function takeChanges(): Promise<Change[]> {
  const rows = await database.query<Change>('select type, data from events order by id');
  await database.query('delete from outbox');
  await database.query('delete from events');
  return rows;
}

async function attach(call: string, login = owner): Promise<void> {
  await login.pool.query(`select posthorn.attach(${call})`);
}

async function madeObjects(): Promise<unknown[]> {
  const { rows } = await owner.pool.query(
    `select tgname from pg_trigger where tgrelid = 'orders'::regclass
     union all select proname from pg_proc where pronamespace = 'shop'::regnamespace order by 1`,
  );
  return rows.map(({ tgname }: { tgname: string }) => tgname);
}

beforeAll(async () => {
  database = await createTestDatabase();
  [owner, clerk] = [await createSqlLogin(database, 'posthorn_publisher'), await createSqlLogin(database)];
  await asSuperuser(database, `create schema shop authorization ${owner.name}`);
  for (const { name } of [owner, clerk]) {
    await asSuperuser(database, `alter role ${name} set search_path = shop`);
  }
  await run(owner, `grant usage on schema shop to ${clerk.name}`);
});

afterAll(async () => {
  await clerk.drop();
  await owner.drop();
  await database.drop();
});

beforeEach(async () => {
  await run(
    owner,
    'create table orders (id integer primary key, status text, total numeric, note json)',
    `grant select, insert, update, delete, truncate on orders to ${clerk.name}`,
  );
});

afterEach(async () => {
  await run(
    owner,
    'drop table orders',
    'drop function if exists posthorn_orders_default, posthorn_orders_paid',
  );
  await takeChanges();
});

describe('attach() makes the changes of a table events', () => {
  it('of whoever changes it, each in its transaction', async () => {
    await attach(`'orders'`);
    await run(
      clerk,
      `insert into orders values (1, 'new', 99.90, '{"text":"\\u0000"}')`,
      `update orders set status = 'paid', total = total`,
      'delete from orders',
      `begin; insert into orders values (2); rollback`,
    );
    const [before, after] = [
      { id: 1, status: 'new', total: 99.9, note: { text: '\0' } },
      { id: 1, status: 'paid', total: 99.9, note: { text: '\0' } },
    ];
    expect(await takeChanges()).toEqual([
      { type: 'orders.inserted', data: { operation: 'insert', table: 'shop.orders', new: before } },
      {
        type: 'orders.updated',
        data: { operation: 'update', table: 'shop.orders', new: after, old: before, changed: ['status'] },
      },
      { type: 'orders.deleted', data: { operation: 'delete', table: 'shop.orders', old: after } },
    ]);
  });

  it('with the columns that are chosen; an update of others is no event', async () => {
    await attach(`'orders', columns => '{status,id}'`);
    await run(clerk, `insert into orders values (1, 'new', 1)`, 'update orders set total = 2');
    await run(clerk, 'update orders set id = 2');
    expect((await takeChanges()).map(({ data }) => [data.new, data.changed])).toEqual([
      [{ status: 'new', id: 1 }, undefined],
      [{ status: 'new', id: 2 }, ['id']],
    ]);
  });

  it('without a column that came later, until it is attached again', async () => {
    await attach(`'orders'`);
    await run(owner, `alter table orders add column password text default 'secret'`);
    await run(clerk, 'insert into orders (id) values (1)');
    await attach(`'orders'`);
    await run(clerk, 'insert into orders (id) values (2)');
    const changes = await takeChanges();
    expect(changes.map(({ data }) => Object.keys(data.new ?? {}).includes('password'))).toEqual([
      false,
      true,
    ]);
  });

  it('under conditions, names and tenants of its owner’s choice, several times', async () => {
    await database.query(
      `insert into tenants (id, uid) values ('01980000-0000-7000-8000-0000000000ff', 'acme')`,
    );
    await run(owner, `create function is_large(numeric) returns boolean language sql return $1 > 100`);
    await attach(
      `'orders', type_prefix => 'shop.order', operations => '{insert}', where_clause => 'is_large(new.total)'`,
    );
    await attach(
      `'orders', name => 'paid', event_type => 'order.paid', operations => '{update}', tenant => 'acme',
       where_clause => $$new.status = 'paid' and old.status is distinct from 'paid'$$`,
    );
    await run(clerk, `insert into orders values (1, 'new', 100), (2, 'new', 101)`);
    await run(clerk, `update orders set status = 'paid'`, `update orders set status = 'paid', total = 0`);
    const rows = await database.query<{ type: string; uid: string }>(
      'select e.type, t.uid from events e join tenants t on t.id = e.tenant_id order by e.id',
    );
    const paid = { type: 'order.paid', uid: 'acme' };
    expect(rows).toEqual([{ type: 'shop.order.inserted', uid: 'default' }, paid, paid]);
    await run(
      owner,
      `select posthorn.detach('orders'), posthorn.detach('orders', 'paid'); drop function is_large`,
    );
  });

  it('of partitions by the table that they belong to', async () => {
    await run(owner, 'drop table orders', 'create table orders (id integer) partition by range (id)');
    await run(owner, 'create table orders_1 partition of orders for values from (0) to (10)');
    await attach(`'orders'`);
    await run(owner, 'insert into orders values (1)', 'insert into orders_1 values (2)');
    expect((await takeChanges()).map(({ data }) => data)).toEqual(
      [1, 2].map((id) => ({ operation: 'insert', table: 'shop.orders', new: { id } })),
    );
    await run(owner, `select posthorn.detach('orders')`);
    expect(await madeObjects()).toEqual([]);
  });

  it.each([`we"ird 'name' %I $body$`, 'a'.repeat(63), `${'ü'.repeat(30)}x`])(
    'whatever it and its columns are called: %s',
    async (name) => {
      const quoted = `"${name.replaceAll('"', '""')}"`;
      await run(owner, `create table ${quoted} (${quoted} integer, "a%1$s'" text)`);
      try {
        await owner.pool.query(`select posthorn.attach($1, type_prefix => 'weird')`, [`shop.${quoted}`]);
        await run(owner, `insert into ${quoted} values (1, 'x')`, `update ${quoted} set "a%1$s'" = 'y'`);
        const changes = await takeChanges();
        expect(changes.map(({ data }) => data.new)).toEqual(
          ['x', 'y'].map((a) => ({ [name]: 1, [`a%1$s'`]: a })),
        );
        expect(changes[1]?.data.changed).toEqual([`a%1$s'`]);
        await owner.pool.query(`select posthorn.detach($1)`, [`shop.${quoted}`]);
        expect(await madeObjects()).toEqual([]);
      } finally {
        await run(owner, `drop table ${quoted}`);
      }
    },
  );
});

describe('detach()', () => {
  it('leaves nothing behind, and the other attachments', async () => {
    await attach(`'orders'`);
    await attach(`'orders', name => 'paid', event_type => 'order.paid', operations => '{update}'`);
    const detach = async (call: string): Promise<unknown> =>
      (await owner.pool.query<{ was: boolean }>(`select posthorn.detach(${call}) as was`)).rows[0]?.was;
    expect(await madeObjects()).toHaveLength(6);
    expect([await detach(`'orders'`), await detach(`'orders'`)]).toEqual([true, false]);
    expect(await madeObjects()).toEqual(['posthorn_orders_paid', 'posthorn_paid_update']);
    expect(await detach(`'orders', 'paid'`)).toBe(true);
    expect(await madeObjects()).toEqual([]);
    await run(clerk, 'insert into orders values (1)');
    expect(await takeChanges()).toEqual([]);
  });

  it('drops no function that attach() did not make', async () => {
    await run(
      owner,
      'create function mine() returns trigger language plpgsql as $$ begin return null; end $$',
    );
    await run(owner, 'create trigger posthorn_default_insert after insert on orders execute function mine()');
    await run(owner, `select posthorn.detach('orders')`);
    expect(await madeObjects()).toEqual(['mine']);
    await run(owner, 'drop function mine');
  });
});

describe('attach() refuses', () => {
  it.each([
    ['an unknown column', `columns => '{id,nothing}'`, '42703'],
    ['no column', `columns => '{}'`, '42703'],
    ['an unknown operation', `operations => '{insert,truncate}'`, '22023'],
    ['no operation', `operations => '{}'`, '22023'],
    ['a type and a prefix', `event_type => 'a', type_prefix => 'b'`, '22023'],
    ['a type that a publish refuses', `event_type => 'order paid'`, '22023'],
    ['an unknown tenant', `tenant => 'nobody'`, 'P0002'],
    ['a name that needs quotes', `name => 'a"b'`, '22023'],
    ['a condition that is no SQL', `where_clause => 'new.'`, '42601'],
    ['a condition on what an operation does not have', `where_clause => 'old.id = 1'`, '42P17'],
  ])('%s, and then changes nothing', async (_what, options, code) => {
    await attach(`'orders', operations => '{insert}'`);
    const before = await madeObjects();
    await expect(attach(`'orders', ${options}`)).rejects.toMatchObject({ code });
    expect(await madeObjects()).toEqual(before);
    expect(await takeChanges()).toEqual([]);
  });

  it('a table of another’s, with or without the right to publish', async () => {
    await expect(attach(`'orders'`, clerk)).rejects.toMatchObject({ code: '42501' });
    await asSuperuser(database, `grant posthorn_publisher to ${clerk.name}`);
    try {
      for (const call of ['attach', 'detach']) {
        await expect(clerk.pool.query(`select posthorn.${call}('orders')`)).rejects.toMatchObject({
          code: '42501',
          message: 'shop.orders is not your table.',
        });
      }
    } finally {
      await asSuperuser(database, `revoke posthorn_publisher from ${clerk.name}`);
    }
  });

  it('a table whose owner may not publish, though who asks may', async () => {
    await run(owner, `revoke create on schema shop from public`);
    await asSuperuser(
      database,
      `grant ${clerk.name} to ${owner.name}; alter table shop.orders owner to ${clerk.name}`,
    );
    try {
      await expect(attach(`'orders'`)).rejects.toMatchObject({
        code: '42501',
        hint: `GRANT posthorn_publisher TO ${clerk.name};`,
      });
    } finally {
      await asSuperuser(
        database,
        `alter table shop.orders owner to ${owner.name}; revoke ${clerk.name} from ${owner.name}`,
      );
    }
  });

  it('what is not a table', async () => {
    await run(owner, 'create view some_orders as select * from orders');
    await expect(attach(`'some_orders'`)).rejects.toMatchObject({ code: '42809' });
    await run(owner, 'drop view some_orders');
  });
});

describe('the rights of an attached table', () => {
  it('are its owner’s, also in the code that turns its rows into JSON', async () => {
    await run(
      owner,
      `create type mood as enum ('good')`,
      `create function tell(mood) returns json language sql as $$ select json_build_object('by', current_user) $$`,
      'create cast (mood as json) with function tell(mood)',
      `alter table orders add column mood mood`,
    );
    await attach(`'orders', columns => '{mood}'`);
    await run(clerk, `insert into orders (id, mood) values (1, 'good')`);
    expect((await takeChanges())[0]?.data.new).toEqual({ mood: { by: owner.name } });
    await run(
      owner,
      `select posthorn.detach('orders'); alter table orders drop column mood; drop type mood cascade`,
    );
  });

  it('do not let others call what publishes', async () => {
    await attach(`'orders'`);
    await run(owner, `grant create on schema shop to ${clerk.name}`);
    await run(clerk, 'create table mine (id integer, status text, total numeric, note json)');
    await expect(
      clerk.pool.query(
        'create trigger t after insert on mine for each row execute function posthorn_orders_default()',
      ),
    ).rejects.toMatchObject({ code: '42501' });
    await run(clerk, 'drop table mine');
  });
});
