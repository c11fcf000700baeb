import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { findAccessibilityFaults } from './accessibility.ts';
import { expectToFit, LOOKS } from './fits.ts';
import { closeBrowser, openConsole } from './open-console.ts';

const EVENTS = 4;
/** As many seconds does their replay take, which is more than a slow machine needs to end it. */
const TICKS = 60;

let app: TestApp;
let receiver: Receiver;
let isMended = false;
beforeAll(async () => {
  receiver = await startReceiver(({ path }) => ({
    status: path === '/closed' ? 422 : path === '/late' || isMended ? 204 : path === '/billing' ? 503 : 422,
  }));
  app = await startTestApp();
  await make('Billing', 'billing');
  await make('Stock', 'stock');
  await make('Closed', 'closed', ['shop.closed']);
  for (let n = 0; n < EVENTS; n += 1) {
    await app.api.POST('/api/events', { body: { type: 'order.paid', data: { n }, tags: ['eu'] } });
  }
  await countOf('dead_letter', 2 * EVENTS);
  // It has missed all of them.
  await make('Late', 'late');
});
afterAll(async () => {
  await closeBrowser();
  await receiver.close();
  await app.close();
});

async function make(name: string, path: string, events: string[] = []): Promise<void> {
  const body = { name, uid: path, url: `${receiver.url}${path}`, retry: { schedule_ms: [0] }, events };
  await app.api.POST('/api/webhooks', { body });
}

async function countOf(status: string, expected: number, query = {}): Promise<void> {
  await eventually(`${expected} are ${status}`, async () => {
    const header = { Prefer: 'count=exact' };
    const params = { query: { status, limit: 1, ...query }, header };
    const { data } = await app.api.GET('/api/deliveries', { params });
    return data?.total === expected;
  });
}

describe('the form of a replay', () => {
  it('counts before it starts, tells what is wrong where it is, and knows what a mode has', async () => {
    const { page, complaints, close } = await openConsole(app, { path: 'replays/new' });
    const start = page.getByRole('button', { name: 'Start the replay' });
    const preview = page.getByRole('region', { name: 'What would be sent' });
    expect(await start.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Count', exact: true }).click();
    await preview.getByText('8 deliveries').waitFor();
    expect(await start.isDisabled()).toBe(false);

    await page.getByLabel('Response status').fill('422');
    expect(await start.isDisabled()).toBe(true);
    await preview.getByText('has changed since it was counted').waitFor();
    await page.getByRole('button', { name: 'Count', exact: true }).click();
    await preview.getByText('4 deliveries').waitFor();
    expect(
      await preview
        .getByRole('row', { name: /^Stock/ })
        .getByRole('cell')
        .last()
        .textContent(),
    ).toBe('4');
    await preview.getByText('The first 4 that would go').click();
    expect(await preview.getByRole('listitem').count()).toBe(4);
    await page.getByLabel('Deliveries a second').fill('2');
    await page.getByText('About 2.0 s for 4').waitFor();
    expect(new URL(page.url()).searchParams.get('rate')).toBe('2');

    await page.getByRole('radio', { name: /^Missing/ }).check();
    expect(await page.getByLabel('Response status').count()).toBe(0);
    await page.getByRole('button', { name: 'Count', exact: true }).click();
    await preview.getByRole('row', { name: /^Late/ }).waitFor();
    await page.getByLabel('Event type').fill('no.such');
    await page.getByRole('button', { name: 'Count', exact: true }).click();
    await preview.getByText('Nothing matches').waitFor();
    expect(await start.isDisabled()).toBe(true);
    expect(complaints).toEqual([]);
    await close();
  });

  it('shows a fault of the API at its field', async () => {
    const { page, close } = await openConsole(app, { path: 'replays/new?response_status=9999' });
    const field = page.getByLabel('Response status');
    await eventually('the fault is told', async () => (await field.getAttribute('aria-invalid')) === 'true');
    expect(await field.inputValue()).toBe('9999');
    await close();
  });
});

describe('dead letters', () => {
  it('are grouped by what went wrong, and replayed with the progress seen', async () => {
    const { page, complaints, close } = await openConsole(app, { path: 'dead-letters' });
    const group = page.getByRole('region', { name: 'Billing · HTTP 503' });
    await group.getByText('4', { exact: true }).waitFor();
    await group.getByText('all attempts used up').waitFor();
    await group.getByText('503').last().waitFor();
    await page.getByRole('region', { name: 'Stock · HTTP 422' }).waitFor();

    await group.getByRole('link', { name: 'Replay these' }).click();
    await page.getByText('4 deliveries').waitFor();
    expect(await page.getByLabel('Response status').inputValue()).toBe('503');
    await page.getByLabel('Deliveries a second').fill('1');
    const before = receiver.requests.length;
    isMended = true;
    await page.getByRole('button', { name: 'Start the replay' }).click();

    await page.waitForURL(/\/replays\/rpl_/);
    const bar = page.getByRole('progressbar', { name: 'Sent so far' });
    const seen = new Set<string>();
    await eventually('it is over, and was seen on its way', async () => {
      seen.add((await bar.getAttribute('aria-valuenow')) ?? '');
      return seen.has('100');
    });
    expect([...seen].some((value) => ['25', '50', '75'].includes(value))).toBe(true);
    await page.getByText('Completed').waitFor();
    await page.getByText('4 of 4').waitFor();
    await page.getByText('anybody: the API is open').waitFor();
    await eventually('all have come', () => receiver.requests.length === before + 4);
    const delivered = page.getByRole('row', { name: /^Delivered/ }).getByRole('link');
    await eventually('what has become of them', async () => (await delivered.textContent()) === '4');
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const link = await page.getByRole('link', { name: 'Its deliveries' }).getAttribute('href');
    expect(link).toContain(`/deliveries?replay_id=${id}`);

    await page.getByRole('link', { name: 'All replays' }).click();
    await page.getByRole('link', { name: 'Failed: Billing' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('are purged by age, once somebody has said so twice', async () => {
    const { page, complaints, close } = await openConsole(app, { path: 'dead-letters' });
    await page.getByRole('region', { name: 'Stock · HTTP 422' }).waitFor();
    await page.getByLabel('Given up').selectOption('more than 30 days ago');
    await page.getByRole('button', { name: 'Purge…' }).click();
    await page.getByRole('button', { name: 'Purge for good' }).click();
    await page.getByText('0 dead letters were purged.').waitFor();

    await page.getByLabel('Given up').selectOption('at any time');
    await page.getByRole('button', { name: 'Purge…' }).click();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await countOf('dead_letter', 4);
    await page.getByRole('button', { name: 'Purge…' }).click();
    await page.getByRole('button', { name: 'Purge for good' }).click();
    await page.getByText('4 dead letters were purged.').waitFor();
    await page.getByText('No dead letters').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('a replay that runs', () => {
  it('is ended by whoever says so twice', async () => {
    for (let n = 0; n < TICKS; n += 1) {
      await app.api.POST('/api/events', { body: { type: 'clock.tick', data: { n } } });
    }
    await make('Clock', 'clock', ['clock.*']);
    const body = { mode: 'missing', filter: { webhook_id: 'clock' }, rate_per_second: 1 } as const;
    const { data } = await app.api.POST('/api/replays', { body });
    const id = data !== undefined && 'id' in data ? data.id : '';
    const { page, complaints, close } = await openConsole(app, { path: `replays/${id}` });
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'End the replay' }).click();
    await page.getByText('Cancelled: what was made due by then is sent, and nothing more.').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('pages of replays and dead letters', () => {
  it.each(LOOKS)('have nothing that axe finds, and fit ($theme, $viewport.width px)', async (look) => {
    await app.api.POST('/api/events', { body: { type: 'shop.closed', data: {} } });
    const { data } = await app.api.GET('/api/replays');
    await expectToFit(app, look, [
      { path: 'replays', shows: 'Failed: Billing, error http_status' },
      { path: 'replays/new?webhook_id=billing', shows: 'What would be sent' },
      { path: `replays/${data?.data[0]?.id ?? ''}`, shows: 'What has become of them' },
      { path: 'dead-letters', shows: 'Closed · HTTP 422' },
    ]);
  });
});
