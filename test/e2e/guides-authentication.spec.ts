import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadSettings } from '../../src/config/load-settings.ts';
import { SCOPES } from '../../src/domain/scopes.ts';
import { welcomeText } from '../../src/operations/welcome.ts';
import { callerWith } from '../support/callers.ts';
import { asShown, openGuide, runRequests } from '../support/guide.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const guide = openGuide('docs/guides/authentication.md');
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** `export NAME=value` lines. */
const exportsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/^export (\w+)=(.+)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
const settings = exportsOf(guide.block('settings'));

interface MadeKey {
  readonly id: string;
  readonly key: string;
}

let app: TestApp;
let made: MadeKey | undefined;
beforeAll(async () => {
  const [, value = ''] = /POSTHORN_AUTH=(\w+) npm start/.exec(guide.block('start')) ?? [];
  app = await startTestApp({ POSTHORN_ROLE: 'api', POSTHORN_AUTH: value, ...settings });
});
afterAll(() => app.close());

async function run<Answer>(name: string): Promise<Answer[]> {
  const commands = guide
    .block(name)
    .replaceAll('127.0.0.1:3000', `127.0.0.1:${app.port}`)
    .replaceAll('key_…', made?.id ?? '')
    .replaceAll('ph_…', made?.key ?? '');
  return (await runRequests(`export POSTHORN_KEY=${app.firstKey ?? ''}\n${commands}`)) as Answer[];
}
const shown = (name: string): unknown => asShown(JSON.parse(guide.block(name)));
const statusOf = async (key: string): Promise<number> =>
  (await callerWith(app, key)('GET', '/api/webhooks')).status;

describe('the guide to authentication', () => {
  it('shows what the first start prints', () => {
    const access = { mode: 'required', firstKey: 'ph_…' } as const;
    const printed = welcomeText({
      settings: loadSettings({}),
      access,
      port: 3_000,
      linkToken: null,
      dialects: [],
      embeddedUrl: null,
    });
    expect(printed).toContain(`\n${guide.block('printed')}`);
  });

  it('uses that key', async () => {
    expect(await run('first')).toEqual([expect.objectContaining({ data: [] })]);
  });

  it('makes a key that may publish and nothing else', async () => {
    const [created] = await run<MadeKey>('create');
    expect(created).toEqual(shown('created'));
    made = created;
    expect(await run('beyond')).toEqual([shown('refused')]);
    const event = { type: 'order.paid', data: {} };
    expect((await callerWith(app, made?.key ?? null)('POST', '/api/events', { body: event })).status).toBe(
      202,
    );
  });

  it('makes a tenant, and a key of it', async () => {
    const [tenant, key] = await run<MadeKey & { readonly tenant_id: string }>('tenant');
    expect(key?.tenant_id).toBe(tenant?.id);
    expect(await statusOf(key?.key ?? '')).toBe(200);
  });

  it('rotates and revokes', async () => {
    const [rotated] = await run<MadeKey>('rotate');
    const keys = [made?.key ?? '', rotated?.key ?? ''];
    expect(await Promise.all(keys.map(statusOf))).toEqual([403, 403]);
    expect(await run('revoke')).toEqual([]);
    expect(await Promise.all(keys.map(statusOf))).toEqual([401, 401]);
  });

  it('signs a token that is taken', async () => {
    const cache = path.join(ROOT, 'node_modules', '.cache', 'posthorn-guide-authentication');
    await mkdir(cache, { recursive: true });
    const file = path.join(cache, 'token.mjs');
    await writeFile(file, guide.block('token'));
    const { tokenFor } = (await import(pathToFileURL(file).href)) as {
      tokenFor: (tenant: string) => Promise<string>;
    };
    expect(await statusOf(await tokenFor('acme'))).toBe(200);
    expect(await statusOf(await tokenFor('nobody'))).toBe(403);
    await rm(cache, { recursive: true });
  });

  it('lists every scope, and every setting that tokens are verified by', () => {
    expect(guide.table('Scope').map(([scope]) => scope)).toEqual(SCOPES.map((scope) => `\`${scope}\``));
    const names = guide.table('Setting').map(([name = '']) => name.slice(1, -1));
    expect(names).toEqual(['POSTHORN_JWT_SECRET', 'POSTHORN_JWT_PUBLIC_KEY', 'POSTHORN_JWKS_URL']);
  });

  it('has no code that is not tried here', () => {
    expect(guide.untried()).toEqual([]);
  });
});
