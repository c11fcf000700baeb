import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

interface EventAnswer {
  id: string;
}

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  app = await startTestApp();
  receiver = await startReceiver();
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

const publish = (body: object) => app.post('/api/events', body);
const countEvents = async (type: string): Promise<number> =>
  (await app.database.query('select from events where type = $1', [type])).length;

describe('202: a key', () => {
  it('answers the same event again', async () => {
    const body = { type: 'keyed', data: { n: 1 }, idempotency_key: 'k1', expires_after_ms: 1_000 };
    const first = await publish(body);
    const again = await publish(body);
    expect(first.headers).not.toHaveProperty('idempotent-replayed');
    expect(again.status).toBe(202);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body).toEqual(first.body);
    expect(await countEvents('keyed')).toBe(1);
  });

  it('is taken from the header, where the body has none', async () => {
    const body = { type: 'header', data: {} };
    const first = await publish(body).set('Idempotency-Key', 'k2');
    const again = await publish({ ...body, idempotency_key: 'k2' }).set('Idempotency-Key', 'k3');
    expect(again.body).toEqual(first.body);
    expect((await publish(body).set('Idempotency-Key', 'k3')).body).not.toEqual(first.body);
  });

  it('makes one event of twenty requests at once, delivered once', async () => {
    await app.post('/api/webhooks', { url: receiver.url, events: ['parallel'] });
    const body = { type: 'parallel', data: {}, idempotency_key: 'k4' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => publish(body).set('Prefer', 'wait=10')),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map((answer) => (answer.body as EventAnswer).id)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true')).toHaveLength(19);
    expect(await countEvents('parallel')).toBe(1);
    expect(receiver.requests).toHaveLength(1);
  });

  it('belongs to its tenant', async () => {
    await addTenant(app, 'acme');
    const body = { type: 'tenants', data: {}, idempotency_key: 'k5' };
    const own = await publish(body);
    const other = await publish(body).set('Posthorn-Tenant', 'acme');
    expect(other.headers).not.toHaveProperty('idempotent-replayed');
    expect((other.body as EventAnswer).id).not.toBe((own.body as EventAnswer).id);
  });

  it('outlives its event', async () => {
    const body = { type: 'dropped', data: {}, idempotency_key: 'k6' };
    const first = await publish(body);
    await app.database.query(`delete from events where type = 'dropped'`);
    const again = await publish(body);
    expect(again.body).toMatchObject({ id: (first.body as EventAnswer).id, type: 'dropped' });
  });
});

describe('409', () => {
  it('while the first request with a key is still running', async () => {
    const client = app.database.client();
    await client.connect();
    await client.query('begin');
    await client.query(
      `insert into posthorn.idempotency_keys (tenant_id, scope, key, fingerprint, resource_id)
       select id, 'event', 'slow', '', id from posthorn.tenants where uid = 'default'`,
    );
    const body = { type: 'slow', data: {}, idempotency_key: 'slow' };
    const answer = await publish(body);
    expect(answer.body).toMatchObject({
      status: 409,
      code: 'conflict',
      detail: 'The first request with this idempotency key is still running.',
    });
    await client.query('rollback');
    await client.end();
    expect((await publish(body)).status).toBe(202);
  });
});

describe('422', () => {
  it('for a key that was used with another body', async () => {
    const body = { type: 'other', data: { n: 1 }, idempotency_key: 'k7' };
    await publish(body);
    for (const other of [
      { ...body, data: { n: 2 } },
      { ...body, type: 'another' },
      { ...body, priority: 0 },
    ]) {
      const answer = await publish(other);
      expect(answer.body).toMatchObject({
        status: 422,
        errors: [{ path: 'idempotency_key', message: 'was used before with another body' }],
      });
    }
    expect(await countEvents('another')).toBe(0);
  });

  it('for a key in the header, which is named where it stands', async () => {
    const body = { type: 'header-other', data: { n: 1 } };
    await publish(body).set('Idempotency-Key', 'k8');
    const answer = await publish({ ...body, data: {} }).set('Idempotency-Key', 'k8');
    expect(answer.body).toMatchObject({ status: 422, errors: [{ path: 'Idempotency-Key' }] });
  });

  it('for a key in the header that none can be', async () => {
    const answer = await publish({ type: 'a', data: {} }).set('Idempotency-Key', 'x'.repeat(257));
    expect(answer.body).toMatchObject({ status: 422, errors: [{ path: 'Idempotency-Key' }] });
  });
});
