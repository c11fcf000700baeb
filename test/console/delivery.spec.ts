import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectFaultless, LOOKS } from './fits.ts';
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

describe('one delivery', () => {
  it('shows why it failed, what to do about it, and when it is tried again', async () => {
    const id = await shop.deliver('order.sad', BROKEN);
    const { page, complaints, close } = await openConsole(shop.app, { path: `deliveries/${id}` });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByText('The receiver failed: look in its log').waitFor();
    const timeline = page.getByRole('region', { name: 'Timeline' });
    await timeline.getByText('Attempt 1').waitFor();
    expect(await timeline.locator('.is-ahead').textContent()).toMatch(/Attempt 2in (59 min \d+ s|1 h)/);
    expect(await page.getByRole('region', { name: 'Response body' }).textContent()).toBe(
      '{\n  "error": {\n    "code": "overloaded"\n  }\n}',
    );
    expect(await page.getByRole('region', { name: 'Request body' }).textContent()).toContain(
      '"order_id": 4711',
    );
    expect(await page.getByRole('table', { name: 'Request headers' }).textContent()).toContain(
      'webhook-signature',
    );
    expect(await page.locator('.timings').textContent()).toMatch(/Connect.*First byte.*Total/);
    await page.getByRole('button', { name: 'Copy as curl' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied).toContain(`curl --globoff '${shop.receiver.url}hooks'`);

    shop.answer({ status: 204 });
    await page.getByRole('button', { name: 'Send now' }).click();
    await timeline.getByText('Attempt 2').waitFor();
    await page.getByRole('banner').or(page.locator('.page-header')).getByText('Delivered').waitFor();
    await page.getByRole('heading', { level: 2, name: 'Attempt 2' }).waitFor();
    await page.keyboard.press('k');
    await page.getByRole('heading', { level: 2, name: 'Attempt 1' }).waitFor();
    expect(new URL(page.url()).searchParams.get('attempt')).toBe('1');

    const count = shop.receiver.requests.length;
    await page.getByRole('button', { name: 'Resend' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Resend' }).click();
    await timeline.getByText('Attempt 3').waitFor();
    expect(shop.receiver.requests).toHaveLength(count + 1);
    expect(complaints).toEqual([]);
    await close();
  });

  it('is cancelled while it waits, once that is confirmed', async () => {
    const id = await shop.deliver('order.slow', BROKEN);
    const { page, complaints, close } = await openConsole(shop.app, { path: `deliveries/${id}` });
    await page.getByRole('button', { name: 'Cancel delivery' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(page.url()).toContain(id);
    await page.getByRole('button', { name: 'Cancel delivery' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel delivery' }).click();
    await page.getByRole('region', { name: 'Facts' }).getByText('It was cancelled by request.').waitFor();
    expect(await page.getByRole('button', { name: 'Cancel delivery' }).count()).toBe(0);
    const { data } = await shop.app.api.GET('/api/deliveries/{id}', { params: { path: { id } } });
    expect(data?.status).toBe('cancelled');
    expect(complaints).toEqual([]);
    await close();
  });

  it('is where its id, and that of an attempt, lead in the palette', async () => {
    const id = await shop.deliver('order.found', BROKEN);
    const { data } = await shop.app.api.GET('/api/deliveries/{id}', { params: { path: { id } } });
    const { page, complaints, close } = await openConsole(shop.app);
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    for (const asked of [id, data?.attempts[0]?.id ?? '']) {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'A page, or an id' }).fill(asked);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'order.found' }).waitFor();
      expect(new URL(page.url()).pathname).toBe(`/console/deliveries/${id}`);
      await page.getByRole('link', { name: 'Overview' }).first().click();
      await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    }
    expect(complaints).toEqual([]);
    await close();
  });

  it('that is not there says so', async () => {
    const { page, close } = await openConsole(shop.app, {
      path: 'deliveries/dlv_01h455vb4pex5vsknk084sn02q',
    });
    await page.getByRole('alert').getByText('There is no such delivery.').waitFor();
    await close();
  });
});

describe('the list and the delivery', () => {
  it.each(LOOKS)('have nothing that axe finds, and fit ($theme, $viewport.width px)', async (look) => {
    const id = await shop.deliver('order.looked-at', BROKEN, ['eu']);
    const { page, complaints, close } = await openConsole(shop.app, { ...look, path: 'deliveries?tag=eu' });
    await page.getByRole('link', { name: 'order.looked-at' }).first().waitFor();
    await page.getByRole('button', { name: 'More filters' }).click();
    await expectFaultless(page);
    await page.goto(`${shop.app.url}/console/deliveries/${id}`);
    await page.getByRole('region', { name: 'Request body' }).waitFor();
    await expectFaultless(page);
    expect(complaints).toEqual([]);
    await close();
  });
});
