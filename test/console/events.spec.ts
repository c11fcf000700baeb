import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_KEY, callerWith, GUARDED } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { expectFaultless, LOOKS } from './fits.ts';
import { closeBrowser, consoleKey, openConsole } from './open-console.ts';

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver(({ path }) => ({ status: path === '/broken' ? 500 : 204 }));
  app = await startTestApp();
  const retry = { schedule_ms: [3_600_000], jitter: 0 };
  const works = { name: 'Works', url: receiver.url, events: ['order.*'] };
  await app.api.POST('/api/webhooks', { body: works });
  await app.api.POST('/api/webhooks', {
    body: { ...works, name: 'Breaks', url: `${receiver.url}broken`, retry },
  });
  await app.api.POST('/api/webhooks', { body: { ...works, name: 'Other', events: ['user.*'] } });
});
afterAll(async () => {
  await closeBrowser();
  await receiver.close();
  await app.close();
});

/** Answers the id of the event once one of its deliveries waits for its second attempt. */
async function publish(type: string, tags: string[] = []): Promise<string> {
  const body = { type, data: { order_id: 4711 }, tags };
  const { data: event } = await app.api.POST('/api/events', { body });
  const id = event?.id ?? '';
  return await eventually('a delivery waits', async () => {
    const params = { path: { id }, query: { status: 'retrying' } };
    const { data } = await app.api.GET('/api/events/{id}/deliveries', { params });
    return data?.data.length === 1 && id;
  });
}

describe('a test event', () => {
  it('is published as it was typed, faults first, and its page tells by itself what becomes of it', async () => {
    const { page, complaints, close } = await openConsole(app, { path: 'events' });
    await page.getByText('No event yet').waitFor();
    await page.getByRole('link', { name: 'Publish a test event' }).first().click();
    await page.getByLabel('Type').fill('posthorn.mine');
    await page.getByLabel('Data').fill('{"id": 12345678901234567890,');
    await page.getByText(/^The data is not JSON/).waitFor();
    expect(await page.getByRole('button', { name: 'Publish' }).isDisabled()).toBe(true);
    await page.getByLabel('Data').fill('{"id": 12345678901234567890, "n": 1.0}');
    await page.getByRole('button', { name: 'Lay out the JSON' }).click();
    expect(await page.getByLabel('Data').inputValue()).toBe(
      '{\n  "id": 12345678901234567890,\n  "n": 1.0\n}',
    );
    await page.getByLabel('Tags').fill('eu, test');
    await page.getByRole('button', { name: 'Publish' }).click();
    await page
      .locator('.field-error')
      .getByText(/^type /)
      .waitFor();
    complaintsOfRefusal(complaints);

    await page.getByLabel('Type').fill('order.paid');
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByRole('heading', { level: 1, name: 'order.paid' }).waitFor();
    const deliveries = page.getByRole('region', { name: 'Deliveries of the event' });
    await deliveries.getByRole('row', { name: /Delivered.*Works/ }).waitFor();
    await deliveries.getByRole('row', { name: /Retrying.*Breaks/ }).waitFor();
    expect(await page.getByRole('region', { name: 'Data of the event' }).textContent()).toContain(
      '"id": 12345678901234567890,\n  "n": 1.0',
    );
    expect(receiver.requests.at(-1)?.body.toString()).toContain('12345678901234567890');
    const explained = page.locator('.explanation');
    expect(await explained.filter({ hasText: 'Other' }).textContent()).toContain('does not subscribe');
    expect(await explained.filter({ hasText: 'Works' }).textContent()).toContain('Gets it');

    await deliveries.getByRole('link', { name: 'Breaks' }).click();
    await page.getByRole('heading', { level: 2, name: 'Attempt 1' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 2, name: 'Who gets it' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('is not offered to a key that may not publish', async () => {
    const guarded = await startTestApp(GUARDED);
    const key = await consoleKey(guarded, ['read']);
    await callerWith(guarded, ADMIN_KEY)('POST', '/api/events', { body: { type: 'a.b', data: {} } });
    const { page, complaints, close } = await openConsole(guarded, { path: 'events', key });
    await page.getByRole('link', { name: 'a.b' }).click();
    await page.getByText('There is no webhook').waitFor();
    expect(await page.getByRole('button', { name: /Erase|Cancel/ }).count()).toBe(0);
    await page.goto(`${guarded.url}/console/events/publish`);
    await page.getByText('Your key may not publish').waitFor();
    expect(complaints).toEqual([]);
    await close();
    await guarded.close();
  });
});

/** The browser tells of every answer that is a refusal; this one was meant. */
function complaintsOfRefusal(complaints: readonly string[]): void {
  const told = complaints as string[];
  expect(told.splice(0)).toEqual([expect.stringContaining('status of 422')]);
}

describe('the list of events', () => {
  it('is filtered, and keeps that in its address; rows are opened by keys, and left', async () => {
    await publish('order.red', ['red']);
    await publish('order.blue', ['blue']);
    const { page, complaints, close } = await openConsole(app, { path: 'events' });
    await page.getByRole('link', { name: 'order.red' }).waitFor();
    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByLabel('Tag').fill('red');
    await page.getByLabel('Tag').press('Enter');
    await page.getByRole('link', { name: 'order.blue' }).waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('link', { name: 'order.red' }).waitFor();
    expect(new URL(page.url()).searchParams.get('tag')).toBe('red');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.keyboard.press('/');
    await page.keyboard.type('order.blue');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'order.red' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'order.blue' }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'order.blue' }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => url.searchParams.get('type') === 'order.blue');
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('one event', () => {
  it('is cancelled and erased, once that is confirmed', async () => {
    const id = await publish('order.regretted', ['eu']);
    const { page, complaints, close } = await openConsole(app, { path: `events/${id}` });
    const facts = page.getByRole('region', { name: 'Facts' });
    await page.getByRole('button', { name: 'Cancel what waits' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel deliveries' }).click();
    await page.getByText('1 delivery is cancelled.').waitFor();
    await page.getByRole('row', { name: /Cancelled.*Breaks/ }).waitFor();
    await facts.getByText('Cancelled').waitFor();

    await page.getByRole('button', { name: 'Erase the data' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Erase for good' }).click();
    await page.getByText('The data was erased').waitFor();
    await facts.getByText('Erased').waitFor();
    expect(await page.getByRole('button', { name: 'Erase the data' }).count()).toBe(0);
    const { data } = await app.api.GET('/api/events/{id}', { params: { path: { id } } });
    expect([data?.data, data?.tags]).toEqual([null, []]);
    expect(complaints).toEqual([]);
    await close();
  });

  it('that has outlived its data says so', async () => {
    const id = await publish('order.old');
    await app.database.query(`update events set data = null where type = 'order.old'`);
    const { page, close } = await openConsole(app, { path: `events/${id}` });
    await page.getByText('The data has outlived its time').waitFor();
    await close();
  });

  it.each(LOOKS)(
    'has nothing that axe finds, as the list and the form, and fits ($theme, $viewport.width px)',
    async (look) => {
      const id = await publish('order.looked-at', ['eu']);
      const { page, complaints, close } = await openConsole(app, { ...look, path: 'events?tag=eu' });
      await page.getByRole('link', { name: 'order.looked-at' }).first().waitFor();
      await page.getByRole('button', { name: 'More filters' }).click();
      await expectFaultless(page);
      await page.goto(`${app.url}/console/events/${id}`);
      await page.locator('.explanation').first().waitFor();
      await page.getByRole('link', { name: 'Breaks' }).first().waitFor();
      await expectFaultless(page);
      await page.goto(`${app.url}/console/events/publish`);
      await page.getByLabel('Data').fill('{');
      await page.getByText(/^The data is not JSON/).waitFor();
      await expectFaultless(page);
      expect(complaints).toEqual([]);
      await close();
    },
  );
});
