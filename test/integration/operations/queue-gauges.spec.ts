import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { createPool } from '../../../src/database/session.ts';
import { Metrics } from '../../../src/operations/metrics/metrics.ts';
import { parseExposition } from '../../support/exposition.ts';
import { countStatements } from '../../support/statement-counter.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  const session = { schema: 'posthorn', role: 'app', applicationName: 'posthorn test' } as const;
  const limits = { connectionsMax: 4, statementTimeoutMs: 20_000, lockTimeoutMs: 20_000 };
  pool = createPool(database.url, { ...session, ...limits, isPlannerPinned: false }, () => undefined);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

it('scrapes of one moment share one look, and none waits longer than 2 s for a database that hangs', async () => {
  const counter = countStatements(pool);
  const looks = (): number => counter.counts.get('live_statistics') ?? 0;
  const metrics = new Metrics();
  const quiet = (): void => undefined;
  metrics.watch({
    role: 'all',
    pools: { api: pool, engine: pool },
    slots: null,
    signals: () => ({ sent: 0, received: 0 }),
    ingest: null,
    traces: null,
    db: pool,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  const scrape = async () => parseExposition(await metrics.scrape()).values;

  const blocker = new pg.Client({ connectionString: database.superuserUrl });
  await blocker.connect();
  await blocker.query('begin; lock table posthorn.live_deliveries in access exclusive mode');
  const hanging = await Promise.all(Array.from({ length: 10 }, scrape));
  for (const values of hanging) expect(values.has('posthorn_queue_oldest_due_seconds')).toBe(false);
  expect((await scrape()).get('posthorn_scrape_errors_total')).toBe(11);
  expect(looks()).toBe(1);

  const answered = scrape();
  await blocker.query('commit');
  expect((await answered).get('posthorn_queue_depth{status="pending"}')).toBe(0);
  expect(looks()).toBe(1);
  await blocker.end();
});
