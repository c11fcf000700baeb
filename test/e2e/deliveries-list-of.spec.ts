import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fromPublicId, toPublicId, type Uuid } from '../../src/domain/ids.ts';
import { addDeliveries, type DeliveryRowPlan } from '../support/delivery-rows.ts';
import { addEvents } from '../support/event-rows.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { walkPages, type PageBody } from '../support/walk-pages.ts';

let app: TestApp;
let eventId: Uuid;
let webhookId: Uuid;
let ofEvent: string[];
let ofWebhook: string[];
let recent: string[];

const add = async (plans: readonly DeliveryRowPlan[]): Promise<string[]> =>
  (await addDeliveries(app.database, plans)).map((id) => toPublicId('delivery', id)).toReversed();

beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
  const created = await app.post('/api/webhooks', { uid: 'parent', url: 'http://127.0.0.1:9/' });
  webhookId = fromPublicId('webhook', (created.body as { id: string }).id) ?? '';
  [eventId = ''] = await addEvents(app.database, [{}]);
  const others = await add(Array.from({ length: 60 }, () => ({ status: 'delivered' })));
  ofEvent = await add([
    { status: 'delivered', eventId },
    { status: 'retrying', eventId },
  ]);
  ofWebhook = await add([
    { status: 'delivered', webhookId, eventType: 'x' },
    { status: 'dead_letter', webhookId },
    { status: 'pending', webhookId },
  ]);
  recent = [...ofWebhook, ...ofEvent, ...others];
});
afterAll(() => app.close());

const idsOf = ({ data }: PageBody): string[] => data.map(({ id }) => id);
const list = async (path: string): Promise<string[]> => {
  const answer = await app.get(path);
  expect(answer.status).toBe(200);
  return idsOf(answer.body as PageBody);
};

describe('200: GET /api/events/{id}/deliveries', () => {
  it('lists those of the event, page by page, with further filters', async () => {
    const path = `/api/events/${toPublicId('event', eventId)}/deliveries`;
    expect(await list(path)).toEqual(ofEvent);
    expect((await walkPages(app, `${path}?limit=1`)).map(idsOf)).toEqual(ofEvent.map((id) => [id]));
    expect(await list(`${path}?status=delivered`)).toEqual([ofEvent[1]]);
    expect(await list(`${path}?webhook_id=parent`)).toEqual([]);
    const counted = await app.get(path).set('Prefer', 'count=exact');
    expect(counted.body).toMatchObject({ total: 2 });
    expect(counted.headers['preference-applied']).toBe('count=exact');
  });

  it('is empty for an event that nobody asked for', async () => {
    const [quiet = ''] = await addEvents(app.database, [{}]);
    expect(await list(`/api/events/${toPublicId('event', quiet)}/deliveries`)).toEqual([]);
  });
});

describe('200: GET /api/webhooks/{id}/deliveries', () => {
  it('lists those of the webhook, by id or uid, page by page, with further filters', async () => {
    for (const name of ['parent', toPublicId('webhook', webhookId)]) {
      const path = `/api/webhooks/${name}/deliveries`;
      expect(await list(path)).toEqual(ofWebhook);
      expect((await walkPages(app, `${path}?limit=2`)).flatMap(idsOf)).toEqual(ofWebhook);
      expect(await list(`${path}?event_type=x`)).toEqual([ofWebhook[2]]);
      expect(await list(`${path}?event_id=${toPublicId('event', eventId)}`)).toEqual([]);
      expect((await app.get(path).set('Prefer', 'count=exact')).body).toMatchObject({ total: 3 });
    }
  });
});

describe('200: GET /api/deliveries/recent', () => {
  it.each(['/api/deliveries/recent', '/deliveries/recent'])(
    'lists the newest 50, or as many as asked (%s)',
    async (path) => {
      expect(await list(path)).toEqual(recent.slice(0, 50));
      expect(await list(`${path}?limit=2`)).toEqual(recent.slice(0, 2));
      expect((await walkPages(app, path)).flatMap(idsOf)).toEqual(recent);
    },
  );
});

describe('404', () => {
  it.each([
    ['/api/events/evt_01h455vb4pex5vsknk084sn02q/deliveries', 'event'],
    ['/api/events/nonsense/deliveries', 'event'],
    ['/api/webhooks/wh_01h455vb4pex5vsknk084sn02q/deliveries', 'webhook'],
    ['/api/webhooks/nobody/deliveries', 'webhook'],
    ['/api/webhooks/a%00b/deliveries', 'webhook'],
    ['/api/webhooks/%F0%9F%98%80/deliveries', 'webhook'],
  ])('for %s', async (path, what) => {
    expect((await app.get(path)).body).toMatchObject({ status: 404, detail: `There is no such ${what}.` });
  });

  it('for what another tenant has', async () => {
    await addTenant(app, 'acme');
    const paths = [
      `/api/events/${toPublicId('event', eventId)}/deliveries`,
      '/api/webhooks/parent/deliveries',
    ];
    for (const path of paths) expect((await app.get(path).set('Posthorn-Tenant', 'acme')).status).toBe(404);
    const theirs = await app.get('/api/deliveries/recent').set('Posthorn-Tenant', 'acme');
    expect(theirs.body).toMatchObject({ data: [] });
  });
});

describe('422', () => {
  it.each([
    '/api/events/evt_01h455vb4pex5vsknk084sn02q/deliveries?event_id=evt_01h455vb4pex5vsknk084sn02q',
    '/api/events/evt_01h455vb4pex5vsknk084sn02q/deliveries?status=none',
    '/api/webhooks/parent/deliveries?webhook_id=parent',
    '/api/webhooks/parent/deliveries?cursor=nonsense',
    '/api/deliveries/recent?status=failed',
    '/api/deliveries/recent?limit=0',
  ])('for %s', async (path) => {
    const [name = ''] = path.split('?')[1]?.split('=') ?? [];
    expect((await app.get(path)).body).toMatchObject({
      status: 422,
      code: 'invalid',
      errors: [{ path: name }],
    });
  });
});
