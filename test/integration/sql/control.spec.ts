import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { toPublicId } from '../../../src/domain/ids.ts';
import { addTenant } from '../../support/second-tenant.ts';
import { createSqlLogin, type SqlLogin } from '../../support/sql-login.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { startTestAppOn, type TestApp } from '../../support/test-app.ts';

const COUNT = 30;

let database: TestDatabase;
/** Serves the API, and sends nothing. */
let app: TestApp;
/** The person on call: a member of the operator role, and of nothing else. */
let operator: SqlLogin;

beforeAll(async () => {
  database = await createTestDatabase();
  app = await startTestAppOn(database, { POSTHORN_ROLE: 'api' });
  operator = await createSqlLogin(database, 'posthorn_operator');
  await addTenant(app, 'acme');
});

afterAll(async () => {
  await operator.drop();
  await app.close();
  await database.drop();
});

afterEach(async () => {
  await database.query('delete from live_deliveries');
  await database.query('delete from finished_deliveries');
  await database.query('update webhooks set deleted_at = now() where deleted_at is null');
  await database.query('update subscription_versions set version = version + 1');
});

async function call<T>(text: string): Promise<T> {
  const { rows } = await operator.pool.query<{ answer: T }>(`select posthorn.${text} as answer`);
  return rows[0]?.answer as T;
}

/** Ends it, whatever comes of the work: an open one would hold up all that follows. */
async function inTransaction<T>(
  end: 'commit' | 'rollback',
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await operator.pool.connect();
  try {
    await client.query('begin');
    return await work(client);
  } finally {
    await client.query(end);
    client.release();
  }
}

async function addWebhook(uid: string, tenant = 'default'): Promise<string> {
  const answer = await app
    .post('/api/webhooks', { uid, url: 'http://127.0.0.1:9/', events: ['order.*'] })
    .set('Posthorn-Tenant', tenant);
  expect(answer.status).toBe(201);
  return (answer.body as { id: string }).id;
}

async function publish(type = 'order.paid', count = COUNT): Promise<void> {
  const events = Array.from({ length: count }, (_, number) => ({ type, data: { number } }));
  expect((await app.post('/api/events/batch', { events })).status).toBe(202);
}

/** Ends what waits as if its attempts had been used up. @param endedAgo SQL interval */
async function giveUpAll(endedAgo = '0'): Promise<void> {
  await database.query(
    `with taken as (delete from live_deliveries returning *)
     insert into finished_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, reason, attempt_count,
                                      max_attempts, lease_token, created_at, completed_at)
     select id, tenant_id, webhook_id, event_id, event_type, 'dead_letter', 'exhausted', 4, max_attempts, 4, created_at,
            now() - $1::interval from taken`,
    [endedAgo],
  );
}

async function countByStatus(): Promise<Record<string, number>> {
  const rows = await database.query<{ status: string; count: number }>(
    'select status, count(*)::int as count from deliveries group by 1',
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

describe('pause() and resume()', () => {
  it('do what the API does, under the same lock', async () => {
    const id = await addWebhook('orders');
    const version = async (): Promise<unknown> =>
      (await database.query(`select version from subscription_versions order by tenant_id limit 1`))[0];
    const before = await version();
    expect([await call(`pause('orders')`), await call(`pause('${id}')`)]).toEqual([true, false]);
    expect(await version()).not.toEqual(before);
    expect((await app.get(`/api/webhooks/${id}`)).body).toMatchObject({ state: 'paused', version: 1 });
    expect([await call(`resume('${id}')`), await call(`resume('orders')`)]).toEqual([true, false]);
    expect((await app.get(`/api/webhooks/${id}`)).body).toMatchObject({ state: 'active' });
    await app.post(`/api/webhooks/${id}/pause`);
    expect(await call(`resume('orders')`)).toBe(true);
  });

  it('know a webhook by its id wherever it is, and by its uid in one tenant', async () => {
    const ids = [await addWebhook('orders'), await addWebhook('orders', 'acme')];
    expect(await call(`pause('orders', 'acme')`)).toBe(true);
    expect(await call(`resume('${ids[1] ?? ''}')`)).toBe(true);
    expect((await app.get('/api/webhooks/orders')).body).toMatchObject({ id: ids[0], state: 'active' });
    await expect(call(`pause('${ids[0] ?? ''}', 'acme')`)).rejects.toMatchObject({ code: 'P0002' });
  });

  it.each(['pause', 'resume'])('refuse what is not there: %s', async (act) => {
    const id = await addWebhook('gone');
    await app.delete(`/api/webhooks/${id}`);
    await expect(call(`${act}('${id}')`)).rejects.toMatchObject({
      code: '55000',
      message: `The webhook '${id}' is deleted.`,
    });
    const unknown = toPublicId('webhook', '01980000-0000-7000-8000-0000000000aa');
    for (const name of [`'nothing'`, `'${unknown}'`, 'null']) {
      await expect(call(`${act}(${name})`)).rejects.toMatchObject({ code: 'P0002' });
    }
    await expect(call(`${act}('gone', 'nobody')`)).rejects.toMatchObject({ code: 'P0002' });
  });
});

describe('requeue()', () => {
  it('gives dead letters a fresh budget under the same ids, oldest first, so many a call', async () => {
    await addWebhook('orders');
    await publish();
    const ids = await database.query('select id from deliveries order by id');
    await giveUpAll();
    const answers = [];
    for (const _ of [1, 2, 3, 4]) answers.push(await call(`requeue('orders', max_rows => 12)`));
    expect(answers).toEqual([12, 12, 6, 0]);
    const rows = await database.query<object>(
      `select id, status, ready, attempt_count, attempts_before, lease_token from live_deliveries order by updated_at, id`,
    );
    const fresh = { status: 'pending', ready: true, attempt_count: 4, attempts_before: 4, lease_token: '5' };
    expect(rows).toEqual(ids.map((row) => ({ ...row, ...fresh })));
  });

  it('chooses by webhook, event type, status and time', async () => {
    await addWebhook('orders');
    await addWebhook('others');
    await publish('order.paid', 2);
    await giveUpAll('3 hours');
    await publish('order.sent', 3);
    await giveUpAll('1 hour');
    const count = async (filter: string): Promise<number> =>
      await inTransaction('rollback', async (client) => {
        const { rows } = await client.query<{ n: number }>(`select posthorn.requeue(${filter}) as n`);
        return rows[0]?.n ?? -1;
      });
    expect(await count(`'orders'`)).toBe(5);
    expect(await count(`event_type => 'order.paid'`)).toBe(4);
    expect(await count(`'others', event_type => 'order.sent'`)).toBe(3);
    expect(await count(`since => now() - interval '2 hours'`)).toBe(6);
    expect(await count(`since => '-infinity', until => now() - interval '2 hours'`)).toBe(4);
    expect(await count(`'orders', status => 'cancelled, delivered'`)).toBe(0);
    expect(await count(`'orders', status => 'failed'`)).toBe(5);
    expect(await count(`since => '-infinity', tenant => 'acme'`)).toBe(0);
  });

  it('passes over deleted webhooks, erased payloads and what another call holds', async () => {
    const gone = await addWebhook('gone');
    await addWebhook('orders');
    await publish('order.paid', 4);
    await giveUpAll();
    await app.delete(`/api/webhooks/${gone}`);
    await database.query(
      'update events set data = null where id = (select min(event_id::text)::uuid from finished_deliveries)',
    );
    await inTransaction('commit', async (client) => {
      await client.query(`select posthorn.requeue('orders', max_rows => 1)`);
      expect(await call(`requeue(since => '-infinity')`)).toBe(2);
    });
    expect(await countByStatus()).toEqual({ pending: 3, dead_letter: 5 });
    await expect(call(`requeue('${gone}')`)).rejects.toMatchObject({ code: '55000' });
  });

  it.each([
    ['no filter at all', '', '22023'],
    ['a status that cannot be retried', `'orders', status => 'pending'`, '22023'],
    ['no status', `'orders', status => ''`, '22023'],
    ['too many rows', `'orders', max_rows => 10001`, '22023'],
    ['no rows', `'orders', max_rows => 0`, '22023'],
  ])('refuses %s', async (_what, filter, code) => {
    await addWebhook('orders');
    await expect(call(`requeue(${filter})`)).rejects.toMatchObject({
      code,
      hint: expect.stringMatching(/\.$/) as unknown,
    });
  });
});

describe('cancel()', () => {
  it('ends what waits, and leaves what is in flight', async () => {
    await addWebhook('orders');
    await publish();
    await database.query(
      `update live_deliveries set status = 'in_progress', ready = false, lease_token = 1
       where id = (select min(id::text)::uuid from live_deliveries)`,
    );
    const answers = [await call(`cancel('orders', max_rows => 20)`), await call(`cancel('orders')`)];
    expect(answers).toEqual([20, COUNT - 21]);
    expect(await countByStatus()).toEqual({ in_progress: 1, cancelled: COUNT - 1 });
    const reasons = await database.query('select distinct reason from finished_deliveries');
    expect(reasons).toEqual([{ reason: 'cancelled_by_request' }]);
    expect(await call(`requeue('orders', status => 'cancelled')`)).toBe(COUNT - 1);
  });

  it('refuses to end everything by accident', async () => {
    await expect(call('cancel()')).rejects.toMatchObject({ code: '22023' });
    await expect(call(`cancel('orders', status => 'delivered')`)).rejects.toMatchObject({ code: '22023' });
  });
});

describe('a member of the operator role and of nothing else', () => {
  it('reads nothing', async () => {
    for (const statement of ['select from posthorn.deliveries', 'select from posthorn.webhooks']) {
      await expect(operator.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('reaches no tenant’s rows once a call is over, in the same transaction neither', async () => {
    await addWebhook('orders');
    await inTransaction('rollback', async (client) => {
      const ask = `select coalesce(current_setting('posthorn.tenant', true), '') as reach`;
      for (const act of [`pause('orders')`, `requeue('orders')`, `cancel('orders')`]) {
        await client.query(`select posthorn.${act}`);
        expect((await client.query(ask)).rows).toEqual([{ reach: '' }]);
      }
      await client.query('savepoint refused');
      await expect(client.query(`select posthorn.pause('nothing')`)).rejects.toMatchObject({ code: 'P0002' });
      await client.query('rollback to refused');
      expect((await client.query(ask)).rows).toEqual([{ reach: '' }]);
    });
  });

  it('is undone with its transaction', async () => {
    await addWebhook('orders');
    await inTransaction('rollback', async (client) => await client.query(`select posthorn.pause('orders')`));
    expect((await app.get('/api/webhooks/orders')).body).toMatchObject({ state: 'active' });
  });
});
