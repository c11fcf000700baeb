import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { readMigrations } from '../../../src/database/migration-files.ts';
import { CellDatabase } from './cell.ts';

const MIGRATION = '20261128002400_delivery_totals';
const HOUR = '2026-11-20T10:00:00.000Z';
const DAY = '2026-11-20T00:00:00.000Z';
const [TENANT, OTHER_TENANT, WEBHOOK, OTHER_WEBHOOK] = [1, 2, 3, 4].map(
  (digit) => `01980000-0000-7000-8000-00000000000${digit}`,
);

/** Buckets as the version before wrote them: grain, begin, tenant, webhook, event type, status, count, when one ended last. */
const BUCKETS = [
  ['minute', HOUR, TENANT, WEBHOOK, 'a', 'delivered', 5, '2026-11-20T10:00:30.000Z'],
  ['hour', HOUR, TENANT, WEBHOOK, 'a', 'delivered', 5, '2026-11-20T10:00:30.000Z'],
  ['hour', HOUR, TENANT, WEBHOOK, 'b', 'delivered', 7, '2026-11-20T10:40:00.000Z'],
  ['hour', HOUR, TENANT, WEBHOOK, 'a', 'dead_letter', 2, '2026-11-20T10:59:00.000Z'],
  ['hour', HOUR, TENANT, OTHER_WEBHOOK, 'a', 'shadowed', 3, '2026-11-20T10:10:00.000Z'],
  ['hour', HOUR, OTHER_TENANT, WEBHOOK, 'a', 'cancelled', 0, '2026-11-20T10:20:00.000Z'],
  ['day', DAY, TENANT, WEBHOOK, 'a', 'delivered', 100, '2026-11-20T23:00:00.000Z'],
] as const;

let cells: CellDatabase;
let owner: pg.Pool;

beforeAll(async () => {
  cells = await CellDatabase.create();
  const schema = cells.newSchemaName();
  await cells.database.query(`create schema ${schema}`);
  owner = cells.openPool(cells.database.url, schema, 'owner');
  const { migrationDirectories } = await readMigrations();
  for (const { path, migrationFile } of migrationDirectories) {
    if (path === MIGRATION) await insertBuckets();
    if (migrationFile.content.tag === 'error') throw new Error(migrationFile.content.value);
    await owner.query(migrationFile.content.value);
  }
});
afterAll(async () => {
  await cells.close();
});

async function insertBuckets(): Promise<void> {
  for (const bucket of BUCKETS) {
    await owner.query(
      `insert into delivery_stats (grain, at, tenant_id, webhook_id, event_type, status, count, last_completed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [...bucket],
    );
  }
}

describe('a database with buckets of deliveries from before there were totals', () => {
  it('has their totals by webhook and by event type', async () => {
    const { rows } = await owner.query(
      `select grain, tenant_id, kind, key, delivered::int, dead_letter::int, cancelled::int, shadowed::int, last_delivered_at
       from delivery_totals order by grain, tenant_id, kind, key`,
    );
    const total = (
      grain: string,
      tenantId: string | undefined,
      [kind, key]: readonly [string, string | undefined],
      counts: Record<string, number>,
      lastDeliveredAt: string | null = null,
    ): object => ({
      grain,
      tenant_id: tenantId,
      kind,
      key,
      delivered: 0,
      dead_letter: 0,
      cancelled: 0,
      shadowed: 0,
      ...counts,
      last_delivered_at: lastDeliveredAt === null ? null : new Date(lastDeliveredAt),
    });
    expect(rows).toEqual([
      total('day', TENANT, ['event_type', 'a'], { delivered: 100 }, '2026-11-20T23:00:00.000Z'),
      total('day', TENANT, ['webhook', WEBHOOK], { delivered: 100 }, '2026-11-20T23:00:00.000Z'),
      total(
        'hour',
        TENANT,
        ['event_type', 'a'],
        { delivered: 5, dead_letter: 2, shadowed: 3 },
        '2026-11-20T10:00:30.000Z',
      ),
      total('hour', TENANT, ['event_type', 'b'], { delivered: 7 }, '2026-11-20T10:40:00.000Z'),
      total(
        'hour',
        TENANT,
        ['webhook', WEBHOOK],
        { delivered: 12, dead_letter: 2 },
        '2026-11-20T10:40:00.000Z',
      ),
      total('hour', TENANT, ['webhook', OTHER_WEBHOOK], { shadowed: 3 }),
      total('hour', OTHER_TENANT, ['event_type', 'a'], {}),
      total('hour', OTHER_TENANT, ['webhook', WEBHOOK], {}),
    ]);
  });

  it('takes no bucket from a process that would write no totals beside it', async () => {
    await expect(insertBuckets()).rejects.toThrow('has_totals');
  });
});
