import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fromPublicId, toPublicId, type Uuid } from '../../src/domain/ids.ts';
import { addAttempts } from '../support/attempt-rows.ts';
import { addDeliveries, nextId } from '../support/delivery-rows.ts';
import { DEFAULT_TENANT } from '../support/engine-harness.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { createWebhook } from '../support/test-sends.ts';
import { walkPages, type PageBody } from '../support/walk-pages.ts';

const URLS = ['https://one.example/a', 'https://one.example/b', 'https://two.example/a'];
const eventIds: readonly Uuid[] = [nextId(), nextId()];

let app: TestApp;
let webhookIds: string[];
/** Oldest first. */
let ids: string[];
let attemptId: string;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
  const webhooks = [];
  for (const [n, url] of URLS.entries()) webhooks.push(await createWebhook(app, { url, uid: `hook-${n}` }));
  webhookIds = webhooks.map(({ id }) => id);
  const [first, second, third] = webhookIds.map((id) => fromPublicId('webhook', id) ?? '');
  const made = await addDeliveries(app.database, [
    { status: 'delivered', webhookId: first ?? '', eventType: 'order.paid', eventId: eventIds[0] ?? '' },
    { status: 'dead_letter', webhookId: second ?? '', eventType: 'order.lost', tags: ['order.paid', 'x y'] },
    { status: 'retrying', webhookId: third ?? '', eventType: 'hook-0', eventId: eventIds[0] ?? '' },
    { status: 'pending', webhookId: first ?? '', eventType: 'order.paid', eventId: eventIds[1] ?? '' },
    { status: 'delivered', eventType: 'order.paid', tenantId: await addTenant(app, 'acme') },
  ]);
  ids = made.map((id) => toPublicId('delivery', id));
  const attempt = { deliveryId: made[1] ?? '', webhookId: second ?? '', madeAt: Date.now(), durationMs: 1 };
  const [stored = ''] = await addAttempts(app.database, [{ ...attempt, errorType: 'http_status' }]);
  attemptId = toPublicId('attempt', stored);
});
afterAll(() => app.close());

async function search(text: string, rest = ''): Promise<number[]> {
  const path = `/api/deliveries?q=${encodeURIComponent(text)}${rest}`;
  const answer = await app.get(path);
  expect(answer.status).toBe(200);
  const pages = await walkPages(app, `${path}&limit=1`);
  const found = (answer.body as PageBody).data.map(({ id }) => id);
  expect(pages.flatMap(({ data }) => data.map(({ id }) => id))).toEqual(found);
  const counted = await app.get(path).set('Prefer', 'count=exact');
  expect(counted.body).toMatchObject({ total: found.length });
  return found.map((id) => ids.indexOf(id));
}

describe('200', () => {
  it.each<[string, () => string, number[]]>([
    ['the id of a delivery', () => ids[2] ?? '', [2]],
    ['the id of an attempt', () => attemptId, [1]],
    ['the id of an event', () => toPublicId('event', eventIds[0] ?? ''), [2, 0]],
    ['the id of a webhook', () => webhookIds[0] ?? '', [3, 0]],
    ['a type, which is a tag as well', () => 'order.paid', [3, 1, 0]],
    ['a tag', () => 'x y', [1]],
    ['the uid of a webhook, which is a type as well', () => 'hook-0', [3, 2, 0]],
    ['the beginning of a URL', () => 'https://one.example/', [3, 1, 0]],
    ['the beginning of one host', () => 'HTTPS://Two', [2]],
    ['a whole URL', () => 'https://one.example/b', [1]],
  ])('finds by %s', async (_name, textOf, places) => {
    expect(await search(textOf())).toEqual(places);
  });

  it('finds deliveries of webhooks that are deleted', async () => {
    const { id } = await createWebhook(app, { url: 'https://gone.example/', uid: 'gone' });
    const [made = ''] = await addDeliveries(app.database, [
      { status: 'delivered', webhookId: fromPublicId('webhook', id) ?? '' },
    ]);
    await app.delete(`/api/webhooks/${id}`);
    for (const text of ['https://gone.', id]) {
      const answer = await app.get(`/api/deliveries?q=${text}`);
      expect((answer.body as PageBody).data).toMatchObject([{ id: toPublicId('delivery', made) }]);
    }
  });

  it.each([
    'nothing',
    'order',
    'order.',
    'ORDER.PAID',
    'https://one.example/c',
    'http://one.example/',
    'one.example',
    '%',
    "' or true --",
    'dlv_01h455vb4pex5vsknk084sn02q',
    'att_01h455vb4pex5vsknk084sn02q',
    'evt_01h455vb4pex5vsknk084sn02q',
    'wh_01h455vb4pex5vsknk084sn02q',
    'dlv_',
  ])('finds nothing by %s', async (text) => {
    expect(await search(text)).toEqual([]);
  });

  it.each<[string, number[]]>([
    ['&status=failed', [1]],
    ['&status=pending,delivered', [3, 0]],
    ['&event_type=order.lost', [1]],
    ['&webhook_id=hook-0', [3, 0]],
    ['&error_type=http_status', []],
  ])('finds a word among what %s leaves', async (rest, places) => {
    expect(await search('order.paid', rest)).toEqual(places);
  });

  it.each<[string, () => string, number[]]>([
    ['a URL and a webhook of it', () => '&webhook_id=hook-1', [1]],
    ['a URL and another webhook', () => '&webhook_id=hook-2', []],
    ['a URL and an event', () => `&event_id=${toPublicId('event', eventIds[1] ?? '')}`, [3]],
    ['a URL and a status', () => '&status=delivered,dead_letter', [1, 0]],
    ['a URL and failures alone', () => '&status=dead_letter', [1]],
  ])('finds what is of both: %s', async (_name, restOf, places) => {
    expect(await search('https://one.example/', restOf())).toEqual(places);
  });

  it('finds nothing of another tenant', async () => {
    const answer = await app.get(`/api/deliveries?q=${ids[0] ?? ''}`).set('Posthorn-Tenant', 'acme');
    expect((answer.body as PageBody).data).toEqual([]);
    const own = await app.get('/api/deliveries?q=order.paid').set('Posthorn-Tenant', 'acme');
    expect((own.body as PageBody).data).toMatchObject([{ id: ids[4] }]);
  });

  it('finds those of a hundred webhooks at once', async () => {
    await app.database.query(
      `insert into webhooks (id, tenant_id, name, url, retry)
       select gen_random_uuid(), $1, 'many', 'https://many.example/' || n, '{}' from generate_series(1, 100) n`,
      [DEFAULT_TENANT],
    );
    const rows = await app.database.query<{ id: Uuid }>(
      `select id from webhooks where name = 'many' order by url`,
    );
    const made = await addDeliveries(
      app.database,
      rows.map(({ id }) => ({ status: 'delivered', webhookId: id })),
    );
    const pages = await walkPages(app, '/api/deliveries?q=https://many.example/&limit=30');
    const found = pages.flatMap(({ data }) => data.map(({ id }) => id));
    expect(found).toEqual(made.toReversed().map((id) => toPublicId('delivery', id)));
  });
});

describe('422', () => {
  it('for the beginning of too many URLs', async () => {
    await app.database.query(
      `insert into webhooks (id, tenant_id, name, url, retry)
       select gen_random_uuid(), $1, 'crowd', 'https://crowd.example/' || n, '{}' from generate_series(1, 1001) n`,
      [DEFAULT_TENANT],
    );
    const answer = await app.get('/api/deliveries?q=https://crowd.');
    expect(answer.body).toMatchObject({ status: 422, errors: [{ path: 'q' }] });
    expect(await search('https://crowd.example/7')).toEqual([]);
  });
});
