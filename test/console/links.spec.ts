import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { makeInbox } from '../support/inboxes.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { closeBrowser, openConsole } from './open-console.ts';

let app: TestApp;
let receiver: Receiver;
/** Whatever has a page of its own, by what it is. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  receiver = await startReceiver(() => ({ status: 410 }));
  app = await startTestApp();
  const body = { name: 'Gone', url: receiver.url, retry: { schedule_ms: [0] } };
  const { data: webhook } = await app.api.POST('/api/webhooks', { body });
  const { data: event } = await app.api.POST('/api/events', { body: { type: 'order.paid', data: {} } });
  const delivery = await eventually('it is given up', async () => {
    const { data } = await app.api.GET('/api/deliveries', { params: { query: { status: 'dead_letter' } } });
    return data?.data[0];
  });
  const params = { path: { id: delivery.id } };
  const { data: detail } = await app.api.GET('/api/deliveries/{id}', { params });
  const replayBody = { mode: 'missing', filter: { webhook_id: webhook?.id } };
  const replay = (await app.post('/api/replays', replayBody)).body as { id: string };
  const { data: tenants } = await app.api.GET('/api/tenants');
  Object.assign(ids, {
    webhook: webhook?.id,
    event: event?.id,
    delivery: delivery.id,
    attempt: detail?.attempts[0]?.id,
    replay: replay.id,
    inbox: (await makeInbox(app, { name: 'Mine' })).id,
    tenant: tenants?.data[0]?.id,
  });
});
afterAll(async () => {
  await closeBrowser();
  await receiver.close();
  await app.close();
});

describe('the palette', () => {
  it.each([
    ['webhook', 'webhooks', 'Gone'],
    ['event', 'events', 'order.paid'],
    ['delivery', 'deliveries', 'order.paid'],
    ['attempt', 'deliveries', 'order.paid'],
    ['replay', 'replays', /./],
    ['inbox', 'inboxes', 'Mine'],
    ['tenant', 'settings/tenants', 'default'],
  ] as const)('leads whoever has the id of a %s to its page', async (kind, place, title) => {
    const { page, complaints, close } = await openConsole(app, { path: 'settings/event-types' });
    await page.getByRole('heading', { level: 1, name: 'Event types' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'A page, or an id' }).fill(ids[kind] ?? '');
    await page.keyboard.press('Enter');
    const shown = kind === 'attempt' ? ids.delivery : ids[kind];
    await page.waitForURL((url) => url.pathname === `/console/${place}/${shown ?? ''}`);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('a delivery', () => {
  it('leads to its event and back, to its webhook, and to the dead letters beside it', async () => {
    const { page, complaints, close } = await openConsole(app, { path: `deliveries/${ids.delivery ?? ''}` });
    const facts = page.getByRole('region', { name: 'Facts' });
    await facts.getByRole('link', { name: ids.event ?? '' }).click();
    await page.waitForURL(/\/events\/evt_/);
    await page
      .getByRole('region', { name: 'Deliveries of the event' })
      .getByRole('link', { name: 'Gone' })
      .click();
    await page.waitForURL(/\/deliveries\/dlv_/);

    await facts.getByRole('link', { name: 'All of its webhook' }).click();
    await page.waitForURL(`**/dead-letters?webhook_id=${ids.webhook ?? ''}`);
    const group = page.getByRole('region', { name: 'Gone · HTTP 410' });
    await group.getByRole('link', { name: 'See the newest' }).click();
    await page.waitForURL(/\/deliveries\/dlv_/);
    await facts.getByRole('link', { name: 'Gone' }).click();
    await page.waitForURL(/\/webhooks\/wh_/);
    await page.getByRole('heading', { level: 1, name: 'Gone' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('what needs a look', () => {
  it('leads from the overview to the webhook and to what it has lost', async () => {
    const { page, complaints, close } = await openConsole(app);
    const trouble = page.locator('.trouble', { hasText: 'Gone' });
    await trouble.getByRole('link', { name: 'one dead letter' }).click();
    await page.getByRole('region', { name: 'Gone · HTTP 410' }).waitFor();
    await page.goBack();
    await trouble.getByRole('link', { name: 'Gone' }).click();
    await page.getByRole('heading', { level: 1, name: 'Gone' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('a row of the audit log', () => {
  it('leads to what was changed', async () => {
    const { page, complaints, close } = await openConsole(app, {
      path: 'settings/audit?action=webhook.created',
    });
    await page.getByRole('row', { name: /Gone/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('link', { name: ids.webhook ?? '' })
      .click();
    await page.getByRole('heading', { level: 1, name: 'Gone' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});
