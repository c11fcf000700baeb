import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { closeBrowser, openConsole } from './open-console.ts';

const LETTERS = 6;

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  // A receiver that has moved: the old address is gone, for good.
  receiver = await startReceiver(({ path }) =>
    path === '/old' ? { status: 404, body: 'no such hook' } : { status: 204 },
  );
  app = await startTestApp();
});
afterAll(async () => {
  await closeBrowser();
  await receiver.close();
  await app.close();
});

function sentTo(path: string): Receiver['requests'] {
  return receiver.requests.filter((request) => request.path === path);
}

async function publish(type: string): Promise<void> {
  await app.api.POST('/api/events', { body: { type, data: { order_id: 'ord_1' } } });
}

describe('a webhook that fails', () => {
  beforeAll(async () => {
    const retry = { schedule_ms: [0, 0] };
    await app.api.POST('/api/webhooks', {
      body: { name: 'Order service', url: `${receiver.url}old`, uid: 'orders', events: ['order.*'], retry },
    });
    for (let index = 0; index < LETTERS; index += 1) await publish('order.paid');
    await eventually('all are given up', async () => {
      const { data } = await app.api.GET('/api/stats/summary');
      return data?.by_status.dead_letter === LETTERS;
    });
  });

  it('is found on the overview, explained, mended, and what it has lost is sent with the progress seen', async () => {
    const { page, complaints, close } = await openConsole(app);
    const trouble = page.locator('.trouble', { hasText: 'Order service' });
    await trouble.getByText(`${String(LETTERS)} dead letters`).waitFor();
    await trouble.getByRole('link', { name: 'Order service' }).click();

    // Which deliveries, and why.
    await page.getByRole('tab', { name: 'Recent deliveries' }).click();
    await page.getByRole('link', { name: 'All deliveries of this webhook' }).click();
    await page.waitForURL(/\/deliveries\?webhook_id=/);
    await page.getByRole('link', { name: 'order.paid' }).first().click();
    await page.waitForURL(/\/deliveries\/dlv_/);
    await page.getByText('The receiver knows no such address').waitFor();
    expect(await page.getByRole('region', { name: 'Response body' }).textContent()).toContain('no such hook');

    // The address is corrected.
    await page.getByRole('region', { name: 'Facts' }).getByRole('link', { name: 'Order service' }).click();
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('URL', { exact: true }).fill(`${receiver.url}new`);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Order service' }).waitFor();
    await page.getByText(`${receiver.url}new`).first().waitFor();

    // What was given up is sent again.
    await page.getByRole('link', { name: 'Dead letters' }).first().click();
    const group = page.getByRole('region', { name: 'Order service · HTTP 404' });
    await group.getByRole('link', { name: 'Replay these' }).click();
    await page.getByText(`${String(LETTERS)} deliveries`).waitFor();
    await page.getByLabel('Deliveries a second').fill('2');
    await page.getByRole('button', { name: 'Start the replay' }).click();
    await page.waitForURL(/\/replays\/rpl_/);
    const bar = page.getByRole('progressbar', { name: 'Sent so far' });
    const seen = new Set<string>();
    await eventually('it has come to its end', async () => {
      const now = await bar.getAttribute('aria-valuenow');
      if (now !== null) seen.add(now);
      return (await page.getByRole('heading', { level: 1 }).locator('..').getByText('Completed').count()) > 0;
    });
    expect(seen.size).toBeGreaterThan(1);
    await eventually('the receiver has them all', () => sentTo('/new').length === LETTERS);

    await page.getByRole('link', { name: 'Its deliveries' }).click();
    await page.waitForURL(/\/deliveries\?replay_id=rpl_/);
    const rows = page.getByRole('row', { name: /order\.paid/ });
    await eventually(
      'each is delivered',
      async () => (await rows.filter({ hasText: 'Delivered' }).count()) === LETTERS,
    );
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('a secret', () => {
  it('is rotated with an overlap that is seen, during which both sign what the receiver gets', async () => {
    await app.api.POST('/api/webhooks', {
      body: { name: 'Signed', url: `${receiver.url}signed`, uid: 'signed', events: ['user.*'] },
    });
    const path = { id: 'signed' };
    const { data: before } = await app.api.GET('/api/webhooks/{id}/secret', { params: { path } });
    const { page, complaints, close } = await openConsole(app, { path: 'webhooks' });
    await page.getByRole('link', { name: 'Signed' }).click();
    await page.getByRole('tab', { name: 'Secrets' }).click();
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText(before?.secret ?? 'none').waitFor();
    await page.getByRole('button', { name: 'Rotate…' }).click();
    await page.getByLabel('The present one signs beside it').selectOption('for an hour');
    await page.getByRole('button', { name: 'Rotate', exact: true }).click();
    await page.getByText(/59 min \d+ s left/).waitFor();

    const { data: after } = await app.api.GET('/api/webhooks/{id}/secret', { params: { path } });
    await publish('user.created');
    const received = await eventually('the receiver has it', () => sentTo('/signed')[0]);
    expect(String(received.headers['webhook-signature']).split(' ')).toHaveLength(2);
    const headers = Object.fromEntries(
      Object.entries(received.headers).map(([name, value]) => [name, String(value)]),
    );
    const secrets = [before?.secret ?? '', after?.secret ?? ''];
    expect(new Set(secrets).size).toBe(2);
    for (const secret of secrets) {
      expect(new Webhook(secret).verify(received.body.toString(), headers)).toMatchObject({
        type: 'user.created',
      });
    }
    expect(complaints).toEqual([]);
    await close();
  });
});
