import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import globalSetup from '../../support/global-setup.ts';
import globalTeardown from '../../support/global-teardown.ts';
import { closeBrowser, DESKTOP, openConsole } from '../open-console.ts';
import { pathOf, shotsOf, type Shot } from './shots.ts';
import { makeWorld, type World } from './world.ts';

const FOLDER = fileURLToPath(new URL('../../../docs/screenshots/', import.meta.url));
const BYTES_MAX = 150_000;

const PHONE = { width: 375, height: 812 };
/** A page is shown to its end, if that is not further down. */
const HEIGHT_MAX = 1_400;

const LOOKS = [
  { name: 'light-desktop', theme: 'light', viewport: DESKTOP },
  { name: 'dark-desktop', theme: 'dark', viewport: DESKTOP },
  { name: 'light-phone', theme: 'light', viewport: PHONE },
  { name: 'dark-phone', theme: 'dark', viewport: PHONE },
] as const;

/**
 * `npm run screenshots`: pictures of every page of the console, in light and dark, on a desktop and a phone, of a real server. Fails,
 * after all of them, for a page that is missing or complains. `npm run screenshots -- replay live` takes those alone; `--into`
 * names another folder.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { into: { type: 'string', default: FOLDER } },
  });
  const folder = path.resolve(values.into);
  await mkdir(folder, { recursive: true });
  await globalSetup();
  const world = await makeWorld();
  try {
    const known = shotsOf(world);
    const unknown = positionals.filter((name) => known.every((shot) => shot.name !== name));
    const shots = known.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
    const faults = unknown.map((name) => `${name}: there is no such page`);
    for (const shot of shots) faults.push(...(await take(world, shot, folder)));
    for (const fault of faults) process.stderr.write(`${fault}\n`);
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    await closeBrowser();
    await world.close();
    await globalTeardown();
  }
}

/** One page in every look. @returns what is wrong with it */
async function take(world: World, shot: Shot, folder: string): Promise<string[]> {
  const faults: string[] = [];
  for (const look of LOOKS) {
    const name = `${shot.name}-${look.name}`;
    const { page, complaints, close } = await openConsole(world.app, { ...look, path: pathOf(shot) });
    try {
      await waitUntilWhole(page, world, shot);
      const heightPx = await page.evaluate<number>('document.documentElement.scrollHeight');
      await page.setViewportSize({ width: look.viewport.width, height: Math.min(heightPx, HEIGHT_MAX) });
      await drawn(page);
      const file = path.join(folder, `${name}.png`);
      await page.screenshot({ path: file, animations: 'disabled' });
      const { size } = await stat(file);
      if (size > BYTES_MAX) faults.push(`${name}: ${String(size)} bytes`);
      process.stdout.write(`${name}: ${String(Math.ceil(size / 1_000))} kB\n`);
    } catch (error) {
      faults.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
    faults.push(...complaints.map((complaint) => `${name}: ${complaint}`));
    await close();
  }
  return faults;
}

/** @throws Error where the page is none, says that something failed, or does not come */
async function waitUntilWhole(page: Page, world: World, { shows, meanwhile }: Shot): Promise<void> {
  const main = page.locator('main');
  await main.getByRole('heading').first().waitFor();
  if (await page.getByRole('heading', { name: 'There is no such page' }).isVisible()) {
    throw new Error('there is no such page');
  }
  await main.getByRole('heading', { level: 1 }).waitFor();
  await meanwhile?.(world);
  if (shows !== undefined) await main.getByText(shows).locator('visible=true').first().waitFor();
  await eventually(
    'all has come',
    async () => (await page.locator('.skeleton, [aria-busy="true"]').count()) === 0,
  );
  const failure = page.getByRole('alert');
  if ((await failure.count()) > 0) throw new Error((await failure.first().textContent()) ?? 'an alert');
}

/** Whatever has come, or changed its size, is seen. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
}

await main();
