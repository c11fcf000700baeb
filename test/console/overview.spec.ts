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
  receiver = await startReceiver(({ path }) => ({ status: path === '/broken' ? 500 : 204 }));
  app = await startTestApp();
  const retry = { schedule_ms: [0] };
  await app.api.POST('/api/webhooks', { body: { name: 'Works', url: receiver.url } });
  await app.api.POST('/api/webhooks', { body: { name: 'Breaks', url: `${receiver.url}broken`, retry } });
  await app.api.POST('/api/webhooks', { body: { name: 'Rests', url: receiver.url, uid: 'rests' } });
  await app.api.POST('/api/webhooks/{id}/pause', { params: { path: { id: 'rests' } } });
  await app.api.POST('/api/events', { body: { type: 'order.paid', data: {} } });
  await eventually('both have ended', async () => {
    const { data } = await app.api.GET('/api/stats/summary');
    return data?.by_status.delivered === 1 && data.by_status.dead_letter === 1;
  });
});
afterAll(async () => {
  await closeBrowser();
  await receiver.close();
  await app.close();
});

describe('the overview', () => {
  it('shows the numbers of the API, and what needs a look, worst first', async () => {
    const { page, complaints, close } = await openConsole(app);
    const troubles = page.locator('.trouble');
    await troubles.filter({ hasText: 'Breaks' }).waitFor();
    expect(await troubles.locator('strong').allTextContents()).toEqual(['Rests', 'Breaks']);
    const delivered = page.getByRole('row', { name: /^Delivered/ });
    expect(await delivered.getByRole('cell').last().textContent()).toBe('1');
    expect(await page.locator('.figure', { hasText: 'Success rate' }).textContent()).toContain('50%');
    await page.getByRole('img', { name: /^Attempts of the last hour/ }).waitFor();

    await app.api.POST('/api/events', { body: { type: 'order.paid', data: {} } });
    await eventually('it tells of the next one by itself', async () =>
      (await delivered.getByRole('cell').last().textContent()) === '2' ? true : undefined,
    );
    expect(complaints).toEqual([]);
    await close();
  });

  it.each(LOOKS)('has nothing that axe finds, and fits ($theme, $viewport.width px)', async (look) => {
    const { page, complaints, close } = await openConsole(app, look);
    await page.locator('.trouble').first().waitFor();
    await expectFaultless(page);
    expect(complaints).toEqual([]);
    await close();
  });

  it('has a palette and menus by keys, and a theme that is remembered', async () => {
    const { page, complaints, close } = await openConsole(app);
    await page.locator('.trouble').first().waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'A page, or an id' }).fill('dashb');
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Theme' }).click();
    await page.getByRole('menuitem', { name: 'Dark' }).click();
    await page.reload();
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    expect(complaints).toEqual([]);
    await close();
  });
});
