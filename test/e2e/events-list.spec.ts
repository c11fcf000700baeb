import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { toPublicId } from '../../src/domain/ids.ts';
import { addEvents, type EventRowPlan } from '../support/event-rows.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { walkPages, type PageBody } from '../support/walk-pages.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
});
beforeEach(async () => {
  await app.database.query('truncate events');
});
afterAll(() => app.close());

const add = async (plans: readonly EventRowPlan[]): Promise<string[]> =>
  (await addEvents(app.database, plans)).map((id) => toPublicId('event', id));
const list = async (query = ''): Promise<PageBody> => {
  const answer = await app.get(`/api/events${query}`);
  expect(answer.status).toBe(200);
  return answer.body as PageBody;
};
const idsOf = ({ data }: PageBody): string[] => data.map(({ id }) => id);

describe('200', () => {
  it('has nothing to show at first', async () => {
    const nothing = { data: [], has_more: false, next_cursor: null, prev_cursor: null };
    expect(await list()).toEqual(nothing);
    expect(await list('?tag=a')).toEqual(nothing);
  });

  it('shows the newest first, all but the data', async () => {
    const published = [];
    for (const body of [
      { type: 'a.b', data: { secret: 1 } },
      { type: 'c', data: {}, priority: 3, tags: ['x', 'y'], expires_after_ms: 60_000 },
    ]) {
      published.push((await app.post('/api/events', body)).body as object);
    }
    const { data } = await list();
    const createdAt = expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/) as unknown;
    expect(data).toEqual(published.toReversed().map((event) => ({ ...event, created_at: createdAt })));
  });

  it('filters by type, by tag, and by both', async () => {
    const ids = await add([
      { type: 'a', tags: ['x', 'grün'] },
      { type: 'b', tags: ['x'] },
      { type: 'a.b', tags: ['x", "grün'] },
      { type: 'a' },
    ]);
    expect(idsOf(await list('?type=a'))).toEqual([ids[3], ids[0]]);
    expect(idsOf(await list('?tag=x'))).toEqual([ids[1], ids[0]]);
    expect(idsOf(await list(`?tag=${encodeURIComponent('grün')}`))).toEqual([ids[0]]);
    expect(idsOf(await list('?type=a&tag=x'))).toEqual([ids[0]]);
    expect(idsOf(await list('?type=none'))).toEqual([]);
  });

  it('filters by time: created_after belongs to the range, created_before does not', async () => {
    const noon = Date.now() - 1_000;
    const ids = await add([-1, 0, 1, 2].map((offset) => ({ madeAt: noon + offset })));
    const at = (offset: number): string => new Date(noon + offset).toISOString();
    expect(idsOf(await list(`?created_after=${at(0)}`))).toEqual([ids[3], ids[2], ids[1]]);
    expect(idsOf(await list(`?created_before=${at(0)}`))).toEqual([ids[0]]);
    expect(idsOf(await list(`?created_after=${at(0)}&created_before=${at(2)}`))).toEqual([ids[2], ids[1]]);
    expect(idsOf(await list(`?created_after=${at(2)}&created_before=${at(0)}`))).toEqual([]);
    expect(idsOf(await list('?created_after=0001-01-01T00:00:00Z'))).toHaveLength(4);
    expect(idsOf(await list('?created_before=9999-12-31T23:59:59.999999Z'))).toHaveLength(4);
    const pages = await walkPages(app, `/api/events?limit=1&created_after=${at(0)}&created_before=${at(2)}`);
    expect(pages.flatMap(idsOf)).toEqual([ids[2], ids[1]]);
  });

  it('counts when it is asked to, and says so', async () => {
    await add(Array.from({ length: 7 }, (_, n) => ({ type: n % 2 === 0 ? 'even' : 'odd' })));
    const count = (query: string) => app.get(`/api/events${query}`).set('Prefer', 'count=exact');
    const all = await count('?limit=2');
    expect(all.body).toMatchObject({ total: 7 });
    expect(all.headers['preference-applied']).toBe('count=exact');
    expect((await count('?type=even')).body).toMatchObject({ total: 4 });
    expect((await count('?tag=none')).body).toMatchObject({ total: 0 });
    const unasked = await app.get('/api/events');
    expect(unasked.body).not.toHaveProperty('total');
    expect(unasked.headers).not.toHaveProperty('preference-applied');
  });

  it('shows nothing of another tenant', async () => {
    const tenantId = await addTenant(app, 'acme');
    await add([{}, { tenantId, tags: ['x'] }]);
    expect(idsOf(await list())).toHaveLength(1);
    expect(idsOf(await list('?tag=x'))).toEqual([]);
    const theirs = await app.get('/api/events').set('Posthorn-Tenant', 'acme');
    expect(idsOf(theirs.body as PageBody)).toHaveLength(1);
  });
});

describe('200: paging', () => {
  it.each(['', '&type=even', '&tag=third'])(
    'neither skips nor doubles while events arrive, in both directions (%s)',
    async (filter) => {
      const plans = Array.from({ length: 60 }, (_, n) => ({
        type: n % 2 === 0 ? 'even' : 'odd',
        tags: n % 3 === 0 ? ['third'] : [],
      }));
      await add(plans);
      const matching = idsOf(await list(`?limit=250${filter}`));
      expect(matching.length).toBeGreaterThan(19);
      const pages = await walkPages(app, `/api/events?limit=7${filter}`, async () => {
        await add(plans.slice(0, 5));
      });
      expect(pages.flatMap(idsOf)).toEqual(matching);

      const back: string[] = [];
      for (let prev = pages.at(-1)?.prev_cursor ?? null; prev !== null;) {
        const page: PageBody = await list(`?limit=7${filter}&cursor=${prev}`);
        back.unshift(...idsOf(page));
        prev = page.prev_cursor;
      }
      const lastIds = idsOf(
        pages.at(-1) ?? { data: [], has_more: false, next_cursor: null, prev_cursor: null },
      );
      const now = idsOf(await list(`?limit=250${filter}`));
      expect(now.length).toBeGreaterThan(matching.length);
      expect(back).toEqual(now.filter((id) => !lastIds.includes(id)));
    },
  );

  it('goes on behind 20,000 events that its filters pass over, with a short page in between', async () => {
    const before = await add([{ tags: ['rare'] }, { tags: ['rare'] }]);
    await add(Array.from({ length: 25_000 }, () => ({})));
    const after = await add([{ tags: ['rare'] }]);
    const pages = await walkPages(app, '/api/events?tag=rare');
    expect(pages.map(idsOf)).toEqual([after, before.toReversed()]);
    const counted = await app.get('/api/events?tag=rare').set('Prefer', 'count=exact');
    expect(counted.body).not.toHaveProperty('total');
    expect(counted.headers).not.toHaveProperty('preference-applied');
    const all = await app.get('/api/events?limit=1').set('Prefer', 'count=exact');
    expect(all.body).toMatchObject({ total: 10_001 });
  });
});

describe('422', () => {
  it.each([
    'type=a%20b',
    'type=a.*',
    'tag=',
    'tag=a%00b',
    'created_after=2026-01-31',
    'created_before=2026-02-30T00:00:00Z',
    'created_before=yesterday',
    'cursor=nonsense',
    'limit=251',
    'data=1',
  ])('for %s', async (query) => {
    const answer = await app.get(`/api/events?${query}`);
    expect(answer.body).toMatchObject({
      status: 422,
      code: 'invalid',
      errors: [{ path: query.split('=')[0] }],
    });
  });
});
