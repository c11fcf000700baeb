import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { addDeliveries } from '../support/delivery-rows.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { closeBrowser, openConsole } from './open-console.ts';

const ROWS = 100_000;
const BATCH = 10_000;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  for (let made = 0; made < ROWS; made += BATCH) {
    const plans = Array.from({ length: BATCH }, (_, index) => ({
      status: 'delivered' as const,
      eventType: `row.${String(made + index)}`,
    }));
    await addDeliveries(app.database, plans);
  }
}, 120_000);
afterAll(async () => {
  await closeBrowser();
  await app.close();
});

/** Goes to the end of the list, as often as there is more of it; the steps are the browser's own. */
const READ_ALL = `new Promise((done) => {
  const list = document.querySelector('.table-scroller');
  const step = () => {
    list.scrollTop = list.scrollHeight;
    const rows = list.querySelector('table').getAttribute('aria-rowcount');
    if (rows === '-1') requestAnimationFrame(step);
    else done(Number(rows));
  };
  step();
})`;

it('a list of 100,000 rows makes those in sight alone, and is gone through by keys', async () => {
  const { page, complaints, close } = await openConsole(app, { path: 'deliveries' });
  const made = page.locator('tbody tr:not([aria-hidden])');
  const current = page.locator('tr[aria-current]');
  await page.getByRole('link', { name: `row.${String(ROWS - 1)}`, exact: true }).waitFor();
  const madeAtFirst = await made.count();
  expect(madeAtFirst).toBeLessThan(60);
  expect(await page.evaluate<number>(READ_ALL)).toBe(ROWS + 1);
  await page.getByRole('link', { name: 'row.0', exact: true }).waitFor();
  // In the middle there are rows beyond both edges.
  expect(await made.count()).toBeLessThan(madeAtFirst * 2);

  await page.evaluate(`document.querySelector('.table-scroller').scrollTop = 44 * ${String(ROWS / 2)}`);
  const middle = page.getByRole('link', { name: `row.${String(ROWS / 2 - 3)}`, exact: true });
  await middle.waitFor();
  expect(await made.count()).toBeLessThan(madeAtFirst * 2);
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().includes('/api/deliveries?')) asked += 1;
  });
  await middle.click();
  await page.getByRole('heading', { level: 1, name: `row.${String(ROWS / 2 - 3)}` }).waitFor();
  await page.keyboard.press('Escape');
  await current.waitFor();
  expect(await current.getByRole('link').textContent()).toBe(`row.${String(ROWS / 2 - 3)}`);
  for (const key of ['j', 'j', 'k']) await page.keyboard.press(key);
  expect(await current.getByRole('link').textContent()).toBe(`row.${String(ROWS / 2 - 4)}`);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: `row.${String(ROWS / 2 - 4)}` }).waitFor();
  // What was read stays read: 400 pages are not asked for again on the way back.
  expect(asked).toBe(0);
  expect(complaints).toEqual([]);
  await close();
}, 240_000);
