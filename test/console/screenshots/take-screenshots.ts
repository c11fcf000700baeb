import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { eventually } from '../../support/eventually.ts';
import globalSetup from '../../support/global-setup.ts';
import globalTeardown from '../../support/global-teardown.ts';
import { closeBrowser, DESKTOP, openConsole } from '../open-console.ts';
import { pathOf, shotsOf, type Shot } from './shots.ts';
import { makeWorld, type World } from './world.ts';

const FOLDER = fileURLToPath(new URL('../../../docs/screenshots/', import.meta.url));
const BYTES_MAX = 100_000;

const PHONE = { width: 375, height: 812 };
/** A page is shown to its end, if that is not further down. */
const HEIGHT_MAX = 1_400;

const SIZES = [
  { size: 'desktop', viewport: DESKTOP },
  { size: 'phone', viewport: PHONE },
] as const;
const THEMES = ['light', 'dark'] as const;

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
    const known = shotsOf(world.things);
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
  for (const { size, viewport } of SIZES) {
    const { page, complaints, close } = await openConsole(world.app, { viewport, path: pathOf(shot) });
    try {
      await waitUntilWhole(page, world, shot);
      await page.mouse.move(0, 0);
      const heightPx = await page.evaluate<number>('document.documentElement.scrollHeight');
      await page.setViewportSize({ width: viewport.width, height: Math.min(heightPx, HEIGHT_MAX) });
      for (const theme of THEMES) {
        const name = `${shot.name}-${theme}-${size}`;
        await page.emulateMedia({ colorScheme: theme });
        faults.push(...(await writePicture(page, name, folder)));
      }
    } catch (error) {
      faults.push(`${shot.name} (${size}): ${error instanceof Error ? error.message : String(error)}`);
    }
    faults.push(...complaints.map((complaint) => `${shot.name} (${size}): ${complaint}`));
    await close();
  }
  return faults;
}

/** By a palette, which takes less than half of it and looks the same. @returns what is wrong with it */
async function writePicture(page: Page, name: string, folder: string): Promise<string[]> {
  await drawn(page);
  const picture = await page.screenshot({ animations: 'disabled' });
  const { size } = await sharp(picture)
    .png({ palette: true, colours: 128, dither: 0, effort: 10 })
    .toFile(path.join(folder, `${name}.png`));
  process.stdout.write(`${name}: ${String(Math.ceil(size / 1_000))} kB\n`);
  return size > BYTES_MAX ? [`${name}: ${String(size)} bytes`] : [];
}

/** @throws Error where the page is none, says that something failed, or does not come */
async function waitUntilWhole(page: Page, world: World, { shows, act }: Shot): Promise<void> {
  const main = page.locator('main');
  await main.getByRole('heading').first().waitFor();
  if (await page.getByRole('heading', { name: 'There is no such page' }).isVisible()) {
    throw new Error('there is no such page');
  }
  await main.getByRole('heading', { level: 1 }).waitFor();
  await act?.(page, world);
  await main.getByText(shows).locator('visible=true').first().waitFor();
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
