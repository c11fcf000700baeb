import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { fromPublicId } from '../../src/domain/ids.ts';
import { openGuide } from '../support/guide.ts';
import { isAtHand } from '../support/snippet-verifiers.ts';
import { asSuperuser, createSqlLogin, type SqlLogin } from '../support/sql-login.ts';
import { runNodeSnippet, runPsql } from '../support/sql-snippets.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const guide = openGuide('docs/publish-from-sql.md');

let database: TestDatabase;
/** Owns orders, and publishes; called shop in the document. */
let shop: SqlLogin;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'posthorn-sql-'));
  database = await createTestDatabase();
  shop = await createSqlLogin(database);
  await asSuperuser(database, `create schema shop authorization ${shop.name}`);
  await asSuperuser(database, `alter role ${shop.name} set search_path = shop`);
  await asSuperuser(database, guide.block('grant').replace('to shop', `to ${shop.name}`));
  await shop.pool.query(`create table orders (id integer primary key, status text, note text)`);
});

afterAll(async () => {
  await shop.drop();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await shop.pool.query(`delete from orders; insert into orders values (4711, 'new')`);
  await database.query('delete from outbox');
  await database.query('delete from events');
});

async function expectPaid(id: string, event: object): Promise<void> {
  const rows = await database.query('select type, data, tags from events where id = $1', [
    fromPublicId('event', id),
  ]);
  expect(rows).toEqual([{ type: 'order.paid', ...event }]);
  expect((await shop.pool.query('select status from orders')).rows).toEqual([{ status: 'paid' }]);
}

/** A call of the document as text of the schema. */
const qualified = (call: string): string =>
  `select posthorn.${call.slice(1, -1).replaceAll(String.raw`\|`, '|')}`;

describe('the document on publishing from SQL', () => {
  if (isAtHand('psql', '--version')) {
    it('psql publishes within a transaction, and again under a key', async () => {
      const [id = ''] = await runPsql(guide.block('psql'), shop.url);
      await expectPaid(id, { data: { order_id: 4711, total: '99.90' }, tags: [] });
      const twice = await runPsql(guide.block('key').repeat(2), shop.url);
      expect(twice).toEqual([twice[0], twice[0]]);
      expect(twice[0]).toMatch(/^evt_/);
    });
  } else {
    it('psql is missing here: its snippets are run by a driver', async () => {
      const client = await shop.pool.connect();
      await client.query(guide.block('psql'));
      await client.query(guide.block('key').repeat(2));
      client.release();
      expect(await database.query('select from events')).toHaveLength(2);
    });
  }

  it.each(['node-pg', 'prisma', 'drizzle'])('%s publishes within a transaction', async (name) => {
    const id = await runNodeSnippet(folder, name, guide.block(name), shop.url);
    await expectPaid(id, { data: { order_id: 4711 }, tags: ['eu'] });
  });

  it('has snippets in Python and Go that say the same; NOT RUN, their drivers are not here', () => {
    for (const [name, statement] of [
      ['python', `select posthorn.publish('order.paid', %s, tags => %s)`],
      ['go', `select posthorn.publish('order.paid', $1::text, tags => $2)`],
    ] as const) {
      expect(guide.block(name)).toContain(statement);
      expect(guide.block(name)).toContain(`update orders set status = 'paid' where id = `);
    }
    if (isAtHand('python3', '--version')) {
      execFileSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], {
        input: guide.block('python'),
      });
    }
    if (isAtHand('gofmt', '-h')) execFileSync('gofmt', ['-e'], { input: guide.block('go') });
  });

  it('lists the arguments as they are', async () => {
    const rows = await database.query<{ args: string }>(
      `select pg_get_function_arguments('publish(text, json, text, text, int, timestamptz, text[], timestamptz, bigint)'::regprocedure) as args`,
    );
    const actual = (rows[0]?.args ?? '').split(', ').map((argument) => {
      const [, name, type] = /^(\w+) (.*?)(?: DEFAULT .*)?$/.exec(argument) ?? [];
      return [name, type?.replace('timestamp with time zone', 'timestamptz')];
    });
    const listed = guide
      .table('Bounds')
      .map(([name = '', type = '']) => [name.slice(1, -1), type.split('`')[1]]);
    expect(listed).toEqual(actual);
  });

  it('lists the arguments of attach as they are', async () => {
    const rows = await database.query<{ names: string[] }>(
      `select proargnames as names from pg_proc where oid = 'attach'::regproc`,
    );
    const tables = guide.text.slice(guide.text.indexOf('| `target`'));
    const listed = [...tables.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
    expect(listed).toEqual(rows[0]?.names);
  });

  it.each(guide.table('Such as'))(
    'tells the truth about what it refuses: %s, %s',
    async (code, _when, call = '') => {
      await shop.pool.query(`select posthorn.publish('order.paid', '{}', idempotency_key => 'used')`);
      await expect(shop.pool.query(qualified(call))).rejects.toMatchObject({
        code: code.slice(1, -1),
        hint: expect.any(String) as unknown,
      });
    },
  );

  it('shows what an attached table publishes', async () => {
    await shop.pool.query(guide.block('attach'));
    const rows = await database.query<{ type: string; data: unknown }>(
      'select type, data from events order by id',
    );
    expect(rows.map(({ data }) => data)).toEqual(JSON.parse(guide.block('attached')));
    expect(rows.map(({ type }) => type)).toEqual(['orders.inserted', 'orders.updated', 'orders.deleted']);
    await shop.pool.query(`select posthorn.detach('orders')`);
    await database.query('delete from events');
    await shop.pool.query(guide.block('attach-paid'));
    await shop.pool.query(`update orders set status = 'paid'; update orders set note = 'x'`);
    expect(await database.query('select type from events')).toEqual([{ type: 'order.paid' }]);
    const { rows: ended } = await shop.pool.query(`select posthorn.detach('orders', 'paid') as was`);
    expect(ended).toEqual([{ was: true }]);
  });

  it('has no code that is not tried here', () => {
    expect(guide.untried()).toEqual([]);
  });
});
