import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  app = await startTestApp();
  receiver = await startReceiver(() => ({ status: 204, delayMs: 5 }));
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

const createWebhook = async (type: string, body: object = {}): Promise<string> => {
  const answer = await app.post('/api/webhooks', { url: `${receiver.url}${type}`, events: [type], ...body });
  return (answer.body as { id: string }).id;
};
const publish = async (type: string, count: number): Promise<void> => {
  const events = Array.from({ length: count }, (_, number) => ({ type, data: { number } }));
  expect((await app.post('/api/events/batch', { events })).status).toBe(202);
};
const requestsOf = (type: string) => receiver.requests.filter(({ path }) => path === `/${type}`);
const statusesOf = async (id: string): Promise<Record<string, number>> => {
  const answer = await app.get(`/api/deliveries?webhook_id=${id}&limit=250`);
  const counts: Record<string, number> = {};
  for (const { status } of (answer.body as { data: { status: string }[] }).data) {
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
};

describe('200: pause and resume', () => {
  it('keeps what is published meanwhile, and sends it when it goes on', async () => {
    const id = await createWebhook('kept');
    const paused = await app.post(`/api/webhooks/${id}/pause`);
    expect(paused.status).toBe(200);
    expect(paused.body).toMatchObject({ id, state: 'paused', active: true, version: 1 });
    await publish('kept', 5);
    expect(await statusesOf(id)).toEqual({ pending: 5 });
    expect(requestsOf('kept')).toEqual([]);
    const resumed = await app.post(`/api/webhooks/${id}/resume`);
    expect(resumed.body).toMatchObject({ state: 'active' });
    await eventually('all arrive', () => requestsOf('kept').length === 5);
  });

  it('stops in the middle of a backlog, a tick after the answer at the latest', async () => {
    const id = await createWebhook('stopped', { max_in_flight: 4 });
    await publish('stopped', 200);
    await eventually('requests arrive', () => requestsOf('stopped').length > 10);
    await app.post(`/api/webhooks/${id}/pause`);
    const answeredAt = performance.now();
    await eventually('nothing is in flight', async () => !('in_progress' in (await statusesOf(id))));
    const waiting = (await statusesOf(id)).pending ?? 0;
    expect(waiting).toBeGreaterThan(0);
    expect(requestsOf('stopped').filter(({ at }) => at > answeredAt + 100)).toEqual([]);
    await app.post(`/api/webhooks/${id}/resume`);
    await eventually('the rest arrives', () => requestsOf('stopped').length === 200);
  });

  it.each(['pause', 'resume', 'enable'])('may be repeated: %s', async (action) => {
    const id = await createWebhook('repeated');
    const first = await app.post(`/api/webhooks/${id}/${action}`);
    const second = await app.post(`/api/webhooks/${id}/${action}`);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body).toEqual(first.body);
    expect(second.headers.etag).toBe(first.headers.etag);
  });
});

describe('200: enable', () => {
  it('takes back what its deliveries found', async () => {
    const id = await createWebhook('found', { uid: 'found' });
    await app.database.query(
      `update webhook_states set disabled_at = now(), disabled_reason = 'gone'
       where webhook_id = (select id from webhooks where uid = 'found')`,
    );
    expect((await app.get('/api/webhooks/found')).body).toMatchObject({ state: 'disabled' });
    const enabled = await app.post(`/api/webhooks/${id}/enable`);
    expect(enabled.body).toMatchObject({ state: 'active', state_reason: null, active: true, version: 1 });
    await publish('found', 1);
    await eventually('it arrives', () => requestsOf('found').length === 1);
  });

  it('activates what its owner made inactive, in a new version', async () => {
    const id = await createWebhook('inactive', { active: false });
    const enabled = await app.post(`/api/webhooks/${id}/enable`);
    expect(enabled.body).toMatchObject({ state: 'active', active: true, version: 2 });
  });
});

describe('204: a deletion in the middle of a backlog', () => {
  it('ends its rows cancelled, with no request later than a tick after the answer', async () => {
    const id = await createWebhook('deleted', { max_in_flight: 4 });
    await publish('deleted', 200);
    await eventually('requests arrive', () => requestsOf('deleted').length > 10);
    expect((await app.delete(`/api/webhooks/${id}`)).status).toBe(204);
    const answeredAt = performance.now();
    await eventually('all rows have ended', async () => {
      const rows = await app.database.query(
        `select from live_deliveries d join webhooks w on w.id = d.webhook_id where w.events = '{deleted}'`,
      );
      return rows.length === 0;
    });
    expect(requestsOf('deleted').filter(({ at }) => at > answeredAt + 100)).toEqual([]);
    expect(requestsOf('deleted').length).toBeLessThan(200);
    const ends = await app.database.query<{ status: string; reason: string }>(
      `select distinct d.status, d.reason from finished_deliveries d join webhooks w on w.id = d.webhook_id
       where w.events = '{deleted}' and d.status <> 'delivered'`,
    );
    expect(ends).toEqual([{ status: 'cancelled', reason: 'webhook_deleted' }]);
  });
});

describe('404', () => {
  it.each(['pause', 'resume', 'enable'])('for the unknown webhook: %s', async (action) => {
    const answer = await app.post(`/api/webhooks/nobody/${action}`);
    expect(answer.body).toMatchObject({ status: 404, detail: 'There is no such webhook.' });
  });
});

describe('412', () => {
  it.each(['pause', 'resume', 'enable'])('for another version: %s', async (action) => {
    const id = await createWebhook('versioned');
    const answer = await app.post(`/api/webhooks/${id}/${action}`).set('If-Match', '"other"');
    expect(answer.body).toMatchObject({ status: 412, code: 'precondition_failed' });
  });

  it('for the version before a pause', async () => {
    const id = await createWebhook('versioned');
    const etag = (await app.get(`/api/webhooks/${id}`)).headers.etag ?? '';
    await app.post(`/api/webhooks/${id}/pause`);
    expect((await app.patch(`/api/webhooks/${id}`, { name: 'x' }).set('If-Match', etag)).status).toBe(412);
  });
});
