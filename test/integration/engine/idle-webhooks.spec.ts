import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Uuid } from '../../../src/domain/ids.ts';
import { IdleWebhooks } from '../../../src/engine/dispatch/idle-webhooks.ts';
import { CANDIDATES_MAX } from '../../../src/engine/dispatch/sql/idle-webhooks.ts';
import { BLIND_OBSERVER } from '../../../src/engine/engine-observer.ts';
import { addWebhooks } from '../../load/bulk-rows.ts';
import { DEFAULT_TENANT, startEngine, type EngineHarness } from '../../support/engine-harness.ts';

const IDLE_MS = 30 * 86_400_000;
const COUNT = CANDIDATES_MAX + 20;

let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngine();
});
afterEach(async () => {
  await engine.close();
});

/** Made and enabled 31 days ago, in the dialect. */
async function addOldWebhooks(count: number, dialect = 'taskflow'): Promise<Uuid[]> {
  const webhook = { url: 'http://127.0.0.1:9/', events: ['job.failed'] };
  const ids = await addWebhooks(
    engine.database,
    Array.from({ length: count }, () => webhook),
  );
  await engine.database.query(
    `update webhooks set created_at = now() - interval '31 days', rate_limit = '{"per_hour": 1000}' where id = any ($1)`,
    [ids],
  );
  await engine.database.query(
    'insert into dialect_webhooks (webhook_id, tenant_id, dialect) select unnest($1::uuid[]), $2, $3',
    [ids, DEFAULT_TENANT, dialect],
  );
  return ids;
}

/** As a process has it. @param retentionMs of the history */
function upkeep(retentionMs = IDLE_MS): { readonly idle: IdleWebhooks; readonly told: string[] } {
  const told: string[] = [];
  const { pool, ids, clock, log } = engine;
  const idle = new IdleWebhooks({
    db: pool,
    pool,
    rules: [{ dialect: 'taskflow', idleMs: IDLE_MS }],
    ids,
    clock,
    log,
    observer: { ...BLIND_OBSERVER, webhookChanged: (change) => told.push(change) },
    retentionMs,
    maxAgeMs: 14 * 86_400_000,
    onChanged: () => undefined,
  });
  return { idle, told };
}

async function findDisabled(): Promise<Uuid[]> {
  const rows = await engine.database.query<{ webhook_id: Uuid }>(
    "select webhook_id from webhook_states where disabled_reason = 'idle' order by 1",
  );
  return rows.map((row) => row.webhook_id);
}

async function countRows(table: 'audit_log' | 'outbox'): Promise<number> {
  const [row] = await engine.database.query<{ count: number }>(`select count(*)::int as count from ${table}`);
  return row?.count ?? 0;
}

describe('idle webhooks', () => {
  it('are all disabled, each once and with one row and one event, by two processes at the same time', async () => {
    const ids = await addOldWebhooks(COUNT);
    await addOldWebhooks(3, 'workflow');
    const [one, two] = [upkeep(), upkeep()];
    await Promise.all([one.idle.disable(), two.idle.disable()]);
    expect(await findDisabled()).toEqual(ids.toSorted());
    expect([...one.told, ...two.told]).toEqual(ids.map(() => 'idle'));
    expect(await countRows('audit_log')).toBe(COUNT);
    expect(await countRows('outbox')).toBe(COUNT);
  }, 60_000);

  it('lose what waits for them, with its reason', async () => {
    const [id = ''] = await addOldWebhooks(1);
    await engine.database.query(
      `insert into live_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, ready, next_attempt_at, max_attempts)
       values ($1, $2, $3, $1, 'job.failed', 'pending', true, now(), 4)`,
      [engine.ids.next(), DEFAULT_TENANT, id],
    );
    await upkeep().idle.disable();
    const rows = await engine.database.query('select status, reason from deliveries where webhook_id = $1', [
      id,
    ]);
    expect(rows).toEqual([{ status: 'dead_letter', reason: 'webhook_disabled' }]);
  });

  it.each([
    ["update webhook_states set updated_at = now() - interval '29 days'", 'have been enabled since'],
    ["update webhook_buckets set refilled_at = now() - interval '29 days'", 'have been sent to since'],
    ['update webhooks set active = false', 'are inactive already'],
    ['update webhooks set deleted_at = now()', 'are deleted'],
  ])('are not those that, by %j, %s', async (change) => {
    const [id = ''] = await addOldWebhooks(1);
    await engine.database.query(
      "insert into webhook_states (webhook_id, updated_at) values ($1, now() - interval '31 days')",
      [id],
    );
    await engine.database.query(
      "insert into webhook_buckets (webhook_id, tokens, refilled_at) values ($1, 0, now() - interval '31 days')",
      [id],
    );
    await engine.database.query(change);
    await upkeep().idle.disable();
    expect(await findDisabled()).toEqual([]);
  });

  it('without a limit are known by the history alone, and not judged where it is shorter', async () => {
    const [id = ''] = await addOldWebhooks(1);
    await engine.database.query('update webhooks set rate_limit = null');
    await upkeep(IDLE_MS - 1).idle.disable();
    expect(await findDisabled()).toEqual([]);
    await upkeep(IDLE_MS).idle.disable();
    expect(await findDisabled()).toEqual([id]);
  });
});
