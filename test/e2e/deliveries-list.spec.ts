import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { fromPublicId, toPublicId, type Uuid } from '../../src/domain/ids.ts';
import { addDeliveries, nextId, type DeliveryRowPlan, type RowStatus } from '../support/delivery-rows.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { walkPages, type PageBody } from '../support/walk-pages.ts';

const ALL: readonly RowStatus[] = [
  'pending',
  'in_progress',
  'retrying',
  'delivered',
  'dead_letter',
  'cancelled',
  'shadowed',
];

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
});
beforeEach(async () => {
  await app.database.query('truncate live_deliveries, finished_deliveries');
});
afterAll(() => app.close());

const add = async (plans: readonly DeliveryRowPlan[]): Promise<string[]> =>
  (await addDeliveries(app.database, plans)).map((id) => toPublicId('delivery', id));
const list = async (query = ''): Promise<PageBody> => {
  const answer = await app.get(`/api/deliveries${query}`);
  expect({ status: answer.status, text: answer.status === 200 ? '' : answer.text }).toEqual({
    status: 200,
    text: '',
  });
  return answer.body as PageBody;
};
const idsOf = ({ data }: PageBody): string[] => data.map(({ id }) => id);

async function addWebhook(uid: string): Promise<Uuid> {
  const answer = await app.post('/api/webhooks', { uid, url: 'http://127.0.0.1:9/' });
  return fromPublicId('webhook', (answer.body as { id: string }).id) ?? '';
}

describe('200', () => {
  it('shows queue and history as one list, newest first, at both addresses', async () => {
    const ids = await add([...ALL, ...ALL].map((status) => ({ status })));
    const page = await list();
    expect(idsOf(page)).toEqual(ids.toReversed());
    expect(page).toMatchObject({ has_more: false, next_cursor: null, prev_cursor: null });
    expect((await app.get('/deliveries')).body).toEqual(page);
  });

  it('shows all of a delivery; the next retry only of one that waits for it', async () => {
    await add([
      { status: 'in_progress' },
      { status: 'retrying' },
      { status: 'dead_letter', eventType: 'a.b' },
    ]);
    const { data } = await list();
    expect(data[0]).toEqual({
      id: expect.stringMatching(/^dlv_/) as unknown,
      tenant_id: 'tn_01k0000000e008000000000001',
      event_id: expect.stringMatching(/^evt_/) as unknown,
      event_type: 'a.b',
      webhook_id: expect.stringMatching(/^wh_/) as unknown,
      status: 'dead_letter',
      reason: 'exhausted',
      attempt_count: 1,
      max_attempts: 10,
      next_retry_at: null,
      last_response_status: null,
      last_error_type: null,
      tags: [],
      created_at: expect.stringMatching(/Z$/) as unknown,
      updated_at: expect.stringMatching(/Z$/) as unknown,
      completed_at: expect.stringMatching(/Z$/) as unknown,
    });
    expect(data[1]).toMatchObject({
      status: 'retrying',
      next_retry_at: expect.stringMatching(/Z$/) as unknown,
    });
    expect(data[2]).toMatchObject({ status: 'in_progress', next_retry_at: null, completed_at: null });
  });

  it.each([
    ['pending', ['pending']],
    ['delivered', ['delivered']],
    ['dead_letter', ['dead_letter']],
    ['failed', ['retrying', 'dead_letter']],
    ['delivered,in_progress', ['in_progress', 'delivered']],
    ['dead_letter,cancelled', ['dead_letter', 'cancelled']],
    ['failed,dead_letter,delivered', ['retrying', 'delivered', 'dead_letter']],
    ['shadowed', ['shadowed']],
    ['rate_limited', []],
    [ALL.join(','), ALL],
  ])('filters by status=%s', async (status, expected) => {
    await add(ALL.map((one) => ({ status: one })));
    const { data } = await list(`?status=${status}`);
    expect(data.map((delivery) => delivery.status).toReversed()).toEqual(expected);
  });

  it('filters by webhook, by id or uid, and with other filters; of a deleted one by its id', async () => {
    const webhookId = await addWebhook('filtered');
    const ids = await add(
      ALL.flatMap((status) => [{ status }, { status, webhookId }, { status, webhookId, eventType: 'x' }]),
    );
    const of = (...places: number[]): string[] => places.map((place) => ids[place] ?? '').toReversed();
    const own = of(1, 2, 4, 5, 7, 8, 10, 11, 13, 14, 16, 17, 19, 20);
    const publicId = toPublicId('webhook', webhookId);
    expect(idsOf(await list(`?webhook_id=${publicId}`))).toEqual(own);
    expect(idsOf(await list('?webhook_id=filtered'))).toEqual(own);
    expect(idsOf(await list('?webhook_id=filtered&event_type=x'))).toEqual(of(2, 5, 8, 11, 14, 17, 20));
    expect(idsOf(await list('?webhook_id=filtered&status=failed'))).toEqual(of(7, 8, 13, 14));
    expect(idsOf(await list('?webhook_id=filtered&status=delivered&event_type=x'))).toEqual(of(11));
    await app.delete('/api/webhooks/filtered');
    expect(idsOf(await list(`?webhook_id=${publicId}`))).toEqual(own);
  });

  it('filters by event type and by event', async () => {
    const eventId = nextId();
    await app.database.query(
      `insert into events (id, tenant_id, type, occurred_at) select $1, id, 'a', now() from tenants limit 1`,
      [eventId],
    );
    const ids = await add(
      ALL.flatMap((status) => [
        { status, eventType: 'a', eventId },
        { status, eventType: 'b' },
      ]),
    );
    const ofEvent = ids.filter((_, index) => index % 2 === 0).toReversed();
    expect(idsOf(await list('?event_type=a'))).toEqual(ofEvent);
    expect(idsOf(await list('?event_type=a&status=failed'))).toEqual([ofEvent[2], ofEvent[4]]);
    expect(idsOf(await list('?event_type=none'))).toEqual([]);
    const event = toPublicId('event', eventId);
    expect(idsOf(await list(`?event_id=${event}`))).toEqual(ofEvent);
    expect(idsOf(await list(`?event_id=${event}&status=delivered`))).toEqual([ofEvent[3]]);
    expect(idsOf(await list(`?event_id=${event}&event_type=b`))).toEqual([]);
    const pages = await walkPages(app, `/api/deliveries?event_id=${event}&limit=4`);
    expect(pages.map(idsOf)).toEqual([ofEvent.slice(0, 4), ofEvent.slice(4)]);
  });

  it('counts when it is asked to, to 10,001', async () => {
    const count = async (query: string): Promise<unknown> =>
      ((await app.get(`/api/deliveries${query}`).set('Prefer', 'count=exact')).body as PageBody).total;
    await add(ALL.flatMap((status) => [{ status }, { status, eventType: 'x' }]));
    expect(await count('?limit=1')).toBe(14);
    expect(await count('?status=failed&event_type=x')).toBe(2);
    expect(await count('?status=rate_limited')).toBe(0);
    await add(Array.from({ length: 10_100 }, () => ({ status: 'delivered' as const })));
    expect(await count('?limit=1')).toBe(10_001);
  });
});

describe('200: paging', () => {
  it.each(['', '&status=failed', '&event_type=some.type', '&status=delivered'])(
    'neither skips nor repeats while deliveries arrive and finish, in both directions (%s)',
    async (filter) => {
      const ids = await add(Array.from({ length: 60 }, (_, n) => ({ status: ALL[n % 6] ?? 'pending' })));
      const matching = idsOf(await list(`?limit=250${filter}`));
      expect(matching.length).toBeGreaterThan(9);
      const path = `/api/deliveries?limit=4${filter}`;
      const pages = await walkPages(app, path, async () => {
        await add([{ status: 'retrying' }, { status: 'delivered' }, { status: 'dead_letter' }]);
        await finishSome();
      });
      expect(pages.flatMap(idsOf)).toEqual(matching);
      expect(pages.every(({ data }) => data.length <= 4)).toBe(true);

      const back: string[][] = [];
      for (let prev = pages.at(-1)?.prev_cursor ?? null; prev !== null;) {
        const page: PageBody = await list(`?limit=4${filter}&cursor=${prev}`);
        if (page.data.length > 0) back.unshift(idsOf(page));
        prev = page.prev_cursor;
      }
      const returned = back.flat();
      const lastPage = pages.at(-1);
      const expected = idsOf(await list(`?limit=250${filter}`)).filter(
        (id) => lastPage === undefined || !idsOf(lastPage).includes(id),
      );
      expect(returned).toEqual(expected);
      expect(ids).toHaveLength(60);
    },
  );

  /** Moves a retrying row to history as dead letter: it stays in every list that showed it, under its id. */
  async function finishSome(): Promise<void> {
    await app.database.query(`
      with taken as (
        delete from live_deliveries where id = (select id from live_deliveries where status = 'retrying' order by id limit 1)
        returning *)
      insert into finished_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, reason, attempt_count,
                                       max_attempts, lease_token, created_at)
      select id, tenant_id, webhook_id, event_id, event_type, 'dead_letter', 'exhausted', attempt_count, max_attempts,
             lease_token, created_at
      from taken`);
  }

  it('goes on behind 20,000 rows that its filters pass over, with a short page in between', async () => {
    const eventType = 'rare.type';
    const kinds = ['pending', 'delivered', 'pending'] as const;
    const sought = await add(kinds.map((status) => ({ status, eventType })));
    await add(
      Array.from({ length: 25_000 }, () => ({ status: 'pending' as const, eventType: 'usual.type' })),
    );
    const newest = await add([{ status: 'retrying', eventType }]);
    const first = await list(`?event_type=${eventType}`);
    expect(idsOf(first)).toEqual(newest);
    expect(first.has_more).toBe(true);
    const pages = await walkPages(app, `/api/deliveries?event_type=${eventType}`);
    expect(pages.flatMap(idsOf)).toEqual([...newest, ...sought.toReversed()]);
    const count = await app.get(`/api/deliveries?event_type=${eventType}`).set('Prefer', 'count=exact');
    expect(count.body).not.toHaveProperty('total');
  });

  it('is not held up by what waits of another tenant', async () => {
    const tenantId = await addTenant(app, 'noisy');
    const mine = await add([{ status: 'pending' }, { status: 'delivered' }, { status: 'retrying' }]);
    await add(Array.from({ length: 25_000 }, () => ({ status: 'pending' as const, tenantId })));
    const page = await list();
    expect({ ids: idsOf(page), more: page.has_more }).toEqual({ ids: mine.toReversed(), more: false });
  });
});

describe('404', () => {
  it.each([
    ['webhook_id=wh_01h455vb4pex5vsknk084sn02q', 'webhook'],
    ['webhook_id=nobody', 'webhook'],
    ['webhook_id=wh_x', 'webhook'],
    ['event_id=evt_01h455vb4pex5vsknk084sn02q', 'event'],
  ])('for %s, which names none', async (query, what) => {
    const answer = await app.get(`/api/deliveries?${query}`);
    expect(answer.body).toMatchObject({ status: 404, detail: `There is no such ${what}.` });
  });

  it('for another tenant’s webhook, and nothing of theirs is listed', async () => {
    const webhookId = await addWebhook('theirs');
    const tenantId = await addTenant(app, 'acme');
    await add(ALL.flatMap((status) => [{ status, webhookId }]));
    const [own] = await add([{ status: 'delivered', tenantId }]);
    const asAcme = (query: string) => app.get(`/api/deliveries${query}`).set('Posthorn-Tenant', 'acme');
    expect((await asAcme(`?webhook_id=${toPublicId('webhook', webhookId)}`)).status).toBe(404);
    expect(idsOf((await asAcme('')).body as PageBody)).toEqual([own]);
    expect(idsOf((await asAcme('?event_type=some.type')).body as PageBody)).toEqual([own]);
    expect(idsOf((await asAcme('?status=failed')).body as PageBody)).toEqual([]);
  });
});

describe('422', () => {
  it.each([
    'status=unknown',
    'status=',
    'status=pending,',
    'cursor=nonsense',
    'limit=0',
    'event_id=nonsense',
    'event_id=wh_01h455vb4pex5vsknk084sn02q',
    'webhook_id=',
    'event_type=a%20b',
    'nope=1',
  ])('for %s', async (query) => {
    const answer = await app.get(`/api/deliveries?${query}`);
    expect(answer.body).toMatchObject({
      status: 422,
      code: 'invalid',
      errors: [{ path: query.split('=')[0] }],
    });
  });
});
