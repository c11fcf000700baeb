import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { toPublicId } from '../../src/domain/ids.ts';
import { addDeliveries, type DeliveryRowPlan } from '../support/delivery-rows.ts';
import { addEvents } from '../support/event-rows.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { walkPages, type PageBody } from '../support/walk-pages.ts';

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
const list = async (query: string): Promise<string[]> => {
  const answer = await app.get(`/api/deliveries${query}`);
  expect(answer.status).toBe(200);
  return (answer.body as PageBody).data.map(({ id }) => id);
};

describe('200', () => {
  /** One of each end, oldest first. */
  const ENDS: readonly DeliveryRowPlan[] = [
    { status: 'delivered', responseStatus: 200 },
    { status: 'delivered', responseStatus: 204, tags: ['x'] },
    { status: 'dead_letter', responseStatus: 503, errorType: 'http_status', tags: ['x', 'y'] },
    { status: 'dead_letter', errorType: 'timeout_error' },
    { status: 'cancelled', responseStatus: 404, errorType: 'http_status', eventType: 'other' },
    { status: 'retrying', responseStatus: 500, errorType: 'http_status', tags: ['y'] },
    { status: 'retrying', errorType: 'dns_error', tags: ['x'] },
    { status: 'pending', tags: ['x'] },
  ];

  it.each<[string, number[]]>([
    ['error_type=http_status', [5, 4, 2]],
    ['error_type=timeout_error,%20dns_error', [6, 3]],
    ['error_type=tls_error', []],
    ['error_type=http_status&status=delivered', []],
    ['error_type=http_status&status=failed', [5, 2]],
    ['error_type=http_status&event_type=other', [4]],
    ['response_status=503', [2]],
    ['response_status=5xx', [5, 2]],
    ['response_status=2xx', [1, 0]],
    ['response_status=204,5xx,404', [5, 4, 2, 1]],
    ['response_status=200,503&status=dead_letter,delivered', [2, 0]],
    ['response_status=600', []],
    ['tag=x', [7, 6, 2, 1]],
    ['tag=x&status=pending,delivered', [7, 1]],
    ['tag=y&response_status=5xx&error_type=http_status', [5, 2]],
    ['tag=none', []],
  ])('filters by %s', async (query, places) => {
    const ids = await add(ENDS);
    const expected = places.map((place) => ids[place]);
    expect(await list(`?${query}`)).toEqual(expected);
    const counted = await app.get(`/api/deliveries?${query}&limit=1`).set('Prefer', 'count=exact');
    expect(counted.body).toMatchObject({ total: places.length });
    expect(counted.headers['preference-applied']).toBe('count=exact');
    const pages = await walkPages(app, `/api/deliveries?${query}&limit=1`);
    expect(pages.flatMap(({ data }) => data.map(({ id }) => id))).toEqual(expected);
  });

  it('filters by time in queue and history, and within an event', async () => {
    const noon = Date.now() - 1_000;
    const [eventId = ''] = await addEvents(app.database, [{}]);
    const ids = await add(
      [-1, 0, 1, 2].flatMap((offset) => [
        { status: 'delivered' as const, eventId, madeAt: noon + offset },
        { status: 'pending' as const, eventId, madeAt: noon + offset },
        { status: 'dead_letter' as const, madeAt: noon + offset },
      ]),
    );
    const at = (offset: number): string => new Date(noon + offset).toISOString();
    const within = `created_after=${at(0)}&created_before=${at(2)}`;
    const of = (...places: number[]): Set<unknown> => new Set(places.map((place) => ids[place]));
    expect(new Set(await list(`?${within}`))).toEqual(of(3, 4, 5, 6, 7, 8));
    expect(new Set(await list(`?${within}&status=failed`))).toEqual(of(5, 8));
    expect(new Set(await list(`?${within}&event_id=${toPublicId('event', eventId)}`))).toEqual(
      of(3, 4, 6, 7),
    );
    expect(new Set(await list(`?created_before=${at(0)}`))).toEqual(of(0, 1, 2));
    const pages = await walkPages(app, `/api/deliveries?${within}&limit=4`);
    expect(pages.map(({ data }) => data.length)).toEqual([4, 2]);
  });
});

describe('422', () => {
  it.each([
    'error_type=unknown',
    'error_type=',
    'error_type=http_status,',
    'response_status=5x',
    'response_status=099',
    'response_status=1000',
    'response_status=xxx',
    'response_status=',
    'tag=',
    'tag=a%00',
    'created_after=today',
    'created_before=2026-01-31T00:00:00',
    'q=',
    'q=a%00',
    `q=${'x'.repeat(2_049)}`,
  ])('for %s', async (query) => {
    const answer = await app.get(`/api/deliveries?${query}`);
    expect(answer.body).toMatchObject({
      status: 422,
      code: 'invalid',
      errors: [{ path: query.split('=')[0] }],
    });
  });
});
