import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_KEY, callerWith, GUARDED } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { expectToFit, LOOKS } from './fits.ts';
import { closeBrowser, consoleKey, openConsole, type OpenedConsole } from './open-console.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp(GUARDED);
  const admin = callerWith(app, ADMIN_KEY);
  const schema = { type: 'object', properties: { order_id: { type: 'string' } } };
  const body = {
    name: 'order.paid',
    description: 'An order is paid.',
    schema,
    example: { order_id: 'ord_1' },
  };
  await admin('POST', '/api/event-types', { body });
  await admin('POST', '/api/tenants', { body: { uid: 'acme', name: 'Acme', quotas: { webhooks: 5 } } });
});
afterAll(async () => {
  await closeBrowser();
  await app.close();
});

async function asOperator(path: string): Promise<OpenedConsole> {
  return await openConsole(app, { key: ADMIN_KEY, path: `settings/${path}` });
}

async function statusWith(key: string): Promise<number> {
  return (await callerWith(app, key)('GET', '/api/webhooks')).status;
}

describe('keys', () => {
  it('are made, shown once, rotated and revoked', async () => {
    const { page, complaints, close } = await asOperator('keys');
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByLabel('Name').fill('The shop');
    await page.getByRole('checkbox', { name: /^read/ }).check();
    await page.getByLabel('Ends').selectOption('30');
    await page.getByRole('button', { name: 'Make the key' }).click();
    const shown = page.getByRole('dialog', { name: 'The key of The shop' });
    const key = (await shown.getByRole('region', { name: 'Key' }).textContent()) ?? '';
    expect(await statusWith(key)).toBe(200);
    await shown.getByRole('button', { name: 'I have it' }).click();
    const row = page.getByRole('row', { name: /The shop/ });
    await row.waitFor();
    expect(await page.content()).not.toContain(key);

    await row.getByRole('button', { name: 'What to do with The shop' }).click();
    await page.getByRole('menuitem', { name: 'Rotate' }).click();
    await page.getByLabel('The present secret stays good').selectOption('0');
    await page.getByRole('button', { name: 'Rotate' }).click();
    const rotated = (await shown.getByRole('region', { name: 'Key' }).textContent()) ?? '';
    expect(rotated).not.toBe(key);
    await eventually('the old one is refused', async () => (await statusWith(key)) === 401);
    await shown.getByRole('button', { name: 'I have it' }).click();

    await row.getByRole('button', { name: 'What to do with The shop' }).click();
    await page.getByRole('menuitem', { name: 'Revoke' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await row.waitFor({ state: 'detached' });
    await eventually('the new one is refused', async () => (await statusWith(rotated)) === 401);
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('event types', () => {
  it('are described, changed and deleted', async () => {
    const { page, complaints, close } = await asOperator('event-types');
    await page.getByRole('button', { name: 'Describe a type' }).click();
    await page.getByLabel('Name').fill('user.made');
    await page.getByLabel('JSON Schema of its data').fill('{"type":');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('is no JSON').waitFor();
    await page.getByLabel('JSON Schema of its data').fill('{"type":"object"}');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'user.made' }).waitFor();
    await page.getByRole('region', { name: 'JSON Schema' }).getByText('"type": "object"').waitFor();

    await page.getByRole('button', { name: 'Change' }).click();
    await page.getByLabel('Description').fill('Somebody is new.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Somebody is new.').waitFor();

    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.waitForURL(/\/event-types$/);
    await page.getByRole('link', { name: 'order.paid' }).waitFor();
    await page.getByRole('link', { name: 'user.made' }).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('formats', () => {
  it('show what they make of an event; one of one’s own is made from another', async () => {
    const { page, complaints, close } = await asOperator('formats/github');
    const sample = page.getByRole('region', { name: 'What it makes of an event' });
    await sample.getByText('x-hub-signature-256', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: 'Begin another with it' }).click();
    await page.getByLabel('Name').fill('acme');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'acme' }).waitFor();
    await page.getByLabel('Data').fill('{"order_id":"ord_77"}');
    await page.getByRole('button', { name: 'Show its request' }).click();
    await sample.getByRole('region', { name: /^Body/ }).getByText('ord_77').waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.waitForURL(/\/formats$/);
    expect(complaints).toEqual([]);
    await close();
  });

  it('begin as one that the API takes', async () => {
    const { page, complaints, close } = await asOperator('formats');
    await page.getByRole('button', { name: 'New format' }).click();
    await page.getByLabel('Name').fill('plain');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'plain' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('tenants', () => {
  it('are made with quotas and retention of their own, and show what they use', async () => {
    const { page, complaints, close } = await asOperator('tenants');
    await page.getByRole('button', { name: 'New tenant' }).click();
    await page.getByLabel('Name').fill('Globex');
    await page.getByLabel('Webhooks').fill('3');
    await page.getByLabel('History').fill('7');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'Globex' }).waitFor();
    await page.getByText('0 of 3').waitFor();
    await page.getByText('7 days').waitFor();
    await page.getByRole('button', { name: 'Change' }).click();
    await page.getByRole('spinbutton', { name: 'Webhooks' }).fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('0 of any number').first().waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('the audit log', () => {
  it('is narrowed by its filters, which stand in the address, and opens a row', async () => {
    const { page, complaints, close } = await asOperator('audit');
    await page.getByLabel('What').selectOption('event_type.created');
    await page.waitForURL(/action=event_type\.created/);
    const row = page.getByRole('row', { name: /order\.paid/ });
    await row.click();
    const dialog = page.getByRole('dialog', { name: 'Event type created' });
    await dialog.getByText('An order is paid.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByLabel('Of', { exact: true }).fill('no.such.type');
    await page.getByText('Nothing is in the log that is like this').waitFor();
    await page.reload();
    expect(await page.getByLabel('Of', { exact: true }).inputValue()).toBe('no.such.type');
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('the process', () => {
  it('shows what it is set to, and no secret', async () => {
    const { page, complaints, close } = await asOperator('process');
    await page.getByLabel('Find a setting').fill('admin_key');
    await page.getByText('POSTHORN_ADMIN_KEY', { exact: true }).waitFor();
    await page.getByText('***').waitFor();
    expect(await page.content()).not.toContain(ADMIN_KEY);
    await page.getByLabel('Find a setting').fill('slots');
    await page.getByText('POSTHORN_SLOTS', { exact: true }).waitFor();
    await page.getByLabel('Only what is set').check();
    await page.getByText('No setting is like that').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('the settings', () => {
  it('offer nothing that their visitor may not do', async () => {
    const key = await consoleKey(app, ['read']);
    const { page, complaints, close } = await openConsole(app, { key, path: 'settings' });
    await page.waitForURL(/\/settings\/event-types$/);
    await page.getByRole('link', { name: 'order.paid' }).waitFor();
    const places = page.getByRole('navigation', { name: 'Settings' }).getByRole('link');
    expect(await places.allTextContents()).toEqual(['Event types', 'Formats', 'Audit log', 'Retention']);
    expect(await page.getByRole('button', { name: 'Describe a type' }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  it.each(LOOKS)('have nothing that axe finds, and fit ($theme, $viewport.width px)', async (look) => {
    const admin = callerWith(app, ADMIN_KEY);
    await admin('POST', '/api/keys', { body: { name: 'A colleague', scopes: ['read', 'manage'] } });
    await expectToFit(app, { ...look, key: ADMIN_KEY }, [
      { path: 'settings/event-types', shows: 'order.paid' },
      { path: 'settings/event-types/order.paid', shows: 'order_id' },
      { path: 'settings/formats', shows: 'standard' },
      { path: 'settings/formats/standard', shows: 'webhook-signature' },
      { path: 'settings/keys', shows: 'A colleague' },
      { path: 'settings/tenants', shows: 'Acme' },
      { path: 'settings/tenants/acme', shows: '0 of 5' },
      { path: 'settings/audit', shows: 'Key created' },
      { path: 'settings/retention', shows: 'On disk' },
      { path: 'settings/process', shows: 'POSTHORN_SLOTS' },
    ]);
  });
});
