import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { makeInbox, type Inbox } from '../support/inboxes.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { expectToFit, LOOKS } from './fits.ts';
import { closeBrowser, openConsole } from './open-console.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_INBOXES: 'on' });
});
afterAll(async () => {
  await closeBrowser();
  await app.close();
});

async function send({ url }: Inbox, body: string): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
  });
  return response.status;
}

describe('an inbox', () => {
  it('shows what comes as it comes, and keeps to the request that was chosen', async () => {
    const inbox = await makeInbox(app, { name: 'Mine' });
    const { page, complaints, close } = await openConsole(app, { path: `inboxes/${inbox.id}` });
    await page.getByText('Nothing has come yet').waitFor();
    expect(await page.locator('.inbox-url').textContent()).toBe(inbox.url);
    await send(inbox, '{"number":1}');
    const body = page.getByRole('region', { name: /^Body/ });
    await body.getByText('"number": 1').waitFor();
    await page.getByRole('navigation', { name: 'What has come' }).getByRole('link').click();
    await send(inbox, '{"number":2}');
    await eventually(
      'both are listed',
      async () =>
        (await page.getByRole('navigation', { name: 'What has come' }).getByRole('link').count()) === 2,
    );
    expect(await body.textContent()).toContain('"number": 1');
    expect(complaints).toEqual([]);
    await close();
  });

  it('answers as it is told to, is emptied, and deleted', async () => {
    const inbox = await makeInbox(app, { name: 'Told' });
    await send(inbox, '{}');
    const { page, complaints, close } = await openConsole(app, { path: 'inboxes' });
    await page.getByRole('link', { name: 'Told' }).click();
    await page.getByRole('button', { name: 'Change its answer' }).click();
    await page.getByLabel('Status', { exact: true }).fill('202');
    await page.getByLabel('Fails first, times').fill('1');
    await page.getByLabel('Status while it fails').fill('500');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Answers 500 once, then 202').waitFor();
    expect([await send(inbox, '{}'), await send(inbox, '{}')]).toEqual([500, 202]);
    await page.getByText('answered 500').waitFor();

    await page.getByRole('button', { name: 'More for this inbox' }).click();
    await page.getByRole('menuitem', { name: 'Empty it' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Empty' }).click();
    await page.getByText('Nothing has come yet').waitFor();

    await page.getByRole('button', { name: 'More for this inbox' }).click();
    await page.getByRole('menuitem', { name: 'Delete it' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.waitForURL(/\/console\/inboxes$/);
    await page.getByRole('link', { name: 'Told' }).waitFor({ state: 'detached' });
    expect((await app.get(`/api/inboxes/${inbox.id}`)).status).toBe(404);
    expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
    await close();
  });

  it.each(LOOKS)('has nothing that axe finds, and fits ($theme, $viewport.width px)', async (look) => {
    const inbox = await makeInbox(app, { name: 'Looked at' });
    await app.api.POST('/api/webhooks', { body: { name: 'To the inbox', url: inbox.url } });
    await send(inbox, '{"a":1}');
    await expectToFit(app, look, [
      { path: 'inboxes', shows: 'Looked at' },
      { path: `inboxes/${inbox.id}`, shows: 'answered 200' },
    ]);
  });
});

describe('where inboxes are off', () => {
  it('says how they come', async () => {
    const other = await startTestApp({ POSTHORN_INBOXES: 'off' });
    const { page, close } = await openConsole(other, { path: 'inboxes' });
    await page.getByText('POSTHORN_INBOXES=on').waitFor();
    expect(await page.getByRole('button', { name: 'New inbox' }).count()).toBe(0);
    await close();
    await other.close();
  });
});
