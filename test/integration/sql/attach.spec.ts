import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AttachedTable, run } from './attached-table.ts';

let table: AttachedTable;

beforeAll(async () => {
  table = await AttachedTable.create();
});

afterAll(async () => {
  await table.close();
});

beforeEach(async () => {
  await table.make();
});

afterEach(async () => {
  await table.clear();
});

describe('attach() makes the changes of a table events', () => {
  it('of whoever changes it, each in its transaction', async () => {
    await table.attach(`'orders'`);
    await run(
      table.clerk,
      `insert into orders values (1, 'new', 99.90, '{"text":"\\u0000"}')`,
      `update orders set status = 'paid', total = total`,
      'delete from orders',
      `begin; insert into orders values (2); rollback`,
    );
    const [before, after] = [
      { id: 1, status: 'new', total: 99.9, note: { text: '\0' } },
      { id: 1, status: 'paid', total: 99.9, note: { text: '\0' } },
    ];
    expect(await table.takeChanges()).toEqual([
      { type: 'orders.inserted', data: { operation: 'insert', table: 'shop.orders', new: before } },
      {
        type: 'orders.updated',
        data: { operation: 'update', table: 'shop.orders', new: after, old: before, changed: ['status'] },
      },
      { type: 'orders.deleted', data: { operation: 'delete', table: 'shop.orders', old: after } },
    ]);
  });

  it('with the columns that are chosen; an update of others is no event', async () => {
    await table.attach(`'orders', columns => '{status,id}'`);
    await run(table.clerk, `insert into orders values (1, 'new', 1)`, 'update orders set total = 2');
    await run(table.clerk, 'update orders set id = 2');
    expect((await table.takeChanges()).map(({ data }) => [data.new, data.changed])).toEqual([
      [{ status: 'new', id: 1 }, undefined],
      [{ status: 'new', id: 2 }, ['id']],
    ]);
  });

  it('without a column that came later, until it is attached again', async () => {
    await table.attach(`'orders'`);
    await run(table.owner, `alter table orders add column password text default 'secret'`);
    await run(table.clerk, 'insert into orders (id) values (1)');
    await table.attach(`'orders'`);
    await run(table.clerk, 'insert into orders (id) values (2)');
    const changes = await table.takeChanges();
    expect(changes.map(({ data }) => Object.keys(data.new ?? {}).includes('password'))).toEqual([
      false,
      true,
    ]);
  });

  it('under conditions, names and tenants of its owner’s choice, several times', async () => {
    await table.database.query(
      `insert into tenants (id, uid) values ('01980000-0000-7000-8000-0000000000ff', 'acme')`,
    );
    await run(table.owner, `create function is_large(numeric) returns boolean language sql return $1 > 100`);
    await table.attach(
      `'orders', type_prefix => 'shop.order', operations => '{insert}', where_clause => 'is_large(new.total)'`,
    );
    await table.attach(
      `'orders', name => 'paid', event_type => 'order.paid', operations => '{update}', tenant => 'acme',
       where_clause => $$new.status = 'paid' and old.status is distinct from 'paid'$$`,
    );
    await run(table.clerk, `insert into orders values (1, 'new', 100), (2, 'new', 101)`);
    await run(
      table.clerk,
      `update orders set status = 'paid'`,
      `update orders set status = 'paid', total = 0`,
    );
    const rows = await table.database.query<{ type: string; uid: string }>(
      'select e.type, t.uid from events e join tenants t on t.id = e.tenant_id order by e.id',
    );
    const paid = { type: 'order.paid', uid: 'acme' };
    expect(rows).toEqual([{ type: 'shop.order.inserted', uid: 'default' }, paid, paid]);
    await run(
      table.owner,
      `select posthorn.detach('orders'), posthorn.detach('orders', 'paid'); drop function is_large`,
    );
  });

  it('of partitions by the table that they belong to', async () => {
    await run(table.owner, 'drop table orders', 'create table orders (id integer) partition by range (id)');
    await run(table.owner, 'create table orders_1 partition of orders for values from (0) to (10)');
    await table.attach(`'orders'`);
    await run(table.owner, 'insert into orders values (1)', 'insert into orders_1 values (2)');
    expect((await table.takeChanges()).map(({ data }) => data)).toEqual(
      [1, 2].map((id) => ({ operation: 'insert', table: 'shop.orders', new: { id } })),
    );
    await run(table.owner, `select posthorn.detach('orders')`);
    expect(await table.madeObjects()).toEqual([]);
  });

  it.each([`we"ird 'name' %I $body$`, 'a'.repeat(63), `${'ü'.repeat(30)}x`])(
    'whatever it and its columns are called: %s',
    async (name) => {
      const quoted = `"${name.replaceAll('"', '""')}"`;
      await run(table.owner, `create table ${quoted} (${quoted} integer, "a%1$s'" text)`);
      try {
        await table.owner.pool.query(`select posthorn.attach($1, type_prefix => 'weird')`, [
          `shop.${quoted}`,
        ]);
        await run(
          table.owner,
          `insert into ${quoted} values (1, 'x')`,
          `update ${quoted} set "a%1$s'" = 'y'`,
        );
        const changes = await table.takeChanges();
        expect(changes.map(({ data }) => data.new)).toEqual(
          ['x', 'y'].map((a) => ({ [name]: 1, [`a%1$s'`]: a })),
        );
        expect(changes[1]?.data.changed).toEqual([`a%1$s'`]);
        await table.owner.pool.query(`select posthorn.detach($1)`, [`shop.${quoted}`]);
        expect(await table.madeObjects()).toEqual([]);
      } finally {
        await run(table.owner, `drop table ${quoted}`);
      }
    },
  );
});

describe('detach()', () => {
  it('leaves nothing behind, and the other attachments', async () => {
    await table.attach(`'orders'`);
    await table.attach(`'orders', name => 'paid', event_type => 'order.paid', operations => '{update}'`);
    const detach = async (call: string): Promise<unknown> =>
      (await table.owner.pool.query<{ was: boolean }>(`select posthorn.detach(${call}) as was`)).rows[0]?.was;
    expect(await table.madeObjects()).toHaveLength(6);
    expect([await detach(`'orders'`), await detach(`'orders'`)]).toEqual([true, false]);
    expect(await table.madeObjects()).toEqual(['posthorn_orders_paid', 'posthorn_paid_update']);
    expect(await detach(`'orders', 'paid'`)).toBe(true);
    expect(await table.madeObjects()).toEqual([]);
    await run(table.clerk, 'insert into orders values (1)');
    expect(await table.takeChanges()).toEqual([]);
  });

  it('drops no function that attach() did not make', async () => {
    await run(
      table.owner,
      'create function mine() returns trigger language plpgsql as $$ begin return null; end $$',
    );
    await run(
      table.owner,
      'create trigger posthorn_default_insert after insert on orders execute function mine()',
    );
    await run(table.owner, `select posthorn.detach('orders')`);
    expect(await table.madeObjects()).toEqual(['mine']);
    await run(table.owner, 'drop function mine');
  });
});
