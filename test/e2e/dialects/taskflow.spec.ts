import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callerWith, type Caller } from '../../support/callers.ts';
import { eventually } from '../../support/eventually.ts';
import { sendPrinted } from '../../support/printed-request.ts';
import { startReceiver, type Receiver } from '../../support/receiver.ts';
import { addTenant } from '../../support/second-tenant.ts';
import { openSeed } from '../../support/seed-document.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { startTestAppOn, type TestApp } from '../../support/test-app.ts';

const PATH = '/api/webhooks';
const document = openSeed('taskflow');

interface Webhook {
  readonly id: string;
  readonly name: string;
}

/** Open, on a port of its own whose tenant is another than the default one. */
let app: TestApp;
let database: TestDatabase;
let receiver: Receiver;
let url: string;
let call: Caller;
beforeAll(async () => {
  receiver = await startReceiver();
  database = await createTestDatabase();
  await addTenant({ database }, 'acme');
  app = await startTestAppOn(database, { POSTHORN_DIALECT_PORTS: 'taskflow@0:acme' });
  url = app.dialectUrls[0] ?? '';
  call = callerWith({ url }, null);
});
afterAll(async () => {
  await app.close();
  await database.drop();
  await receiver.close();
});

async function make(name: string, fields: object = {}): Promise<Webhook> {
  const body = { name, url: receiver.url, events: ['job.completed'], ...fields };
  const made = await call<Webhook>('POST', PATH, { body });
  expect(made.status).toBe(201);
  return made.body;
}

async function remove({ id }: Webhook): Promise<void> {
  expect((await call('DELETE', `${PATH}/${id}`)).status).toBe(204);
}

describe('where the API is open', () => {
  it('the examples run as they are printed, in the tenant of the port', async () => {
    const made = await sendPrinted<Webhook>(url, document.block('POST /api/webhooks\n'));
    expect(made.status).toBe(201);
    const changes = { '{webhook_id}': made.body.id };
    const list = await sendPrinted<Webhook[]>(url, document.block('GET /api/webhooks\n'));
    expect(list.body).toEqual([made.body]);
    expect((await sendPrinted(url, document.block('PATCH /api/webhooks'), changes)).status).toBe(200);
    expect((await sendPrinted(url, document.block('deliveries?status=failed'), changes)).body).toMatchObject({
      items: [],
      total: 0,
      pages: 0,
    });
    const inTenant = (tenant: string) => app.get(`/api/webhooks`).set('Posthorn-Tenant', tenant);
    expect((await inTenant('acme')).body).toMatchObject({ data: [{ id: made.body.id, format: 'taskflow' }] });
    expect((await inTenant('default')).body).toMatchObject({ data: [] });
    expect((await sendPrinted(url, document.block('DELETE /api/webhooks'), changes)).status).toBe(204);
  });

  it('its user is anonymous, with ten webhooks like any other', async () => {
    const made = [];
    for (let number = 0; number < 10; number += 1) made.push(await make(`number ${String(number)}`));
    const body = { name: 'one more', url: receiver.url, events: ['job.completed'] };
    expect((await call<{ code: string }>('POST', PATH, { body })).body.code).toBe('quota_exceeded');
    const owners = await database.query('select distinct owner from dialect_webhooks');
    expect(owners).toEqual([{ owner: 'anonymous' }]);
    for (const webhook of made) await remove(webhook);
  });
});

describe('a webhook of taskflow', () => {
  it('changes what is sent, and takes null for the default', async () => {
    const webhook = await make('changed', {
      retry_count: 1,
      timeout_seconds: 5,
      description: 'x',
      headers: { 'X-A': 'b' },
    });
    const path = `${PATH}/${webhook.id}`;
    const kept = await call('PATCH', path, { body: { name: 'renamed' } });
    expect(kept.body).toMatchObject({
      name: 'renamed',
      retry_count: 1,
      timeout_seconds: 5,
      description: 'x',
    });
    expect((await call('PATCH', path, { body: { name: 'renamed' } })).status).toBe(200);
    const nothing = { retry_count: null, timeout_seconds: null, description: null, headers: null };
    const reset = { retry_count: 3, timeout_seconds: 30, description: '', headers: {} };
    expect((await call('PATCH', path, { body: nothing })).body).toMatchObject(reset);
    expect((await call('PATCH', path, { body: { secret_token: null } })).status).toBe(422);
    for (const url of ['http://example.com/', 'http://10.0.0.1/']) {
      expect((await call('PATCH', path, { body: { url } })).body).toMatchObject({
        errors: [{ path: 'url' }],
      });
    }
    await remove({ ...webhook });
  });

  it('that its user switches off says so, and gets nothing until it is switched on', async () => {
    const webhook = await make('switched', { url: `${receiver.url}switched`, is_active: false });
    const path = `${PATH}/${webhook.id}`;
    expect((await call('GET', path)).body).toMatchObject({ is_active: false, disabled_reason: 'inactive' });
    await call('PATCH', path, { body: { is_active: null } });
    expect((await call('GET', path)).body).toMatchObject({ is_active: true, disabled_reason: null });
    const event = { type: 'job.completed', data: {} };
    await app.post('/api/events', event).set('Posthorn-Tenant', 'acme').expect(202);
    await eventually('it arrives', () => receiver.requests.some((request) => request.path === '/switched'));
    await remove(webhook);
  });

  it('sends the sample data as they are written', async () => {
    const webhook = await make('raw', { url: `${receiver.url}raw` });
    const body =
      '{"event_type":"job.failed","sample_data":{ "n": 1.0, "request_id": 7, "n": 12345678901234567890 }}';
    expect((await call('POST', `${PATH}/${webhook.id}/test`, { body })).body).toMatchObject({
      success: true,
    });
    const sent = receiver.requests.find((request) => request.path === '/raw')?.body.toString() ?? '';
    expect(sent).toContain('"payload":{ "n": 1.0, "request_id": 7, "n": 12345678901234567890 }');
    expect(sent).toContain('"request_id":7,');
    const deep = `{"sample_data":${'{"a":'.repeat(70)}1${'}'.repeat(70)}}`;
    expect((await call('POST', `${PATH}/${webhook.id}/test`, { body: deep })).status).toBe(422);
    await remove(webhook);
  });

  it('that is deleted leaves its name and its place to others', async () => {
    const first = await make('reused');
    await remove(first);
    const second = await make('reused');
    expect((await call('GET', `${PATH}/${first.id}`)).status).toBe(404);
    await remove(second);
  });
});
