import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callerWith, ADMIN_KEY, GUARDED } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { findAccessibilityFaults } from './accessibility.ts';
import { closeBrowser, consoleKey, DESKTOP, openConsole, PHONE } from './open-console.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp(GUARDED);
});
afterAll(async () => {
  await closeBrowser();
  await app.close();
});

describe('signing in', () => {
  it('by a key leads to where one wanted to go, and keeps nothing of the key in the browser', async () => {
    const key = await consoleKey(app);
    const { page, complaints, close } = await openConsole(app);
    await page.waitForURL(/\/console\/sign-in/);
    await page.getByLabel('API key').fill('ph_wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Authentication required').waitFor();
    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    const kept = await page.evaluate<string>(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])',
    );
    expect(kept).not.toContain(key.slice(-64));
    const [cookie] = await page.context().cookies(`${app.url}/api/webhooks`);
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/api', secure: false });
    expect(complaints).toEqual([]);
    await close();
  });

  it('by the link of the start works once, and leaves its token nowhere', async () => {
    const link = `sign-in#link=${app.linkToken ?? ''}`;
    const first = await openConsole(app, { path: link });
    await first.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await first.page.getByLabel('Tenant').waitFor();
    expect(first.page.url()).not.toContain('link=');
    expect(first.complaints).toEqual([]);
    await first.close();

    const second = await openConsole(app, { path: link });
    await second.page.getByText('Authentication required').waitFor();
    expect(second.page.url()).not.toContain('link=');
    await second.close();
  });

  it('ends by signing out, and with its key', async () => {
    const key = await consoleKey(app);
    const { page, complaints, close } = await openConsole(app, { key });
    await page.getByRole('button', { name: 'read manage' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL(/\/console\/sign-in/);
    expect(await page.context().cookies()).toEqual([]);

    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    const admin = callerWith(app, ADMIN_KEY);
    const list = await admin<{ data: { id: string }[] }>('GET', '/api/keys');
    for (const { id } of list.body.data) await admin('DELETE', `/api/keys/${id}`);
    // The page asks by itself, every five seconds.
    await page.waitForURL(/\/console\/sign-in/);
    expect(complaints).toEqual([]);
    await close();
  });

  it.each([
    { theme: 'light', viewport: DESKTOP },
    { theme: 'dark', viewport: PHONE },
  ] as const)('has nothing that axe finds ($theme, $viewport.width px)', async (look) => {
    const { page, close } = await openConsole(app, look);
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.getByLabel('API key').fill('ph_wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await close();
  });
});

describe('a tenant’s page', () => {
  it('is of the tenant that an operator has chosen', async () => {
    const admin = callerWith(app, ADMIN_KEY);
    await admin('POST', '/api/tenants', { body: { uid: 'acme', name: 'Acme' } });
    const body = { url: 'https://example.com/', name: 'Acme’s own' };
    await admin('POST', '/api/webhooks', { body, headers: { 'Posthorn-Tenant': 'acme' } });
    const asked: (string | undefined)[] = [];
    const { page, close } = await openConsole(app, { key: ADMIN_KEY });
    await page.getByText('No webhook yet').waitFor();
    page.on('request', (request) => {
      if (request.url().endsWith('/api/stats/summary')) asked.push(request.headers()['posthorn-tenant']);
    });
    await page.getByLabel('Tenant').selectOption('Acme');
    await page.getByText('All is well').waitFor();
    await eventually('the numbers are asked for anew', () => asked.at(-1)?.startsWith('tn_'));
    await close();
  });
});
