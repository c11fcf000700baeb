import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { asSuperuser } from '../../support/sql-login.ts';
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
    await table.attach(`'orders', operations => '{insert}'`);
    const before = await table.madeObjects();
    await expect(table.attach(`'orders', ${options}`)).rejects.toMatchObject({ code });
    expect(await table.madeObjects()).toEqual(before);
    expect(await table.takeChanges()).toEqual([]);
  });

  it('a table of another’s, with or without the right to publish', async () => {
    await expect(table.attach(`'orders'`, table.clerk)).rejects.toMatchObject({ code: '42501' });
    await asSuperuser(table.database, `grant posthorn_publisher to ${table.clerk.name}`);
    try {
      for (const call of ['attach', 'detach']) {
        await expect(table.clerk.pool.query(`select posthorn.${call}('orders')`)).rejects.toMatchObject({
          code: '42501',
          message: 'shop.orders is not your table.',
        });
      }
    } finally {
      await asSuperuser(table.database, `revoke posthorn_publisher from ${table.clerk.name}`);
    }
  });

  it('a table whose owner may not publish, though who asks may', async () => {
    await run(table.owner, `revoke create on schema shop from public`);
    await asSuperuser(
      table.database,
      `grant ${table.clerk.name} to ${table.owner.name}; alter table shop.orders owner to ${table.clerk.name}`,
    );
    try {
      await expect(table.attach(`'orders'`)).rejects.toMatchObject({
        code: '42501',
        hint: `GRANT posthorn_publisher TO ${table.clerk.name};`,
      });
    } finally {
      await asSuperuser(
        table.database,
        `alter table shop.orders owner to ${table.owner.name}; revoke ${table.clerk.name} from ${table.owner.name}`,
      );
    }
  });

  it('what is not a table', async () => {
    await run(table.owner, 'create view some_orders as select * from orders');
    await expect(table.attach(`'some_orders'`)).rejects.toMatchObject({ code: '42809' });
    await run(table.owner, 'drop view some_orders');
  });
});

describe('the rights of an attached table', () => {
  it('are its owner’s, also in the code that turns its rows into JSON', async () => {
    await run(
      table.owner,
      `create type mood as enum ('good')`,
      `create function tell(mood) returns json language sql as $$ select json_build_object('by', current_user) $$`,
      'create cast (mood as json) with function tell(mood)',
      `alter table orders add column mood mood`,
    );
    await table.attach(`'orders', columns => '{mood}'`);
    await run(table.clerk, `insert into orders (id, mood) values (1, 'good')`);
    expect((await table.takeChanges())[0]?.data.new).toEqual({ mood: { by: table.owner.name } });
    await run(
      table.owner,
      `select posthorn.detach('orders'); alter table orders drop column mood; drop type mood cascade`,
    );
  });

  it('do not let others call what publishes', async () => {
    await table.attach(`'orders'`);
    await run(table.owner, `grant create on schema shop to ${table.clerk.name}`);
    await run(table.clerk, 'create table mine (id integer, status text, total numeric, note json)');
    await expect(
      table.clerk.pool.query(
        'create trigger t after insert on mine for each row execute function posthorn_orders_default()',
      ),
    ).rejects.toMatchObject({ code: '42501' });
    await run(table.clerk, 'drop table mine');
  });
});
