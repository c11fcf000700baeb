import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { findAccessibilityFaults } from './accessibility.ts';
import { closeBrowser, openConsole } from './open-console.ts';

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  app = await startTestApp();
  for (const type of ['order.paid', 'order.refunded', 'user.made']) {
    await app.api.POST('/api/events', { body: { type, data: {} } });
  }
});
afterAll(async () => {
  await closeBrowser();
  await receiver.close();
  await app.close();
});

describe('a new webhook', () => {
  it('is made from nothing, with faults at their fields, and delivers', async () => {
    const { page, complaints, close } = await openConsole(app, { path: 'webhooks' });
    await page.getByRole('link', { name: 'New webhook' }).first().click();
    await page.getByLabel('URL').fill('ftp://example.com/');
    await page.getByLabel('Filter').fill('{ "data.total": { "$gte": 5 ');
    await page.getByText(/is no JSON/).waitFor();
    const filter = page.getByLabel('Filter');
    await filter.fill('{ "data.total": { "$least": 5 } }');
    // Beside the form it is told at once, by whoever judges it later.
    await page.getByRole('status').getByText('is not one of').waitFor();
    await page.getByRole('button', { name: 'Make the webhook' }).click();
    const url = page.getByLabel('URL');
    await eventually(
      'the API has judged the URL',
      async () => (await url.getAttribute('aria-invalid')) === 'true',
    );
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await url.fill(`${receiver.url}made`);
    await page.getByRole('button', { name: 'Make the webhook' }).click();
    await eventually(
      'the API has judged the filter',
      async () => (await filter.getAttribute('aria-invalid')) === 'true',
    );
    expect(await url.getAttribute('aria-invalid')).toBeNull();
    expect(await findAccessibilityFaults(page)).toEqual([]);

    await page.getByLabel('Name', { exact: true }).fill('Made here');
    await filter.fill('{ "data.total": { "$gte": 5 } }');
    await page.getByLabel('After a failure').selectOption('A schedule of delays');
    await page.getByLabel('Delays').fill('1s 2m');
    await page.getByRole('button', { name: 'Add a header' }).click();
    await page.getByLabel('Name of header 1').fill('X-Team');
    await page.getByLabel('Value of header 1').fill('billing');
    await page.getByRole('button', { name: 'Make the webhook' }).click();
    await page.getByRole('heading', { level: 1, name: 'Made here is ready' }).waitFor();
    await page.getByText(/^whsec_/).waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'Go to the webhook' }).click();
    await page.getByRole('heading', { level: 1, name: 'Made here' }).waitFor();
    expect(complaints.filter((complaint) => !complaint.includes('status of 422'))).toEqual([]);
    await close();

    await app.api.POST('/api/events', { body: { type: 'order.paid', data: { total: 9 } } });
    await eventually('it is delivered', () => receiver.requests.some(({ path }) => path === '/made'));
    const made = (await app.api.GET('/api/webhooks')).data?.data.find(({ name }) => name === 'Made here');
    expect(made?.retry).toMatchObject({ schedule_ms: [1_000, 120_000] });
    expect(receiver.requests.find(({ path }) => path === '/made')?.headers['x-team']).toBe('billing');
  });

  it('is shown before it is: the request of each format, a test of it, and the events of its types', async () => {
    const { page, complaints, close } = await openConsole(app, { path: 'webhooks/new' });
    await page.getByLabel('URL').fill(`${receiver.url}before?a=b`);
    const head = page.getByRole('region', { name: 'Headers of standard' });
    await head.getByText('POST /before?a=b HTTP/1.1').waitFor();
    await head.getByText('webhook-signature: v1,').waitFor();
    await page.getByLabel('Wire format').selectOption('github');
    await page.getByRole('region', { name: 'Headers of github' }).getByText('X-Hub-Signature-256').waitFor();

    await page.getByText(/^\d+ of the last \d+$/).waitFor();
    await page.getByLabel('Event types').fill('user.*');
    await page.getByText(/^1 of the last \d+$/).waitFor();
    await page.getByLabel('Filter').fill('{ "data.total": 1 }');
    await page.getByText(/^0 of the last \d+$/).waitFor();
    await page.getByText('The filter holds back 1.').waitFor();
    await page.getByRole('button', { name: 'Send it as a test' }).click();
    const result = page.getByRole('status', { name: 'What came of it' });
    await result.getByText('HTTP 204').waitFor();
    expect(receiver.requests.at(-1)?.path).toBe('/before?a=b');
    expect(receiver.requests.at(-1)?.headers['x-hub-signature-256']).toMatch(/^sha256=/);
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('a webhook that is edited', () => {
  it('keeps what was not touched, and is not saved over what somebody else has changed', async () => {
    const path = { id: 'edited' };
    const headers = { 'X-Team': 'kept' };
    const body = { url: receiver.url, name: 'Edited', headers, events: ['none'], metadata: { team: 'a' } };
    await app.api.PUT('/api/webhooks/{id}', { params: { path }, body });
    const { page, complaints, close } = await openConsole(app, { path: 'webhooks/edited/edit' });
    await page.getByLabel('Event types').fill('kept.*');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'Edited', exact: true }).waitFor();
    const { data: saved } = await app.api.GET('/api/webhooks/{id}', { params: { path } });
    expect(saved).toMatchObject({ events: ['kept.*'], metadata: { team: 'a' }, timeout_ms: 15_000 });
    await app.api.POST('/api/events', { body: { type: 'kept.header', data: {} } });
    await eventually('the header is sent', () =>
      receiver.requests.some((sent) => sent.headers['x-team'] === 'kept'),
    );

    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('Description').fill('Mine');
    await app.api.PATCH('/api/webhooks/{id}', { params: { path }, body: { name: 'Edited by another' } });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Somebody has changed it since you began.').waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Begin again with what it is now' }).click();
    await page.getByRole('heading', { level: 1, name: 'Edit Edited by another' }).waitFor();
    await page.getByLabel('Description').fill('Mine');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'Edited by another', exact: true }).waitFor();
    await page.getByText('Mine').waitFor();
    expect(complaints.filter((complaint) => !complaint.includes('status of 412'))).toEqual([]);
    await close();
  });
});
