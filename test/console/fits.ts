import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { findAccessibilityFaults } from './accessibility.ts';
import { DESKTOP, openConsole, PHONE, type ConsoleOptions } from './open-console.ts';
import type { TestApp } from '../support/test-app.ts';

/** Every look that a page must have nothing wrong in. */
export const LOOKS = [
  { theme: 'light', viewport: DESKTOP },
  { theme: 'dark', viewport: DESKTOP },
  { theme: 'light', viewport: PHONE },
  { theme: 'dark', viewport: PHONE },
] as const satisfies readonly ConsoleOptions[];

export interface ShownPage {
  readonly path: string;
  /** A text that stands there once it has loaded. */
  readonly shows: string;
}

/** axe finds nothing, and nothing scrolls sideways. */
export async function expectFaultless(page: Page): Promise<void> {
  const path = new URL(page.url()).pathname;
  expect([path, await findAccessibilityFaults(page)]).toEqual([path, []]);
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  expect([path, Math.max(overflow, 0)]).toEqual([path, 0]);
}

/** Opens pages one after the other: axe finds nothing, nothing scrolls sideways, nobody complains. */
export async function expectToFit(
  app: Pick<TestApp, 'url'>,
  look: ConsoleOptions,
  pages: readonly ShownPage[],
): Promise<void> {
  const { page, complaints, close } = await openConsole(app, look);
  for (const { path, shows } of pages) {
    await page.goto(`${app.url}/console/${path}`);
    await page.locator('main').getByText(shows).locator('visible=true').first().waitFor();
    await expectFaultless(page);
  }
  expect(complaints).toEqual([]);
  await close();
}
