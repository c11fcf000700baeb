import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_KEY, callerWith, GUARDED, makeKey, type Caller } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { startTestApp, startTestAppOn, type TestApp } from '../support/test-app.ts';

/** What is promised of every process. */
const EFFECTIVE_WITHIN_MS = 1_000;

let app: TestApp;
let other: TestApp;
let admin: Caller;
beforeAll(async () => {
  app = await startTestApp(GUARDED);
  other = await startTestAppOn(app.database, GUARDED);
  admin = callerWith(app, ADMIN_KEY);
});
afterAll(async () => {
  await other.close();
  await app.close();
});

const statusAt = async (at: TestApp, key: string): Promise<number> =>
  (await callerWith(at, key)('GET', '/api/webhooks')).status;

/** How long the other process serves the key after the change has been answered, while it is asked all the time. */
async function measureMs(key: string, change: () => Promise<unknown>): Promise<number> {
  expect(await statusAt(other, key)).toBe(200);
  const asked = new AbortController();
  const asking = (async () => {
    while (!asked.signal.aborted) await statusAt(other, key);
  })();
  await change();
  const changedAt = performance.now();
  await eventually('the other process refuses the key', async () => (await statusAt(other, key)) !== 200);
  const tookMs = performance.now() - changedAt;
  asked.abort();
  await asking;
  return tookMs;
}

describe('a change of a key', () => {
  it('is effective in the process that made it at once, and within a second in the other', async () => {
    const { id, key } = await makeKey(admin, ['read']);
    const tookMs = await measureMs(key, async () => {
      await admin('DELETE', `/api/keys/${id}`);
      expect(await statusAt(app, key)).toBe(401);
    });
    expect(tookMs).toBeLessThan(EFFECTIVE_WITHIN_MS);
    expect(await statusAt(other, key)).toBe(401);
  });

  it('takes a scope from it as soon', async () => {
    const { id, key } = await makeKey(admin, ['read']);
    const change = async () => await admin('PATCH', `/api/keys/${id}`, { body: { scopes: ['publish'] } });
    expect(await measureMs(key, change)).toBeLessThan(EFFECTIVE_WITHIN_MS);
    expect(await statusAt(other, key)).toBe(403);
  });

  it('ends a rotated secret as soon', async () => {
    const { id, key } = await makeKey(admin, ['read']);
    const change = async () =>
      await admin('POST', `/api/keys/${id}/rotate`, { body: { overlap_seconds: 0 } });
    expect(await measureMs(key, change)).toBeLessThan(EFFECTIVE_WITHIN_MS);
  });

  it('by whatever way it comes: a row that is changed in the database', async () => {
    const { key } = await makeKey(admin, ['read'], { name: 'by hand' });
    const change = async () =>
      await app.database.query("update api_keys set revoked_at = now() where name = 'by hand'");
    expect(await measureMs(key, change)).toBeLessThan(EFFECTIVE_WITHIN_MS);
    expect(await statusAt(app, key)).toBe(401);
  });
});
