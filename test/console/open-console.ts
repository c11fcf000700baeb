import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { makeKey, callerWith, ADMIN_KEY } from '../support/callers.ts';
import type { TestApp } from '../support/test-app.ts';

/** Debian's; `.ci/run` installs it where it is missing. */
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 375, height: 740 };

export interface ConsoleOptions {
  /** Within the console, such as `webhooks`. Default: the overview. */
  readonly path?: string;
  readonly viewport?: typeof DESKTOP;
  readonly theme?: 'light' | 'dark';
  /** What is signed in with; null for nobody. Not needed where the API is open. */
  readonly key?: string | null;
}

export interface OpenedConsole {
  readonly page: Page;
  /**
   * What must not have happened so far: errors of scripts and on the browser's console, violations of the content security
   * policy, requests to another host.
   */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

const PATIENCE_MS = 15_000;

let browser: Promise<Browser> | null = null;

async function launch(): Promise<Browser> {
  const executablePath = CHROMIUM.find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error('There is no Chromium: apt-get install chromium.');
  // Without its sandbox it runs as root and within containers too; it visits nothing but this machine.
  return await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** Ends the browser that the tests of one file share; call it in `afterAll`. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = null;
}

/** Opens the console of a running app in a fresh profile, signed in where a key is given. */
export async function openConsole(
  app: Pick<TestApp, 'url'>,
  { path = '', viewport = DESKTOP, theme = 'light', key = null }: ConsoleOptions = {},
): Promise<OpenedConsole> {
  browser ??= launch();
  const context = await (await browser).newContext({ viewport, colorScheme: theme, reducedMotion: 'reduce' });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const complaints = watch(context, page, app.url);
  if (key === null) await page.goto(`${app.url}/console/${path}`);
  else {
    await page.goto(`${app.url}/console/sign-in?back=%2F${encodeURIComponent(path)}`);
    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
  }
  return {
    page,
    complaints,
    close: async () => {
      await context.close();
    },
  };
}

function watch(context: BrowserContext, page: Page, url: string): string[] {
  const complaints: string[] = [];
  const origin = new URL(url).origin;
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // Violations of the policy are told here as well. That nobody is signed in yet is an answer like any other.
    const isExpected = message.text().includes('status of 401');
    if (message.type() === 'error' && !isExpected) complaints.push(`console: ${message.text()}`);
  });
  context.on('request', (request) => {
    const target = new URL(request.url());
    if (target.protocol !== 'data:' && target.origin !== origin)
      complaints.push(`request to ${request.url()}`);
  });
  return complaints;
}

/** A key of the default tenant for an app of `GUARDED`. */
export async function consoleKey(
  app: Pick<TestApp, 'url'>,
  scopes: Parameters<typeof makeKey>[1] = ['read', 'manage'],
): Promise<string> {
  return (await makeKey(callerWith(app, ADMIN_KEY), scopes)).key;
}
