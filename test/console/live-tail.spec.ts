import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startRelay } from '../support/relay.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { findAccessibilityFaults } from './accessibility.ts';
import { expectFaultless, LOOKS } from './fits.ts';
import { closeBrowser, openConsole } from './open-console.ts';

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver(({ path }) => ({ status: path === '/broken' ? 500 : 204 }));
  app = await startTestApp();
  const retry = { max_attempts: 1 };
  await app.api.POST('/api/webhooks', { body: { name: 'Works', url: receiver.url, uid: 'works' } });
  await app.api.POST('/api/webhooks', {
    body: { name: 'Breaks', url: `${receiver.url}broken`, retry, events: ['order.*'] },
  });
});
afterAll(async () => {
  await closeBrowser();
  await receiver.close();
  await app.close();
});

async function publish(type: string): Promise<void> {
  await app.api.POST('/api/events', { body: { type, data: {}, tags: ['eu'] } });
}

const rowOf = (page: Page, type: string) => page.getByRole('row').filter({ hasText: type });

describe('the live tail', () => {
  it('shows attempts as they are made, and leads to their deliveries', async () => {
    const { page, complaints, close } = await openConsole(app, { path: 'live' });
    await page.getByText('Live', { exact: true }).waitFor();
    await page.getByText('Waiting for attempts').waitFor();
    await publish('order.paid');
    const failed = rowOf(page, 'order.paid').filter({ hasText: 'Breaks' });
    await failed.getByText('HTTP 500').waitFor();
    await rowOf(page, 'order.paid').filter({ hasText: 'Works' }).getByText('Succeeded').waitFor();
    const link = await failed.getByRole('link').getAttribute('href');
    expect(link).toMatch(/\/console\/deliveries\/dlv_[0-9a-z]{26}$/);
    expect(complaints).toEqual([]);
    await close();
  });

  it('shows what is asked for alone, and keeps that in its address', async () => {
    const { page, complaints, close } = await openConsole(app, { path: 'live?outcome=failed' });
    await page.getByText('Live', { exact: true }).waitFor();
    await publish('order.kept');
    await rowOf(page, 'order.kept').filter({ hasText: 'Breaks' }).waitFor();
    expect(await rowOf(page, 'order.kept').count()).toBe(1);

    await page.getByLabel('Outcome').selectOption('Any outcome');
    await page.getByLabel('Event type').fill('user.created');
    await page.getByLabel('Event type').press('Enter');
    await page.waitForURL((url) => url.search === '?event_type=user.created');
    await page.getByText('Live', { exact: true }).waitFor();
    await publish('order.passed');
    await publish('user.created');
    await rowOf(page, 'user.created').waitFor();
    expect(await rowOf(page, 'order.passed').count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  it('stands still while it is paused, and counts what it holds', async () => {
    const { page, complaints, close } = await openConsole(app, { path: 'live' });
    await page.getByText('Live', { exact: true }).waitFor();
    await publish('user.first');
    await rowOf(page, 'user.first').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await publish('user.second');
    await publish('user.third');
    await page.getByText('2 held').waitFor();
    expect(await rowOf(page, 'user.second').count()).toBe(0);
    await page.getByRole('button', { name: 'Resume' }).click();
    await rowOf(page, 'user.second').waitFor();
    await rowOf(page, 'user.third').waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByText('Waiting for attempts').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('comes back behind what it has when its connection breaks, and misses nothing', async () => {
    const target = { host: '127.0.0.1', port: app.port };
    const first = await startRelay({ port: 0, host: '127.0.0.1' }, target);
    const port = first.port ?? 0;
    const { page, close } = await openConsole({ url: `http://127.0.0.1:${port}` }, { path: 'live' });
    await page.getByText('Live', { exact: true }).waitFor();
    await publish('user.before');
    await rowOf(page, 'user.before').waitFor();
    const resumed = page.waitForRequest((request) => request.headers()['last-event-id'] !== undefined);
    await first.close();
    await page.getByText('Connecting again').waitFor();
    await publish('user.meanwhile');
    const second = await startRelay({ port, host: '127.0.0.1' }, target);
    expect((await resumed).headers()['last-event-id']).toMatch(/^att_/);
    await rowOf(page, 'user.meanwhile').waitFor();
    expect(await rowOf(page, 'user.before').count()).toBe(1);
    await close();
    await second.close();
  });

  it('tells what the server refuses, and ends with the page', async () => {
    const { page, close } = await openConsole(app, { path: 'live?webhook_id=nobody' });
    await page.getByText('Refused', { exact: true }).waitFor();
    await page.getByText('There is no such webhook.').waitFor();
    const opened = page.waitForRequest((request) => request.url().endsWith('/api/stream'));
    await page.getByLabel('Webhook').selectOption('All webhooks');
    const stream = await opened;
    await page.getByText('Live', { exact: true }).waitFor();
    const ended = page.waitForEvent('requestfailed', (request) => request === stream);
    await page.getByRole('link', { name: 'Overview' }).first().click();
    await ended;
    await close();
  });

  it.each(LOOKS)('has nothing that axe finds, and fits ($theme, $viewport.width px)', async (look) => {
    const { page, complaints, close } = await openConsole(app, { ...look, path: 'live' });
    await page.getByText('Live', { exact: true }).waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await publish('order.paid');
    await page.getByRole('cell').first().waitFor();
    await expectFaultless(page);
    expect(complaints).toEqual([]);
    await close();
  });
});
