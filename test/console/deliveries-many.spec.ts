import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { addDeliveries } from '../support/delivery-rows.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { closeBrowser, openConsole } from './open-console.ts';

/** Twenty pages of the API. */
const ROWS = 5_000;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  const plans = Array.from({ length: ROWS }, (_, index) => ({
    status: 'delivered' as const,
    eventType: `row.${String(index)}`,
  }));
  await addDeliveries(app.database, plans);
});
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

/**
 * Goes through the whole list by 300 px a frame: how many rows a frame makes at most, and how many there are at most. Both
 * bound what a frame costs, however fast the machine is.
 */
const SCROLL_THROUGH = `new Promise((done) => {
  const list = document.querySelector('.table-scroller');
  const rowsOf = (nodes) => [...nodes].filter((node) => node.nodeName === 'TR').length;
  let addedInFrame = 0;
  let [added, held] = [0, 0];
  const observer = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) addedInFrame += rowsOf(addedNodes);
  });
  observer.observe(list, { childList: true, subtree: true });
  list.scrollTop = 0;
  const step = () => {
    added = Math.max(added, addedInFrame);
    addedInFrame = 0;
    held = Math.max(held, list.querySelectorAll('tbody tr').length);
    const before = list.scrollTop;
    list.scrollTop += 300;
    if (list.scrollTop > before) return requestAnimationFrame(step);
    observer.disconnect();
    done({ added, held });
  };
  // What the leap to the beginning makes is not counted.
  requestAnimationFrame(() => requestAnimationFrame(() => {
    addedInFrame = 0;
    step();
  }));
})`;

it('a list of thousands of rows makes those in sight alone, and is gone through by keys', async () => {
  const { page, complaints, close } = await openConsole(app, { path: 'deliveries' });
  const made = page.locator('tbody tr:not([aria-hidden])');
  const current = page.locator('tr[aria-current]');
  await page.getByRole('link', { name: `row.${String(ROWS - 1)}`, exact: true }).waitFor();
  const madeAtFirst = await made.count();
  expect(madeAtFirst).toBeLessThan(60);
  expect(await page.evaluate<number>(READ_ALL)).toBe(ROWS + 1);
  await page.getByRole('link', { name: 'row.0', exact: true }).waitFor();
  const { added, held } = await page.evaluate<{ added: number; held: number }>(SCROLL_THROUGH);
  // In the middle there are rows beyond both edges.
  expect(held).toBeLessThan(madeAtFirst * 2);
  expect(added).toBeGreaterThan(0);
  // 300 px are seven rows; a frame may come late, and make those of several.
  expect(added).toBeLessThan(madeAtFirst * 2);

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
  // What was read stays read: 20 pages are not asked for again on the way back.
  expect(asked).toBe(0);
  expect(complaints).toEqual([]);
  await close();
}, 120_000);
