import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AUDIT_ACTION_NAMES } from '../../../src/domain/audit/actions.ts';
import { toPublicId } from '../../../src/domain/ids.ts';
import { createSqlLogin, type SqlLogin } from '../../support/sql-login.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { startTestAppOn, type TestApp } from '../../support/test-app.ts';

interface Told {
  readonly action: string;
  readonly changes: unknown;
}

let database: TestDatabase;
/** Serves the API, and sends nothing. */
let app: TestApp;
let operator: SqlLogin;

beforeAll(async () => {
  database = await createTestDatabase();
  app = await startTestAppOn(database, { POSTHORN_ROLE: 'api' });
  operator = await createSqlLogin(database, 'posthorn_operator');
});

afterAll(async () => {
  await operator.drop();
  await app.close();
  await database.drop();
});

const call = async (text: string): Promise<void> => {
  await operator.pool.query(`select posthorn.${text}`);
};

/** With three deliveries that wait. */
async function addWebhook(uid: string): Promise<string> {
  const body = { uid, name: `The ${uid}`, url: 'http://127.0.0.1:9/', events: [uid] };
  const made = await app.post('/api/webhooks', body);
  expect(made.status).toBe(201);
  const events = [1, 2, 3].map((number) => ({ type: uid, data: { number } }));
  expect((await app.post('/api/events/batch', { events })).status).toBe(202);
  return (made.body as { id: string }).id;
}

/** What the tenant's log tells of acts from SQL, oldest first. */
async function tellAll(): Promise<readonly Told[]> {
  const answer = await app.get('/api/audit?actor_kind=system');
  return (answer.body as { data: Told[] }).data.toReversed();
}

describe('the audit log', () => {
  it('is told of each call that changed something, with the login', async () => {
    const id = await addWebhook('orders');
    const [tenant] = await database.query<{ id: string }>(`select id from tenants where uid = 'default'`);
    const before = (await tellAll()).length;
    for (const act of ['pause', 'pause', 'resume', 'resume']) await call(`${act}('orders')`);
    await call(`cancel('orders', event_type => 'orders')`);
    await call(`cancel('orders')`);
    await call(`requeue(status => 'cancelled', since => '-infinity')`);
    await call(`requeue('orders')`);
    const told = (await tellAll()).slice(before);
    const actor = { kind: 'system', id: null, name: operator.name };
    const ofWebhook = { actor, object_type: 'webhook', object_id: id, object_name: 'The orders' };
    const tenantId = toPublicId('tenant', tenant?.id ?? '');
    expect(told).toMatchObject([
      { ...ofWebhook, action: 'webhook.paused' },
      { ...ofWebhook, action: 'webhook.resumed' },
      { ...ofWebhook, action: 'deliveries.cancelled' },
      { actor, object_type: 'tenant', object_id: tenantId, action: 'deliveries.retried' },
    ]);
    const three = { deliveries: { after: 3 } };
    const waiting = { status: { after: ['pending', 'retrying'] }, event_type: { after: 'orders' } };
    expect(told.map(({ changes }) => changes)).toEqual([
      {},
      {},
      { ...three, ...waiting },
      { ...three, status: { after: ['cancelled'] }, since: { after: '-infinity' } },
    ]);
    const known: readonly string[] = AUDIT_ACTION_NAMES;
    expect(told.filter(({ action }) => !known.includes(action))).toEqual([]);
  });

  it('forgets with the transaction that is taken back', async () => {
    await addWebhook('undone');
    const before = await tellAll();
    const client = await operator.pool.connect();
    try {
      await client.query('begin');
      await client.query(`select posthorn.pause('undone'), posthorn.cancel('undone')`);
    } finally {
      await client.query('rollback');
      client.release();
    }
    expect(await tellAll()).toEqual(before);
  });

  it('means no change: where it cannot be written, nothing is done', async () => {
    const id = await addWebhook('untold');
    await database.query(`alter table audit_log add constraint full_up check (action = 'a.b') not valid`);
    try {
      for (const act of [`pause('untold')`, `cancel('untold')`]) {
        await expect(call(act)).rejects.toMatchObject({ code: '23514' });
      }
    } finally {
      await database.query('alter table audit_log drop constraint full_up');
    }
    const waiting = await app.get(`/api/webhooks/${id}/deliveries?status=pending`);
    expect((waiting.body as { data: object[] }).data).toHaveLength(3);
    expect((await app.get(`/api/webhooks/${id}`)).body).toMatchObject({ state: 'active' });
  });
});
