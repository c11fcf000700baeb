import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SCHEDULE_AHEAD_MAX_MS } from '../../src/domain/event-times.ts';
import { eventually } from '../support/eventually.ts';
import { asShown, openGuide, runRequests } from '../support/guide.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const guide = openGuide('docs/guides/scheduled-events.md');

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  const put = await app.put('/api/webhooks/reminders', { url: 'http://127.0.0.1:9/', events: ['trial.*'] });
  expect(put.status).toBe(201);
});
afterAll(() => app.close());

const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
let eventId = '';
const run = async (name: string): Promise<unknown[]> =>
  await runRequests(
    guide
      .block(name)
      .replaceAll('127.0.0.1:3000', `127.0.0.1:${app.port}`)
      .replaceAll('EVENT_ID', eventId)
      .replaceAll('DELIVER_AT', inAnHour),
  );
const shown = (name: string): unknown => asShown(JSON.parse(guide.block(name)));

describe('the guide to scheduled events', () => {
  it('schedules one, explains it and calls it off', async () => {
    const [event] = await run('schedule');
    expect(event).toEqual(shown('scheduled'));
    expect(event).toMatchObject({
      deliver_at: inAnHour,
      expires_at: new Date(Date.parse(inAnHour) + 3_600_000).toISOString(),
    });
    eventId = (event as { id: string }).id;
    expect(await run('explain')).toEqual([shown('explained')]);
    expect(await run('cancel')).toEqual([shown('cancelled')]);
  });

  it('shows what becomes of one that is too late', async () => {
    const [, event] = await run('too-late');
    const { id } = event as { id: string };
    const delivery = await eventually('it is given up', async () => {
      const answer = await app.get(`/api/events/${id}/deliveries`);
      const [found] = (answer.body as { data: { status: string }[] }).data;
      return found?.status === 'dead_letter' && found;
    });
    expect(delivery).toEqual(shown('given-up'));
  });

  it('states the bounds as they are', () => {
    const [deliverAt = [], lifetime = []] = guide.table('Bounds');
    expect(deliverAt[1]).toBe(`at most ${SCHEDULE_AHEAD_MAX_MS / 86_400_000} days ahead`);
    expect(lifetime[1]).toBe(`1 to ${SCHEDULE_AHEAD_MAX_MS}`); // as events-schedule.spec.ts tries it
    expect(guide.text).toContain('`expired` within about a second');
  });

  it('has no code that is not tried here', () => {
    expect(guide.untried()).toEqual([]);
  });
});
