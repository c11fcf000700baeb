import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { loadSettings } from '../../../src/config/load-settings.ts';
import { openDatabase, type Database } from '../../../src/database/database.ts';
import { EmpStats } from '../../../src/dialects/emp/emp-stats.ts';
import { StatsService } from '../../../src/stats/stats.service.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver, type Receiver } from '../../support/receiver.ts';
import { startTestAppOn, type TestApp } from '../../support/test-app.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const DELIVERIES = 12;

let database: TestDatabase;
let opened: Database;
let app: TestApp;
let receiver: Receiver;
let tenantId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  opened = await openDatabase(
    loadSettings({ DATABASE_URL: database.url, POSTHORN_AUTH: 'open' }),
    pino({ level: 'silent' }),
  );
  receiver = await startReceiver();
  app = await startTestAppOn(database, {});
  await app.post('/api/webhooks', { url: receiver.url });
  for (let count = 0; count < DELIVERIES; count += 1)
    await app.post('/api/events', { type: 'a.b', data: {} });
  await eventually('all are delivered', async () => {
    const rows = await database.query('select from finished_deliveries');
    return rows.length === DELIVERIES;
  });
  const [tenant] = await database.query<{ id: string }>(`select id from tenants where uid = 'default'`);
  tenantId = tenant?.id ?? '';
});
afterAll(async () => {
  await app.close();
  await receiver.close();
  await opened.close();
  await database.drop();
});

const statsReading = (rowsMax: number, retentionDays = 365): EmpStats =>
  new EmpStats({
    stats: new StatsService({ database: opened, rowsMax, statsDays: { minute: 7, hour: 90, day: 730 } }),
    clock: opened.clock,
    retentionDays,
  });

describe('statistics of EMP', () => {
  const all = {
    total_deliveries: DELIVERIES,
    successful_deliveries: DELIVERIES,
    failed_deliveries: 0,
    retry_queue_size: 0,
    pending_deliveries: 0,
  };

  it.each([1, 30, 31, 365])('hold all of a history of %i days', async (days) => {
    expect(await statsReading(100_000, days).ofTenant(tenantId)).toEqual(all);
  });

  it('are put together of parts where not all can be read at once', async () => {
    // A delivery and its attempt are two rows.
    expect(await statsReading(DELIVERIES).ofTenant(tenantId)).toEqual(all);
  });

  it('are of the newest where there is no end to them', async () => {
    const { total_deliveries: total } = await statsReading(2).ofTenant(tenantId);
    expect(total).toBeGreaterThan(0);
    expect(total).toBeLessThan(DELIVERIES);
  });
});
