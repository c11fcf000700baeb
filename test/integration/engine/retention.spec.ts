import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { uuidFloor, type Uuid } from '../../../src/domain/ids.ts';
import { PARTITIONED_TABLES, Partitions } from '../../../src/engine/history/partitions.ts';
import { EventErasure } from '../../../src/engine/history/event-erasure.ts';
import { Retention } from '../../../src/engine/history/retention.ts';
import { ShorterKeeping } from '../../../src/engine/history/shorter-keeping.ts';
import { BLIND_OBSERVER } from '../../../src/engine/engine-observer.ts';
import { DEFAULT_TENANT, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { DAY_MS, findDelivery, insertDeliveries, NOWHERE } from './delivery-rows.ts';

const MAX_AGE_DAYS = 14;
const RETENTION_DAYS = 30;

describe('retention', () => {
  let engine: EngineHarness;
  let partitions: Partitions;
  let webhookId: Uuid;

  beforeAll(async () => {
    engine = await startEngine();
    partitions = new Partitions(engine.pool, engine.log);
  });

  afterAll(async () => {
    await engine.close();
  });

  beforeEach(async () => {
    await engine.database.query('delete from live_deliveries');
    ({ id: webhookId } = await engine.addWebhook({ url: NOWHERE }));
  });

  async function enforce(): Promise<void> {
    const { pool: db, clock, log } = engine;
    const maxAgeMs = MAX_AGE_DAYS * DAY_MS;
    const days = RETENTION_DAYS;
    const installation = { eventDataDays: days, attemptDataDays: days, historyDays: days };
    await new Retention({
      db,
      partitions,
      erasure: new EventErasure(db, BLIND_OBSERVER),
      shorterKeeping: new ShorterKeeping({ pool: db, clock, log, installation }),
      clock,
      log,
      retentionMs: RETENTION_DAYS * DAY_MS,
      maxAgeMs,
    }).enforce();
  }

  function dayBefore(days: number): string {
    return new Date(engine.clock.now() - days * DAY_MS).toISOString().slice(0, 10);
  }

  /** Makes the partitions of a day in all three tables, as the processes do. */
  async function makeDay(days: number): Promise<void> {
    for (const table of PARTITIONED_TABLES) {
      await engine.pool.query('select ensure_partition($1, $2)', [table, dayBefore(days)]);
    }
  }

  /** Which of the three tables still have a day. */
  async function tablesOf(days: number): Promise<string[]> {
    const suffix = `_p${dayBefore(days).replaceAll('-', '')}`;
    const rows = await engine.database.query<{ name: string }>(
      `select relname as name from pg_class where relname = any ($1::text[])`,
      [PARTITIONED_TABLES.map((table) => table + suffix)],
    );
    return PARTITIONED_TABLES.filter((table) => rows.some(({ name }) => name === table + suffix));
  }

  async function setState(id: Uuid, assignments: string): Promise<void> {
    await engine.database.query(`update live_deliveries set ${assignments} where id = $1`, [id]);
  }

  describe('of deliveries', () => {
    it('gives up what is too old, a paused webhook’s too, and leaves what is in flight to its attempt', async () => {
      const [young = ''] = await insertDeliveries(engine, webhookId, 1, (MAX_AGE_DAYS - 1) * DAY_MS);
      const [pending = '', retrying = '', sent = ''] = await insertDeliveries(
        engine,
        webhookId,
        3,
        (MAX_AGE_DAYS + 1) * DAY_MS, // no partition of that day exists yet
      );
      await setState(
        retrying,
        `status = 'retrying', attempt_count = 2, ready = false, next_attempt_at = now() + '1 h'`,
      );
      await setState(sent, `status = 'in_progress', ready = false, lease_token = 1`);
      await engine.database.query('update webhooks set paused_at = now() where id = $1', [webhookId]);
      await enforce();
      const expired = { status: 'dead_letter', reason: 'expired' };
      expect(await findDelivery(engine, pending)).toMatchObject({ ...expired, attempt_count: 0 });
      expect(await findDelivery(engine, retrying)).toMatchObject({ ...expired, attempt_count: 2 });
      expect(await findDelivery(engine, sent)).toMatchObject({ status: 'in_progress' });
      expect(await findDelivery(engine, young)).toMatchObject({ status: 'pending' });
    });

    it('gives a delivery that was retried by hand as long again', async () => {
      const [retried = ''] = await insertDeliveries(engine, webhookId, 1, (MAX_AGE_DAYS + 1) * DAY_MS);
      await setState(retried, 'attempt_count = 3, attempts_before = 3, updated_at = now()');
      await enforce();
      expect(await findDelivery(engine, retried)).toMatchObject({ status: 'pending' });
      await setState(retried, `updated_at = now() - interval '${MAX_AGE_DAYS} days 1 min'`);
      await enforce();
      expect(await findDelivery(engine, retried)).toMatchObject({ status: 'dead_letter', reason: 'expired' });
    });

    it('takes more than one statement’s rows', async () => {
      await insertDeliveries(engine, webhookId, 2_500, (MAX_AGE_DAYS + 1) * DAY_MS);
      await enforce();
      expect(await engine.database.query('select id from live_deliveries')).toEqual([]);
    });
  });

  it('forgets idempotency keys after seven days, whatever they made', async () => {
    await engine.database.query(
      `insert into idempotency_keys (tenant_id, scope, key, fingerprint, resource_id, created_at)
       select $1, scope, key, '', gen_random_uuid(), now() - age::interval
       from (values ('kept', '6 days 23 h'), ('forgotten', '7 days 1 min')) as k(key, age),
            (values ('event'), ('webhook')) as s(scope)`,
      [DEFAULT_TENANT],
    );
    await enforce();
    expect(await engine.database.query('select key from idempotency_keys')).toEqual([
      { key: 'kept' },
      { key: 'kept' },
    ]);
  });

  describe('of partitions', () => {
    it('drops days that are wholly past, and events a day later', async () => {
      for (const days of [RETENTION_DAYS, RETENTION_DAYS + 1, RETENTION_DAYS + 2, RETENTION_DAYS + 200])
        await makeDay(days);
      await enforce();
      expect(await tablesOf(RETENTION_DAYS)).toEqual([...PARTITIONED_TABLES]);
      expect(await tablesOf(RETENTION_DAYS + 1)).toEqual(['events']);
      expect(await tablesOf(RETENTION_DAYS + 2)).toEqual([]);
      expect(await tablesOf(RETENTION_DAYS + 200)).toEqual([]);
      expect(await tablesOf(0)).toEqual([...PARTITIONED_TABLES]);
    });

    it('keeps what a live delivery still needs: its own day, its event’s, and those of its attempts', async () => {
      const old = RETENTION_DAYS + 10;
      for (const days of [old, old + 3, old - 3]) await makeDay(days);
      const [id = ''] = await insertDeliveries(engine, webhookId, 1, old * DAY_MS);
      const eventId = uuidFloor(engine.clock.now() - (old + 3) * DAY_MS);
      await setState(id, `status = 'in_progress', ready = false, lease_token = 1, event_id = '${eventId}'`);
      await enforce();
      expect(await tablesOf(old + 3)).toEqual(['events']);
      expect(await tablesOf(old)).toEqual([...PARTITIONED_TABLES]);
      expect(await tablesOf(old - 3)).toEqual(['attempts']);

      await setState(id, `status = 'pending', next_attempt_at = now()`);
      await enforce(); // it is given up for its age, and its days go with it
      for (const days of [old, old + 3, old - 3]) expect(await tablesOf(days)).toEqual([]);
    });

    it('keeps the day of an event that has not been fanned out', async () => {
      const old = RETENTION_DAYS + 20;
      await makeDay(old);
      const eventId = uuidFloor(engine.clock.now() - old * DAY_MS);
      await engine.database.query('insert into outbox (event_id, tenant_id) values ($1, $2)', [
        eventId,
        DEFAULT_TENANT,
      ]);
      await enforce();
      expect(await tablesOf(old)).toEqual(['events']);
      await engine.database.query('delete from outbox');
      await enforce();
      expect(await tablesOf(old)).toEqual([]);
    });

    it('keeps the day of an event as long as the history of a delivery of it, so that it can be retried', async () => {
      const old = RETENTION_DAYS + 15;
      await makeDay(old);
      await makeDay(RETENTION_DAYS + 3);
      const eventId = uuidFloor(engine.clock.now() - old * DAY_MS);
      // One of a time long past does not keep it: its own day goes in this very round.
      for (const deliveryId of [
        engine.ids.next(),
        uuidFloor(engine.clock.now() - (RETENTION_DAYS + 3) * DAY_MS),
      ]) {
        await engine.database.query(
          `insert into finished_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, reason, attempt_count,
                                            max_attempts, lease_token, created_at)
           values ($1, $2, $3, $4, 'scheduled', 'dead_letter', 'exhausted', 1, 10, 1, now())`,
          [deliveryId, DEFAULT_TENANT, webhookId, eventId],
        );
      }
      await enforce();
      expect(await tablesOf(old)).toEqual(['events']);
      await engine.database.query(`delete from finished_deliveries where id > $1`, [
        uuidFloor(engine.clock.now() - DAY_MS),
      ]);
      await enforce();
      expect(await tablesOf(old)).toEqual([]);
    });

    it('leaves a day that somebody reads to the next round, and goes on with the others', async () => {
      const [read, free] = [RETENTION_DAYS + 30, RETENTION_DAYS + 29];
      for (const days of [read, free]) await makeDay(days);
      const reader = await engine.pool.connect();
      await reader.query('begin');
      await reader.query(`select count(*) from attempts_p${dayBefore(read).replaceAll('-', '')}`);
      await enforce();
      expect(await tablesOf(read)).toEqual(['attempts']);
      expect(await tablesOf(free)).toEqual([]);
      await reader.query('rollback');
      reader.release();
      await enforce();
      expect(await tablesOf(read)).toEqual([]);
    });
  });

  it('removes inboxes whose time is over, with what they have kept, and no other', async () => {
    await engine.database.query(
      `insert into inboxes (id, tenant_id, token, name, created_at, updated_at, expires_at)
       select gen_random_uuid(), $1, name, name, now(), now(), now() + hours * interval '1 hour'
       from (values ('over', -1), ('there', 1)) as made (name, hours)`,
      [DEFAULT_TENANT],
    );
    await engine.database.query(
      `insert into inbox_requests (inbox_id, slot, id, tenant_id, method, path, headers, body, body_bytes,
                                   response_status, received_at)
       select id, 1, gen_random_uuid(), tenant_id, 'POST', name, '[]', '', 0, 200, now() from inboxes`,
    );
    await enforce();
    expect(await engine.database.query('select name from inboxes')).toEqual([{ name: 'there' }]);
    expect(await engine.database.query('select path from inbox_requests')).toEqual([{ path: 'there' }]);
  });

  it('lets a delivery end whose day has no partition, and promotes the others beside it', async () => {
    const [crashed = ''] = await insertDeliveries(engine, webhookId, 1, 50 * DAY_MS);
    await setState(
      crashed,
      `status = 'in_progress', ready = false, lease_token = 5, unrecorded_claims = 5, next_attempt_at = now()`,
    );
    const [retrying = ''] = await insertDeliveries(engine, webhookId, 1);
    await engine.database.query('update webhooks set paused_at = now() where id = $1', [webhookId]);
    await setState(retrying, `status = 'retrying', attempt_count = 1, ready = false`);
    engine.worker.start();
    await eventually('the other is promoted', async () => (await findDelivery(engine, retrying)).ready);
    expect(await findDelivery(engine, crashed)).toMatchObject({ status: 'dead_letter', reason: 'crashed' });
  });
});
