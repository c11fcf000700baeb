import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { expectToFit, LOOKS } from './fits.ts';
import { closeBrowser, openConsole } from './open-console.ts';

let app: TestApp;
let raw: string;
let secret: string;
let webhookId: string;
beforeAll(async () => {
  app = await startTestApp();
  const sample = await app.api.POST('/api/formats/preview', {
    body: { format: 'github', event_type: 'order.paid', data: { n: 1 }, secret: 'a-secret-of-mine' },
  });
  const { headers = {}, body = '' } = sample.data ?? {};
  raw = `${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')}\n\n${body}`;
  secret = 'a-secret-of-mine';
  const made = await app.api.POST('/api/webhooks', {
    body: { name: 'Mine', url: 'https://example.com/', format: 'github', secret },
  });
  webhookId = made.data?.id ?? '';
});
afterAll(async () => {
  await closeBrowser();
  await app.close();
});

describe('the check of signatures', () => {
  it('finds the format by a secret, and says what differs', async () => {
    const { page, complaints, close } = await openConsole(app, { path: 'signatures' });
    await page.getByLabel('Request').fill('no header at all');
    await page.getByLabel('Secret').fill(secret);
    await page.getByRole('button', { name: 'Check the signature' }).click();
    await page.getByText('Line 1 is no header').waitFor();

    await page.getByLabel('Request').fill(raw);
    await page.getByRole('button', { name: 'Check the signature' }).click();
    await page.getByRole('heading', { name: 'It verifies as github' }).waitFor();

    await page.getByLabel('Request').fill(raw.replace('"n":1', '"n":2'));
    await page.getByRole('button', { name: 'Check the signature' }).click();
    await page.getByRole('heading', { name: 'It does not verify' }).waitFor();
    const verdict = page.getByRole('article');
    expect(await verdict.getByText('It should have').count()).toBe(1);
    expect(await verdict.locator('.verdict-problems li').count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
    await close();
  });

  it('goes by the secrets of a webhook, and has code for its receiver', async () => {
    const { page, complaints, close } = await openConsole(app, { path: 'signatures' });
    await page.getByLabel('Signed by').selectOption({ label: 'The webhook Mine' });
    await page.waitForURL(new RegExp(`webhook=${webhookId}`));
    await page.getByLabel('Request').fill(raw);
    await page.getByRole('button', { name: 'Check the signature' }).click();
    await page.getByRole('heading', { name: 'It verifies as github' }).waitFor();
    for (const language of ['Node', 'Python', 'Go', 'PHP']) {
      await page.getByRole('tab', { name: language }).click();
      const code = page.getByRole('tabpanel').getByRole('region');
      expect((await code.textContent())?.toLowerCase()).toContain('x-hub-signature-256');
    }
    expect(complaints).toEqual([]);
    await close();
  });

  it.each(LOOKS)('has nothing that axe finds, and fits ($theme, $viewport.width px)', async (look) => {
    await expectToFit(app, look, [
      { path: 'signatures', shows: 'Check the signature' },
      { path: `signatures?webhook=${webhookId}`, shows: 'Code that verifies it' },
    ]);
  });
});
