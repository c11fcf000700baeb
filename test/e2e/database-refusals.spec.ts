import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import pg from 'pg';
import { DatabaseProxy } from '../faults/postgres/database-proxy.ts';
import { cutOff } from '../support/database-outage.ts';
import { eventually } from '../support/eventually.ts';
import { startTestApp, startTestAppOn, type TestApp } from '../support/test-app.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

/** Past the pool's patience with a server that says nothing, for a statement that is under way. */
const BLACK_HOLE_TEST_MS = 90_000;
const PARALLEL = 20;

function expectUnavailable(answer: Response): void {
  expect(answer.status).toBe(503);
  expect(answer.type).toBe('application/problem+json');
  expect(answer.body).toMatchObject({ code: 'unavailable', status: 503 });
  expect(answer.headers['retry-after']).toMatch(/^[1-9]\d*$/);
}

const publishTo = (app: TestApp, body: object = {}) =>
  app.post('/api/events', { type: 'order.paid', data: {}, ...body });

/** Every event that was acknowledged is there, and no other. */
async function expectStored(database: TestDatabase, acknowledged: readonly Response[]): Promise<void> {
  const rows = await database.query<{ n: number }>(`select count(*)::int as n from events`);
  expect(rows).toEqual([{ n: acknowledged.length }]);
}

describe('503: publishing, while the database', () => {
  let app: TestApp;
  const acknowledged: Response[] = [];
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(async () => {
    await app.close();
  });

  /** Postgres itself fails every event with a SQLSTATE, as it would where it cannot write. */
  async function failWrites(sqlState: string): Promise<() => Promise<void>> {
    const superuser = new pg.Client({ connectionString: app.database.superuserUrl });
    await superuser.connect();
    await superuser.query(
      `create function posthorn.refuse_write() returns trigger language plpgsql
         as $$ begin raise exception 'could not extend file' using errcode = '${sqlState}'; end $$;
       create trigger refuse_write before insert on posthorn.events for each row
         execute function posthorn.refuse_write()`,
    );
    return async () => {
      // In the order in which everyone locks the table and its days; the trigger alone would go from the days first.
      await superuser.query(
        'begin; lock table posthorn.events; drop function posthorn.refuse_write cascade; commit',
      );
      await superuser.end();
    };
  }

  it.each([
    ['has no room left', '53100'],
    ['has no memory left', '53200'],
    ['cannot write to its disk', '58030'],
  ])('%s (%s); then all goes on', async (_what, sqlState) => {
    acknowledged.push(await publishTo(app));
    const mend = await failWrites(sqlState);
    const key = `key ${sqlState}`;
    const answers = await Promise.all(
      Array.from({ length: PARALLEL }, async (_, index) =>
        index % 2 === 0 ? await publishTo(app) : await publishTo(app, { idempotency_key: `${key} ${index}` }),
      ),
    );
    answers.push(await app.post('/api/events/batch', { events: [{ type: 'order.paid', data: {} }] }));
    for (const answer of answers) expectUnavailable(answer);
    await mend();
    // What was refused did not take its key either.
    for (const body of [{}, { idempotency_key: `${key} 1` }]) {
      const answer = await publishTo(app, body);
      expect(answer.status).toBe(202);
      expect(answer.headers).not.toHaveProperty('idempotent-replayed');
      acknowledged.push(answer);
    }
    await expectStored(app.database, acknowledged);
  });

  it('lets nobody in; then all goes on, and health tells both', async () => {
    const readmit = await cutOff(app.database, ['posthorn all']);
    await eventually('it is noticed', async () => (await publishTo(app)).status === 503);
    for (const answer of await Promise.all(
      Array.from({ length: PARALLEL }, async () => await publishTo(app)),
    )) {
      expectUnavailable(answer);
    }
    const health = await app.get('/health');
    expect(health.status).toBe(503);
    expect(health.body).toMatchObject({ status: 'unhealthy' });
    expect((await app.get('/health/ready')).status).toBe(503);
    expect((await app.get('/health/live')).status).toBe(200);
    await readmit();
    const answer = await eventually('it is taken again', async () => {
      const taken = await publishTo(app);
      return taken.status === 202 && taken;
    });
    acknowledged.push(answer);
    await expectStored(app.database, acknowledged);
    await eventually('it is healthy again', async () => (await app.get('/health')).status === 200);
  });
});

describe('503: publishing through a network that swallows everything', () => {
  let database: TestDatabase;
  let proxy: DatabaseProxy;
  let app: TestApp;
  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = await DatabaseProxy.start(database.url);
    app = await startTestAppOn({ ...database, url: proxy.url }, { POSTHORN_POOL_SIZE: '2' });
  });
  afterAll(async () => {
    await app.close();
    await proxy.close();
    await database.drop();
  });

  it(
    'is answered all the same, and goes on by itself once it is over',
    async () => {
      expect((await publishTo(app)).status).toBe(202);
      proxy.setMode('black hole');
      // Some have a statement under way, some wait for theirs, some have a key.
      const publishing = Array.from({ length: 3 * PARALLEL }, (_, index) =>
        publishTo(app, index % 3 === 0 ? { idempotency_key: `hole ${index}` } : {}),
      );
      const [health, ...answers] = await Promise.all([app.get('/health'), ...publishing]);
      for (const answer of answers) expectUnavailable(answer);
      expect(health.status).toBe(503);
      proxy.setMode('forward');
      await eventually('it is taken again', async () => (await publishTo(app)).status === 202);
      const key = { idempotency_key: 'hole 0' };
      // Whether the statement that was swallowed was stored is not known to its caller; its key finds out.
      const again = await eventually('its key is free', async () => {
        const answer = await publishTo(app, key);
        return answer.status === 202 && answer;
      });
      const [row] = await database.query<{ n: number }>(
        `select count(*)::int as n from idempotency_keys where key = 'hole 0'`,
      );
      expect([again.status, row?.n]).toEqual([202, 1]);
    },
    BLACK_HOLE_TEST_MS,
  );
});
