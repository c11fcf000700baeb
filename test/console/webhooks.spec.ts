import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { findAccessibilityFaults } from './accessibility.ts';
import { expectFaultless, LOOKS } from './fits.ts';
import { closeBrowser, openConsole } from './open-console.ts';

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver(({ path }) =>
    path === '/broken' ? { status: 500, body: 'it is broken' } : { status: 200, body: '{"is":"fine"}' },
  );
  app = await startTestApp();
  const headers = { 'X-Team': 'not to be seen' };
  const works = { name: 'Works', url: receiver.url, uid: 'works', headers, events: ['order.*'] };
  await app.api.POST('/api/webhooks', { body: works });
  const retry = { schedule_ms: [3_600_000] };
  const breaks = { name: 'Breaks', url: `${receiver.url}broken`, uid: 'breaks', retry };
  await app.api.POST('/api/webhooks', { body: breaks });
  await app.api.POST('/api/webhooks', { body: { name: 'Rests', url: receiver.url, uid: 'rests' } });
  await app.api.POST('/api/webhooks/{id}/pause', { params: { path: { id: 'rests' } } });
  await app.api.POST('/api/events', { body: { type: 'order.paid', data: { order_id: 4711 } } });
  await app.api.POST('/api/events', { body: { type: 'user.made', data: {} } });
  await eventually('both are counted', async () => {
    const { data } = await app.api.GET('/api/stats/timeseries');
    return (data?.attempts.count ?? 0) >= 3;
  });
});
afterAll(async () => {
  await closeBrowser();
  await receiver.close();
  await app.close();
});

async function idOf(uid: string): Promise<string> {
  const { data } = await app.api.GET('/api/webhooks/{id}', { params: { path: { id: uid } } });
  if (data === undefined) throw new Error(`there is no webhook ${uid}`);
  return data.id;
}

describe('the list of webhooks', () => {
  it('tells of each its state and its failures, and is narrowed by words and state, in the address', async () => {
    const { page, complaints, close } = await openConsole(app, { path: 'webhooks' });
    const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) });
    await row('Breaks').getByText('100%').waitFor();
    await row('Works').getByText('0%').waitFor();
    await page.getByRole('img', { name: 'Attempts at Breaks by hour' }).waitFor();
    await row('Rests').getByText('Paused').waitFor();

    await page.getByLabel('Search webhooks').fill('order');
    await row('Breaks').waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('q')).toBe('order');
    await page.getByText('1 of 3').waitFor();
    await page.getByLabel('State').selectOption('Paused');
    await page.getByText('No webhook is like that').waitFor();
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await row('Works').getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: 'Works' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('a webhook', () => {
  it('is paused, resumed, disabled, enabled and deleted, with a question where it cannot be taken back', async () => {
    await app.api.PUT('/api/webhooks/{id}', {
      params: { path: { id: 'acted-on' } },
      body: { url: receiver.url, name: 'Acted on', events: ['none'] },
    });
    const { page, complaints, close } = await openConsole(app, { path: 'webhooks/acted-on' });
    const badge = page.locator('.page-header .badge');
    const hasState = async (state: string): Promise<void> => {
      await badge.filter({ hasText: state }).waitFor();
    };
    await page.getByRole('button', { name: 'Pause' }).click();
    await hasState('Paused');
    await page.getByRole('button', { name: 'Resume' }).click();
    await hasState('Active');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Disable…' }).click();
    await page.getByRole('button', { name: 'Disable' }).click();
    await hasState('Disabled');
    await page.getByRole('button', { name: 'Enable' }).click();
    await hasState('Active');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await page.getByText('stay in history').waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { level: 1, name: 'Webhooks' }).waitFor();
    await page.getByRole('link', { name: 'Acted on' }).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await close();
  });

  it('is sent a test, whose answer stands there at once', async () => {
    const { page, complaints, close } = await openConsole(app, { path: 'webhooks/breaks' });
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByLabel('Event type').fill('order.tested');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const result = page.getByRole('status', { name: 'What came of it' });
    await result.getByText('HTTP 500').waitFor();
    await result.getByText('it is broken').waitFor();
    await result.getByText('Failed', { exact: true }).waitFor();
    expect(receiver.requests.at(-1)?.body.toString()).toContain('order.tested');
    expect(await findAccessibilityFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  it('shows its deliveries and its policy, and no value of a header', async () => {
    const { page, complaints, close } = await openConsole(app, { path: 'webhooks/works' });
    await page.getByRole('img', { name: /^Last 24 hours: 1 attempts succeeded/ }).waitFor();
    await page.getByRole('tab', { name: 'Recent deliveries' }).click();
    await page
      .getByRole('row', { name: /^order\.paid/ })
      .getByText('Delivered')
      .waitFor();
    const all = page.getByRole('link', { name: 'All deliveries of this webhook' });
    expect(await all.getAttribute('href')).toBe(`/console/deliveries?webhook_id=${await idOf('works')}`);
    await page.getByRole('tab', { name: 'Policy' }).click();
    await page.getByText('10 attempts over 3 d 3 h.').waitFor();
    await page.getByText('X-Team: ***').waitFor();
    expect(await page.content()).not.toContain('not to be seen');
    await page.getByRole('tab', { name: 'Verify' }).click();
    await page.getByRole('tab', { name: 'Python' }).click();
    await page.getByText('import hmac').waitFor();
    expect(new URL(page.url()).searchParams.get('tab')).toBe('verify');
    expect(complaints).toEqual([]);
    await close();
  });

  it('shows its secret on a click, and rotates it with a countdown for the one before', async () => {
    const path = { id: 'works' };
    const { data: before } = await app.api.GET('/api/webhooks/{id}/secret', { params: { path } });
    const { page, complaints, close } = await openConsole(app, { path: 'webhooks/works?tab=secrets' });
    await page.getByRole('button', { name: 'Show' }).waitFor();
    expect(await page.content()).not.toContain(before?.secret);
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText(before?.secret ?? 'none').waitFor();
    await page.getByRole('button', { name: 'Rotate…' }).click();
    await page.getByLabel('The present one signs beside it').selectOption('for an hour');
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Rotate', exact: true }).click();
    await page.getByText(/59 min \d+ s left/).waitFor();
    const { data: after } = await app.api.GET('/api/webhooks/{id}/secret', { params: { path } });
    expect(after?.secret).not.toBe(before?.secret);
    await page.getByText(after?.secret ?? 'none').waitFor();
    await page.getByText(before?.secret ?? 'none').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('the pages of webhooks', () => {
  it.each(LOOKS)('have nothing that axe finds, and fit ($theme, $viewport.width px)', async (look) => {
    const { page, complaints, close } = await openConsole(app, { ...look, path: 'webhooks' });
    await page.getByRole('link', { name: 'Works' }).waitFor();
    await expectFaultless(page);
    await page.getByRole('link', { name: 'Works' }).click();
    await page.getByRole('img', { name: /^Last 24 hours/ }).waitFor();
    await expectFaultless(page);
    for (const tab of ['Recent deliveries', 'Policy', 'Secrets', 'Verify']) {
      await page.getByRole('tab', { name: tab }).click();
      await page.getByRole('tabpanel', { name: tab }).waitFor();
      await expectFaultless(page);
    }
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByText('of the last 2').waitFor();
    await page.getByRole('region', { name: 'Headers of standard' }).waitFor();
    await expectFaultless(page);
    expect(complaints).toEqual([]);
    await close();
  });
});
