import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_KEY, callerWith, GUARDED, makeKey, type Caller } from '../support/callers.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let admin: Caller;
beforeAll(async () => {
  app = await startTestApp(GUARDED);
  admin = callerWith(app, ADMIN_KEY);
});
afterAll(() => app.close());

describe('422', () => {
  it.each<[object, string]>([
    [{ scopes: [] }, 'scopes'],
    [{ scopes: ['write'] }, 'scopes[0]'],
    [{ scopes: ['read', 'read'] }, 'scopes'],
    [{ scopes: 'read' }, 'scopes'],
    [{ scopes: null }, 'scopes'],
    [{ name: '' }, 'name'],
    [{ name: null }, 'name'],
    [{ name: 'a\nb' }, 'name'],
    [{ expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
    [{ expires_at: 'tomorrow' }, 'expires_at'],
    [{ tenant_id: null }, 'tenant_id'],
    [{ secret_hash: 'x' }, 'secret_hash'],
  ])('for %j', async (field, path) => {
    const { id } = await makeKey(admin, ['read']);
    const body = { name: 'a', scopes: ['read'], ...field };
    const fault: unknown = expect.objectContaining({ path });
    for (const answer of [
      await admin('POST', '/api/keys', { body }),
      await admin('PATCH', `/api/keys/${id}`, { body: field }),
    ]) {
      expect(answer.body).toMatchObject({ status: 422, errors: expect.arrayContaining([fault]) as unknown });
    }
  });

  it('for what only a creation or a rotation takes', async () => {
    const { id } = await makeKey(admin, ['read']);
    const body = { all_tenants: true };
    expect((await admin('PATCH', `/api/keys/${id}`, { body })).status).toBe(422);
    for (const seconds of [-1, 604_801, 1.5, '1'])
      expect(
        (await admin('POST', `/api/keys/${id}/rotate`, { body: { overlap_seconds: seconds } })).status,
      ).toBe(422);
    expect((await admin('POST', '/api/keys', { body: {} })).body).toMatchObject({
      errors: expect.arrayContaining([
        expect.objectContaining({ path: 'name' }),
        expect.objectContaining({ path: 'scopes' }),
      ]) as unknown,
    });
  });
});
