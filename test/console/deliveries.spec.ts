import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { closeBrowser, openConsole } from './open-console.ts';
import { BROKEN, openShop, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(async () => {
  await closeBrowser();
  await shop.close();
});

const currentRow = async (page: Page): Promise<string | null> =>
  await page.locator('tr[aria-current]').getByRole('link').textContent();

describe('the list of deliveries', () => {
  it('is filtered by whatever the API filters by, and keeps that in its address', async () => {
    await shop.deliver('order.paid', { status: 204 }, ['eu']);
    await shop.deliver('order.lost', BROKEN, ['us']);
    const { page, complaints, close } = await openConsole(shop.app, { path: 'deliveries' });
    await page.getByRole('link', { name: 'order.paid' }).waitFor();

    await page.getByRole('button', { name: 'Retrying' }).click();
    await page.getByRole('link', { name: 'order.paid' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'order.lost' }).waitFor();
    await page.getByLabel('Webhook').selectOption('Shop');
    await page.getByLabel('Created').selectOption('Last hour');
    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByLabel('Event type').fill('order.lost');
    await page.getByLabel('Event type').press('Enter');
    await page.getByLabel('Response', { exact: true }).fill('5xx');
    await page.getByLabel('Response', { exact: true }).press('Enter');
    await page.getByLabel('Tag').fill('us');
    await page.getByLabel('Tag').press('Enter');
    await page.getByRole('button', { name: 'Refused by its status', exact: true }).click();
    await page.getByRole('button', { name: 'Remove the filter Error Refused by its status' }).waitFor();
    const { searchParams } = new URL(page.url());
    expect(Object.fromEntries(searchParams)).toMatchObject({
      status: 'retrying',
      event_type: 'order.lost',
      response_status: '5xx',
      tag: 'us',
      error_type: 'http_status',
      webhook_id: expect.stringMatching(/^wh_/) as unknown as string,
      created_after: expect.stringMatching(/Z$/) as unknown as string,
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
    const { page, complaints, close } = await openConsole(shop.app, { path: 'deliveries' });
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
    const { page, close } = await openConsole(shop.app, { path: 'deliveries' });
    await page.getByRole('link', { name: 'order.lost' }).waitFor();
    await page.keyboard.press('j');
    const before = await currentRow(page);
    await shop.deliver('order.late', { status: 204 });
    await page.getByRole('link', { name: 'order.late' }).waitFor();
    expect(await currentRow(page)).toBe(before);
    await close();
  });

  it.each([
    { choice: 'CSV', lines: /^id,tenant_id[^\n]*\r\n[^\n]*order\.lost[^\n]*\r\n$/ },
    { choice: 'NDJSON', lines: /^\{[^\n]*order\.lost[^\n]*\}\n$/ },
  ])('is kept as $choice, with what its filters match', async ({ choice, lines }) => {
    const { page, complaints, close } = await openConsole(shop.app, {
      path: 'deliveries?event_type=order.lost',
    });
    await page.getByRole('link', { name: 'order.lost' }).waitFor();
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: `as ${choice}` }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`deliveries.${choice.toLowerCase()}`);
    expect(readFileSync(await download.path(), 'utf8')).toMatch(lines);
    expect(complaints).toEqual([]);
    await close();
  });

  it('says what is wrong with its address', async () => {
    const { page, close } = await openConsole(shop.app, { path: 'deliveries?response_status=nothing' });
    await page.getByRole('alert').getByText('response_status').waitFor();
    await close();
  });
});
