import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { publishFromSql, publishOverHttp, type Given } from '../support/publish-both-ways.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let pool: pg.Pool;

beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
  pool = new pg.Pool({ connectionString: app.database.url, max: 1 });
});

afterAll(async () => {
  await pool.end();
  await app.close();
});

describe('one idempotency key', () => {
  it.each([
    ['nothing else', {}],
    [
      'all that there is',
      { priority: 3, tags: ['a', '"'], expires_after_ms: 5_000, occurred_at: '2026-01-31T12:00:00.123Z' },
    ],
    ['data of all kinds', { data: '{"é\\u0000":"\u2028\\/\t\u007f'.replace('\t', '\\t') + '"}' }],
  ])('is one event by either way, with %s', async (name, given: Given) => {
    const overHttp = async (keyed: Given) => await publishOverHttp(app, keyed);
    const fromSql = async (keyed: Given) => await publishFromSql(pool, keyed);
    for (const [first, second] of [
      [overHttp, fromSql],
      [fromSql, overHttp],
    ] as const) {
      const keyed = {
        ...given,
        idempotency_key: `${name}, first ${first === fromSql ? 'from SQL' : 'over HTTP'}`,
      };
      const id = await first(keyed);
      expect(id).not.toBeNull();
      expect(await second(keyed)).toBe(id);
    }
  });
});
