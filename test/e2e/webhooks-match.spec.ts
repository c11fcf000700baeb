import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/test-app.ts';

interface Matches {
  matched: number;
  data: { event_id: string; event_type: string; would_send: boolean; reason: string | null }[];
}

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
});
afterAll(() => app.close());

const match = (body: object) => app.post('/api/webhooks/match', body);
const publish = async (event: object): Promise<string> => {
  const answer = await app.post('/api/events', event);
  expect(answer.status).toBe(202);
  return (answer.body as { id: string }).id;
};
const reasonsOf = ({ data }: Matches) => data.map(({ event_id: id, reason }) => [id, reason]);

describe('POST /api/webhooks/match', () => {
  it('looks at nothing where nothing has been published', async () => {
    expect((await match({})).body).toEqual({ matched: 0, data: [] });
  });

  it('tells of each event, newest first, whether it would be sent and if not why, as a webhook of the kind gets it', async () => {
    const small = await publish({ type: 'order.paid', data: { total: 5 }, tags: ['eu'] });
    const large = await publish({ type: 'order.paid', data: { total: 500 }, tags: ['eu'] });
    const other = await publish({ type: 'user.made', data: { total: 500 }, tags: ['eu'] });
    const elsewhere = await publish({ type: 'order.paid', data: { total: 500 }, tags: ['us'] });

    const byType = await match({ events: ['order.*'] });
    expect(byType.status).toBe(200);
    expect((byType.body as Matches).matched).toBe(3);
    expect(reasonsOf(byType.body as Matches)).toEqual([
      [elsewhere, null],
      [other, 'no_match'],
      [large, null],
      [small, null],
    ]);

    const filter = { 'data.total': { $gte: 100 }, tags: 'eu' };
    const byContent = (await match({ events: ['order.*'], filter })).body as Matches;
    expect(byContent.matched).toBe(1);
    expect(reasonsOf(byContent)).toEqual([
      [elsewhere, 'filtered'],
      [other, 'no_match'],
      [large, null],
      [small, 'filtered'],
    ]);
    expect(byContent.data[2]).toMatchObject({ event_type: 'order.paid', would_send: true });
  });

  it('takes nothing for everything, and null for the default', async () => {
    const [all, same] = [await match({}), await match({ events: null, filter: null })];
    expect((all.body as Matches).matched).toBe(4);
    expect(same.body).toEqual(all.body);
  });

  it('judges an event without its data as one of null', async () => {
    const id = await publish({ type: 'gone', data: { a: 1 } });
    expect((await app.post(`/api/events/${id}/erase`, {})).status).toBe(200);
    const asked = async (filter: object) =>
      ((await match({ events: ['gone'], filter })).body as Matches).matched;
    expect(await asked({ 'data.a': 1 })).toBe(0);
    expect(await asked({ 'data.a': { $exists: false } })).toBe(1);
  });

  it('looks at no more than the newest 100, and at fewer where their data is over 8 MiB', async () => {
    const events = Array.from({ length: 101 }, (_, n) => ({ type: 'many', data: { n } }));
    await app.post('/api/events/batch', { events });
    const many = (await match({ events: ['many'] })).body as Matches;
    expect([many.data.length, many.matched]).toEqual([100, 100]);

    await app.database.query(`update events set data = json_build_object('text', repeat('x', 1000000))`);
    const large = (await match({ events: ['many'], filter: { 'data.text': { $exists: true } } }))
      .body as Matches;
    expect(large.data).toHaveLength(8);
    expect(large.data[0]?.event_id).toBe(many.data[0]?.event_id);
  });
});

describe('422', () => {
  it.each([
    [{ filter: { 'data.a': { $least: 1 } } }, 'filter["data.a"].$least'],
    [{ filter: [] }, 'filter'],
    [{ events: ['a b'] }, 'events'],
  ])('%j names the fault', async (body, path) => {
    const answer = await match(body);
    expect(answer.status).toBe(422);
    const { errors } = answer.body as { errors: { path: string }[] };
    expect(errors[0]?.path.startsWith(path)).toBe(true);
  });
});
