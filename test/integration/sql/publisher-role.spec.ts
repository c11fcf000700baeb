import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Producer } from './producer.ts';

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

let producer: Producer;

beforeAll(async () => {
  producer = await Producer.create();
});

afterAll(async () => {
  await producer.close();
});

describe('a member of the publisher role and of nothing else', () => {
  it('can read no table and no view, and call nothing but what publishes', async () => {
    const tables = await producer.database.query<{ name: string; kind: string }>(
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
        await expect(producer.client.query(statement)).rejects.toMatchObject({ code: '42501' });
      }
    }
    const { rows } = await producer.client.query<{ name: string }>(
      `select distinct proname::text as name from pg_proc
       where pronamespace = (select oid from pg_namespace where nspname = 'posthorn')
         and has_function_privilege(oid, 'execute') order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual(CALLABLE);
  });

  it('is not helped by tables and functions that it puts before those of the schema', async () => {
    await producer.client.query('create temp table events (id uuid, data json)');
    await producer.client.query('create temp table tenants (id uuid, uid text)');
    await producer.client.query('set search_path = pg_temp, posthorn');
    const id = await producer.publish(`'a', '{}'`);
    expect(await producer.find(id)).toBeDefined();
    expect((await producer.client.query('select from pg_temp.events')).rowCount).toBe(0);
  });

  it('learns nothing from what it is refused but what it sent itself', async () => {
    await expect(producer.publish(`'a', '{}', tenant => 'nobody'`)).rejects.toMatchObject({
      code: 'P0002',
      message: `There is no tenant 'nobody'.`,
    });
    const { rows } = await producer.login.pool.query(
      `select has_schema_privilege('posthorn', 'create') as can_create, pg_has_role('posthorn_app', 'member') as is_app`,
    );
    expect(rows).toEqual([{ can_create: false, is_app: false }]);
  });
});
