import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Download, Page } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Answer, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { findAccessibilityFaults } from './accessibility.ts';
import { closeBrowser, DESKTOP, openConsole, PHONE } from './open-console.ts';

let app: TestApp;
let receiver: Receiver;
let answer: Answer = { status: 204 };
beforeAll(async () => {
  receiver = await startReceiver(() => answer);
  app = await startTestApp();
  await app.api.POST('/api/webhooks', {
    body: { name: 'Shop', uid: 'shop', url: `${receiver.url}hooks`, retry: { schedule_ms: [3_600_000], jitter: 0 } },
  });
});
afterAll(async () => {
  await closeBrowser();
  await receiver.close();
  await app.close();
});

/** Publishes an event; answers the id of its delivery once that has had an attempt. */
async function deliver(type: string, given: Answer, tags: string[] = []): Promise<string> {
  answer = given;
  const { data: event } = await app.api.POST('/api/events', {
    body: { type, data: { order_id: 4711, lines: [{ sku: 'a' }] }, tags },
  });
  const id = event?.id ?? '';
  return await eventually('an attempt is recorded', async () => {
    const { data } = await app.api.GET('/api/events/{id}/deliveries', { params: { path: { id } } });
    const delivery = data?.data[0];
    return delivery !== undefined && delivery.attempt_count > 0 && delivery.id;
  });
}

const BROKEN: Answer = {
  status: 503,
  headers: { 'content-type': 'application/json' },
  body: '{"error":{"code":"overloaded"}}',
};

const currentRow = async (page: Page): Promise<string | null> =>
  await page.locator('tr[aria-current]').getByRole('link').textContent();

describe('the list of deliveries', () => {
  it('is filtered by whatever the API filters by, and keeps that in its address', async () => {
    await deliver('order.paid', { status: 204 }, ['eu']);
    await deliver('order.lost', BROKEN, ['us']);
    const { page, complaints, close } = await openConsole(app, { path: 'deliveries' });
    const rows = page.getByRole('row');
    await page.getByRole('link', { name: 'order.paid' }).waitFor();

    await page.getByRole('button', { name: 'Retrying' }).click();
    await page.getByRole('link', { name: 'order.paid' }).waitFor({ state: 'detached' });
    expect(await rows.filter({ hasText: 'order.lost' }).count()).toBe(1);
    await page.getByLabel('Webhook').selectOption('Shop');
    await page.getByLabel('Created').selectOption('Last hour');
    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByLabel('Event type').fill('order.lost');
    await page.getByLabel('Event type').press('Enter');
    await page.getByLabel('Response', { exact: true }).fill('5xx');
    await page.getByLabel('Response', { exact: true }).press('Enter');
    await page.getByLabel('Tag').fill('us');
    await page.getByLabel('Tag').press('Enter');
    await page.getByRole('button', { name: 'Not 2xx' }).click();
    await page.getByRole('button', { name: 'Remove the filter Error http_status' }).waitFor();
    const { searchParams } = new URL(page.url());
    expect(Object.fromEntries(searchParams)).toMatchObject({
      status: 'retrying',
      event_type: 'order.lost',
      response_status: '5xx',
      tag: 'us',
      error_type: 'http_status',
      webhook_id: expect.stringMatching(/^wh_/) as string,
      created_after: expect.stringMatching(/Z$/) as string,
    });

    await page.reload();
    await page.getByRole('link', { name: 'order.lost' }).waitFor();
    expect(await page.getByRole('button', { name: 'Retrying' }).getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('button', { name: 'Remove the filter Tag us' }).click();
    await page.waitForURL((url) => !url.searchParams.has('tag'));
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByRole('link', { name: 'order.paid' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('is gone through by keys, there and back', async () => {
    const { page, complaints, close } = await openConsole(app, { path: 'deliveries' });
    await page.getByRole('link', { name: 'order.paid' }).waitFor();
    await page.keyboard.press('j');
    expect(await currentRow(page)).toBe('order.lost');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await currentRow(page)).toBe('order.paid');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'order.lost' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 1, name: 'Deliveries' }).waitFor();
    expect(await currentRow(page)).toBe('order.lost');

    await page.keyboard.press('/');
    await page.keyboard.type('nobody.knows');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing matches').waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe('nobody.knows');
    await page.keyboard.press('/');
    await page.keyboard.type('us');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'order.lost' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('follows by itself what happens, and stays at the row that somebody is at', async () => {
    const { page, close } = await openConsole(app, { path: 'deliveries' });
    await page.getByRole('link', { name: 'order.lost' }).waitFor();
    await page.keyboard.press('j');
    const before = await currentRow(page);
    await deliver('order.late', { status: 204 });
    await page.getByRole('link', { name: 'order.late' }).waitFor();
    expect(await currentRow(page)).toBe(before);
    await close();
  });

  it.each([
    { choice: 'CSV', lines: /^id,tenant_id[^\n]*\r\n[^\n]*order\.lost[^\n]*\r\n$/ },
    { choice: 'NDJSON', lines: /^\{[^\n]*order\.lost[^\n]*\}\n$/ },
  ])('is kept as $choice, with what its filters match', async ({ choice, lines }) => {
    const { page, complaints, close } = await openConsole(app, { path: 'deliveries?event_type=order.lost' });
    await page.getByRole('link', { name: 'order.lost' }).waitFor();
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download') as Promise<Download>,
      page.getByRole('menuitem', { name: `as ${choice}` }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`deliveries.${choice.toLowerCase()}`);
    expect(readFileSync(await download.path(), 'utf8')).toMatch(lines);
    expect(complaints).toEqual([]);
    await close();
  });

  it('says what is wrong with its address', async () => {
    const { page, close } = await openConsole(app, { path: 'deliveries?response_status=nothing' });
    await page.getByRole('alert').getByText('response_status').waitFor();
    await close();
  });
});

describe('one delivery', () => {
  it('shows why it failed, what to do about it, and when it is tried again', async () => {
    const id = await deliver('order.sad', BROKEN);
    const { page, complaints, close } = await openConsole(app, { path: `deliveries/${id}` });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByText('The receiver failed: look in its log').waitFor();
    const timeline = page.getByRole('region', { name: 'Timeline' });
    await timeline.getByText('Attempt 1').waitFor();
    expect(await timeline.locator('.is-ahead').textContent()).toMatch(/Attempt 2in (59 min \d+ s|1 h)/);
    expect(await page.getByRole('region', { name: 'Response body' }).textContent()).toBe(
      '{\n  "error": {\n    "code": "overloaded"\n  }\n}',
    );
    expect(await page.getByRole('region', { name: 'Request body' }).textContent()).toContain('"order_id": 4711');
    expect(await page.getByRole('table', { name: 'Request headers' }).textContent()).toContain('webhook-signature');
    expect(await page.locator('.timings').textContent()).toMatch(/Connect.*First byte.*Total/);
    await page.getByRole('button', { name: 'Copy as curl' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied).toContain(`curl --globoff '${receiver.url}hooks'`);

    answer = { status: 204 };
    await page.getByRole('button', { name: 'Send now' }).click();
    await timeline.getByText('Attempt 2').waitFor();
    await page.getByRole('banner').or(page.locator('.page-header')).getByText('Delivered').waitFor();
    await page.getByRole('heading', { level: 2, name: 'Attempt 2' }).waitFor();
    await page.keyboard.press('k');
    await page.getByRole('heading', { level: 2, name: 'Attempt 1' }).waitFor();
    expect(new URL(page.url()).searchParams.get('attempt')).toBe('1');

    const count = receiver.requests.length;
    await page.getByRole('button', { name: 'Resend' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Resend' }).click();
    await timeline.getByText('Attempt 3').waitFor();
    expect(receiver.requests).toHaveLength(count + 1);
    expect(complaints).toEqual([]);
    await close();
  });

  it('is cancelled while it waits, once that is confirmed', async () => {
    const id = await deliver('order.slow', BROKEN);
    const { page, complaints, close } = await openConsole(app, { path: `deliveries/${id}` });
    await page.getByRole('button', { name: 'Cancel delivery' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(page.url()).toContain(id);
    await page.getByRole('button', { name: 'Cancel delivery' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel delivery' }).click();
    await page.getByRole('region', { name: 'Facts' }).getByText('It was cancelled by request.').waitFor();
    expect(await page.getByRole('button', { name: 'Cancel delivery' }).count()).toBe(0);
    const { data } = await app.api.GET('/api/deliveries/{id}', { params: { path: { id } } });
    expect(data?.status).toBe('cancelled');
    expect(complaints).toEqual([]);
    await close();
  });

  it('is where its id, and that of an attempt, lead in the palette', async () => {
    const id = await deliver('order.found', BROKEN);
    const { data } = await app.api.GET('/api/deliveries/{id}', { params: { path: { id } } });
    const { page, complaints, close } = await openConsole(app);
    for (const asked of [id, data?.attempts[0]?.id ?? '']) {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'A page, or an id' }).fill(asked);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'order.found' }).waitFor();
      expect(new URL(page.url()).pathname).toBe(`/console/deliveries/${id}`);
      await page.getByRole('link', { name: 'Overview' }).first().click();
      await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    }
    expect(complaints).toEqual([]);
    await close();
  });

  it('that is not there says so', async () => {
    const { page, close } = await openConsole(app, { path: 'deliveries/dlv_01h455vb4pex5vsknk084sn02q' });
    await page.getByRole('alert').getByText('There is no such delivery.').waitFor();
    await close();
  });
});

describe('both', () => {
  it.each([
    { theme: 'light', viewport: DESKTOP },
    { theme: 'dark', viewport: DESKTOP },
    { theme: 'light', viewport: PHONE },
    { theme: 'dark', viewport: PHONE },
  ] as const)('have nothing that axe finds, and fit ($theme, $viewport.width px)', async (look) => {
    const id = await deliver('order.looked-at', BROKEN, ['eu']);
    const { page, complaints, close } = await openConsole(app, { ...look, path: 'deliveries?tag=eu' });
    await page.getByRole('link', { name: 'order.looked-at' }).first().waitFor();
    await page.getByRole('button', { name: 'More filters' }).click();
    await expectFaultless(page);
    await page.goto(`${app.url}/console/deliveries/${id}`);
    await page.getByRole('region', { name: 'Request body' }).waitFor();
    await expectFaultless(page);
    expect(complaints).toEqual([]);
    await close();
  });
});

async function expectFaultless(page: Page): Promise<void> {
  expect(await findAccessibilityFaults(page)).toEqual([]);
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  expect(overflow).toBeLessThanOrEqual(0);
}
