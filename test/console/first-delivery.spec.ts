import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_KEY } from '../support/callers.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { closeBrowser, openConsole } from './open-console.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    POSTHORN_AUTH: 'required',
    POSTHORN_ADMIN_KEY: ADMIN_KEY,
    POSTHORN_INBOXES: 'on',
  });
});
afterAll(async () => {
  await closeBrowser();
  await app.close();
});

describe('an empty installation', () => {
  it('shows a first delivery with the console alone', async () => {
    const { page, complaints, close } = await openConsole(app, {
      path: `sign-in#link=${app.linkToken ?? ''}`,
    });
    await page.getByRole('link', { name: 'See a first delivery in a minute' }).click();
    await page.getByRole('button', { name: 'New inbox' }).click();
    await page.getByText('Nothing has come yet').waitFor();
    await page.getByRole('button', { name: 'Create a webhook for it' }).click();
    await page.getByRole('button', { name: 'Send a test event' }).click();

    const request = page.getByRole('region', { name: 'The request' });
    await request.getByText('answered 200').waitFor();
    const headers = await request.getByRole('region', { name: 'Headers' }).textContent();
    expect(headers).toMatch(/^webhook-signature: v1,/m);
    const body = await request.getByRole('region', { name: /^Body/ }).textContent();
    expect(JSON.parse(body ?? '')).toMatchObject({
      type: 'hello.posthorn',
      data: { message: 'Hello from the console' },
    });

    await request.getByRole('link', { name: 'Check its signature' }).click();
    await page.getByLabel('Signed by').selectOption({ label: 'The webhook Inbox' });
    await page.getByRole('button', { name: 'Check the signature' }).click();
    await page.getByRole('heading', { name: 'It verifies as standard' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});
