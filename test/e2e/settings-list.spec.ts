import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SETTING_NAMES } from '../../src/config/setting-catalogue.ts';
import type { operations } from '../support/api-types.ts';
import { ADMIN_KEY, callerWith, GUARDED, makeKey } from '../support/callers.ts';
import { TEST_KEY } from '../support/stored-webhook.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

type SettingList = operations['listSettings']['responses'][200]['content']['application/json'];

const JWT = {
  POSTHORN_JWT_SECRET: 'a-secret-that-signs-tokens-of-users-1234',
  POSTHORN_JWT_ISSUER: 'https://login.example.com/',
  POSTHORN_JWT_AUDIENCE: 'posthorn',
};

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ ...GUARDED, ...JWT, POSTHORN_SLOTS: '7' });
});
afterAll(async () => {
  await app.close();
});

async function listed(): Promise<SettingList['data']> {
  return (await callerWith(app, ADMIN_KEY)<SettingList>('GET', '/api/settings')).body.data;
}

describe('200', () => {
  it('shows every setting of the catalogue, and whether it was set', async () => {
    const settings = await listed();
    expect(settings.map(({ name }) => name)).toEqual(SETTING_NAMES);
    const byName = new Map(settings.map((setting) => [setting.name, setting]));
    expect(byName.get('POSTHORN_SLOTS')).toMatchObject({ value: '7', source: 'set', is_secret: false });
    expect(byName.get('POSTHORN_LOG_LEVEL')).toMatchObject({ value: 'info', source: 'default', note: null });
    expect(byName.get('POSTHORN_QUOTA_WEBHOOKS')).toMatchObject({ value: null, source: 'default' });
  });

  it('shows no secret', async () => {
    const text = JSON.stringify(await listed());
    expect(text).toContain('***');
    const password = new URL(app.database.url).password;
    const secrets = [ADMIN_KEY, JWT.POSTHORN_JWT_SECRET, TEST_KEY.slice(TEST_KEY.indexOf(':') + 1)];
    for (const secret of [...secrets, ...(password === '' ? [] : [`:${password}@`])]) {
      expect(text).not.toContain(secret);
    }
  });
});

describe('403', () => {
  it('is what a key of one tenant is told, also with the scope admin', async () => {
    const { key } = await makeKey(callerWith(app, ADMIN_KEY), ['admin']);
    const answer = await callerWith(app, key)('GET', '/api/settings');
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });
});
