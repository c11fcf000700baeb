import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WebhookStatsJson } from '../../src/stats/stats-answers.ts';
import { eventually } from '../support/eventually.ts';
import { countLists } from '../support/listed-stats.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;
let webhookId: string;
beforeAll(async () => {
  app = await startTestApp();
  receiver = await startReceiver(({ path }, index) => ({
    status: path !== '/fine' && index % 2 === 0 ? 500 : 204,
    delayMs: path === '/fine' ? 10 : 0,
  }));
  webhookId = await subscribe('watched', { retry: { max_attempts: 3, initial_delay_ms: 5 } });
  await subscribe('other', {});
  for (const type of ['watched', 'other']) await publish(type, 6);
  await eventually('all are finished', async () => {
    const list = await app.get('/api/deliveries?status=pending,in_progress,retrying&event_type=watched');
    return (list.body as { data: object[] }).data.length === 0;
  });
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

async function subscribe(type: string, more: object): Promise<string> {
  const created = await app.post('/api/webhooks', { uid: type, url: receiver.url, events: [type], ...more });
  return (created.body as { id: string }).id;
}
async function publish(type: string, count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, number) => ({ type, data: { number } }));
  expect((await app.post('/api/events/batch', { events })).status).toBe(202);
}
const statsOf = async (name: string, query = ''): Promise<WebhookStatsJson> => {
  const answer = await app.get(`/api/webhooks/${name}/stats${query}`);
  expect({ status: answer.status, text: answer.status === 200 ? '' : answer.text }).toEqual({
    status: 200,
    text: '',
  });
  return answer.body as WebhookStatsJson;
};

describe('200', () => {
  it('counts those of the webhook alone, by id or uid, as its list of deliveries does', async () => {
    const { stats } = await countLists(app, 'webhook_id=watched');
    for (const name of [webhookId, 'watched']) {
      const answered = await statsOf(name);
      expect(answered).toMatchObject({ webhook_id: webhookId, total: 6, ...stats });
      expect(answered).not.toHaveProperty('by_webhook');
    }
  });

  it('tells when it last succeeded and last failed', async () => {
    const list = await app.get('/api/deliveries?webhook_id=watched&status=delivered');
    const completed = (list.body as { data: { completed_at: string }[] }).data.map((one) => one.completed_at);
    const stats = await statsOf('watched');
    expect(stats.last_delivered_at).toBe(completed.toSorted().at(-1));
    expect(stats.last_failure_at).toMatch(/^\d{4}-.*\.\d{3}Z$/);
    expect(await statsOf('watched', '?created_before=2026-01-01T00:00:00Z')).toMatchObject({
      total: 0,
      last_delivered_at: null,
      last_failure_at: null,
    });
  });

  it('tells how much waits, and calls nothing overdue that a pause holds back', async () => {
    const id = await subscribe('waiting', { active: true });
    await app.post(`/api/webhooks/${id}/pause`);
    await publish('waiting', 3);
    expect(await statsOf(id)).toMatchObject({
      queue_depth: 3,
      oldest_due_at: null,
      by_status: { pending: 3 },
    });
  });

  it('is of one moment: its numbers agree while deliveries are under way', async () => {
    const id = await subscribe('busy', { url: `${receiver.url}fine`, max_in_flight: 4 });
    await publish('busy', 300);
    const seen = new Set<number>();
    const areDelivered = async (): Promise<boolean> => {
      const { by_status: counts, attempts, total, queue_depth: depth } = await statsOf(id);
      expect({ total, succeeded: attempts.succeeded, depth }).toEqual({
        total: 300,
        succeeded: counts.delivered,
        depth: counts.pending,
      });
      seen.add(counts.delivered);
      return counts.delivered === 300;
    };
    await eventually('all are delivered', areDelivered, 45_000);
    expect(seen.size).toBeGreaterThan(2);
  }, 60_000);

  it('keeps the numbers of a deleted webhook under its id', async () => {
    const id = await subscribe('short-lived', { retry: { max_attempts: 1 } });
    await publish('short-lived', 2);
    const finished = await eventually('both are finished', async () => {
      const stats = await statsOf(id);
      return stats.by_status.delivered + stats.by_status.dead_letter === 2 && stats;
    });
    expect((await app.delete('/api/webhooks/short-lived')).status).toBe(204);
    const { created_after: after, created_before: before, ...kept } = await statsOf(id);
    expect({ ...kept, created_after: after, created_before: before }).toEqual({
      ...finished,
      created_after: after,
      created_before: before,
    });
    expect((await app.get('/api/webhooks/short-lived/stats')).status).toBe(404);
  });
});

describe('404', () => {
  it.each(['wh_01h455vb4pex5vsknk084sn02q', 'wh_x', 'nobody', 'a%00b', '%F0%9F%98%80'])(
    'for %s, which names none',
    async (name) => {
      expect((await app.get(`/api/webhooks/${name}/stats`)).body).toMatchObject({
        status: 404,
        detail: 'There is no such webhook.',
      });
    },
  );

  it('for another tenant’s', async () => {
    await addTenant(app, 'acme');
    for (const name of [webhookId, 'watched']) {
      const answer = await app.get(`/api/webhooks/${name}/stats`).set('Posthorn-Tenant', 'acme');
      expect(answer.status).toBe(404);
    }
  });
});

describe('422', () => {
  it.each([
    ['created_after=nonsense', 'created_after'],
    ['created_after=2026-01-01T00:00:00Z&created_before=2026-03-01T00:00:00Z', 'created_after'],
    ['webhook_id=watched', 'webhook_id'],
  ])('for %s', async (query, path) => {
    expect((await app.get(`/api/webhooks/watched/stats?${query}`)).body).toMatchObject({
      status: 422,
      code: 'invalid',
      errors: [{ path }],
    });
  });
});
