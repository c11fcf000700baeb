import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { startAccess } from '../../src/auth/api-keys/first-key.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { openDatabase } from '../../src/database/database.ts';
import { welcomeText } from '../../src/operations/welcome.ts';
import { ADMIN_KEY, callerWith, makeKey } from '../support/callers.ts';
import { TEST_KEY } from '../support/stored-webhook.ts';
import { startTestAppOn, type TestApp } from '../support/test-app.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
const apps: TestApp[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
  await database.query('delete from api_keys');
});
afterAll(() => database.drop());

async function start(settings: Readonly<Record<string, string>> = {}): Promise<TestApp> {
  const app = await startTestAppOn(database, {
    POSTHORN_ROLE: 'api',
    POSTHORN_AUTH: 'required',
    ...settings,
  });
  apps.push(app);
  return app;
}

const countKeys = async (): Promise<number> => (await database.query('select from api_keys')).length;

describe('a first start that requires keys', () => {
  it('makes a key for everything, which the next start finds', async () => {
    const app = await start();
    const call = callerWith(app, app.firstKey);
    expect((await call('GET', '/api/tenants')).status).toBe(200);
    const made = await makeKey(call, ['admin'], { all_tenants: true });
    expect((await callerWith(app, made.key)('DELETE', `/api/keys/${made.id}`)).status).toBe(204);

    const again = await start();
    expect(again.firstKey).toBeNull();
    expect((await callerWith(again, app.firstKey)('GET', '/api/tenants')).status).toBe(200);
    expect((await callerWith(again, null)('GET', '/api/tenants')).status).toBe(401);
  });

  it('makes one key of processes that start together', async () => {
    const started = await Promise.all([start(), start(), start()]);
    expect(started.filter(({ firstKey }) => firstKey !== null)).toHaveLength(1);
    expect(await countKeys()).toBe(1);
  });

  it.each([
    ['update api_keys set revoked_at = now()'],
    ['update api_keys set expires_at = now()'],
    ["update api_keys set scopes = '{publish,read,manage,secrets}'"],
    ["update api_keys set tenant_id = (select id from tenants where uid = 'default')"],
  ])('makes another where nobody could make one any more: %s', async (change) => {
    await start();
    await database.query(change);
    expect((await start()).firstKey).toMatch(/^ph_/);
    expect(await countKeys()).toBe(2);
  });

  it('makes none where there is an admin key, in a worker, or where the API is open', async () => {
    const keyless = [
      { POSTHORN_ADMIN_KEY: ADMIN_KEY },
      { POSTHORN_ROLE: 'worker' },
      { POSTHORN_AUTH: 'open' },
    ];
    for (const settings of keyless) expect((await start(settings)).firstKey).toBeNull();
    expect(await countKeys()).toBe(0);
  });
});

describe('an API that is open until a key is made', () => {
  it('is closed by the next start, and open again once no key is good any more', async () => {
    // As with the embedded database, but for the database.
    const { auth, role } = loadSettings({});
    const opened = await openDatabase(
      loadSettings({ DATABASE_URL: database.url, POSTHORN_ENCRYPTION_KEYS: TEST_KEY }),
      pino({ level: 'silent' }),
    );
    const startAgain = async () => await startAccess({ auth, role }, opened, randomBytes);
    expect(await startAgain()).toEqual({ mode: 'open', firstKey: null });
    const app = await start({ POSTHORN_AUTH: 'open' });
    const { id } = await makeKey(callerWith(app, null), ['publish']);
    expect((await callerWith(app, null)('GET', '/api/keys')).status).toBe(200);
    const closed = await startAgain();
    expect(closed).toEqual({ mode: 'required', firstKey: expect.stringMatching(/^ph_/) as unknown });
    await callerWith(app, null)('DELETE', `/api/keys/${id}`);
    await database.query('update api_keys set expires_at = now()');
    expect(await startAgain()).toEqual({ mode: 'open', firstKey: null });
    await opened.close();
  });
});

describe('what a start prints', () => {
  const lines = (mode: 'open' | 'required', firstKey: string | null): string =>
    welcomeText({
      settings: loadSettings({}),
      access: { mode, firstKey },
      port: 1,
      linkToken: null,
      dialects: [],
      embeddedUrl: null,
    });

  it('shows the key, and uses it in what to type next', () => {
    const text = lines('required', 'ph_the_key');
    expect(text.split('ph_the_key')).toHaveLength(2);
    expect(text).toContain('  export POSTHORN_KEY=ph_the_key\n');
    expect(text.match(/Bearer \$POSTHORN_KEY"/g)).toHaveLength(2);
  });

  it('names the setting where that is the key, and no key where none is needed', () => {
    expect(lines('required', null).match(/Bearer \$POSTHORN_ADMIN_KEY"/g)).toHaveLength(2);
    expect(lines('open', null)).not.toContain('Bearer');
  });
});
