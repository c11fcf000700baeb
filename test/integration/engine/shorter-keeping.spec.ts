import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { IdGenerator, uuidFloor, type Uuid } from '../../../src/domain/ids.ts';
import { PARTITIONED_TABLES } from '../../../src/engine/history/partitions.ts';
import { ShorterKeeping } from '../../../src/engine/history/shorter-keeping.ts';
import { MOVE_BACK } from '../../../src/engine/queue/sql/move-back.ts';
import { inTransaction, run } from '../../../src/engine/statement.ts';
import { DEFAULT_TENANT, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { DAY_MS, NOWHERE } from './delivery-rows.ts';

const HISTORY_DAYS = 30;
const OLD_DAYS = 10;

let engine: EngineHarness;
let webhookId: Uuid;
let otherTenantId: Uuid;

beforeAll(async () => {
  engine = await startEngine();
  for (const table of PARTITIONED_TABLES) {
    for (let ago = 0; ago <= OLD_DAYS + 1; ago += 1)
      await engine.pool.query('select ensure_partition($1, current_date - $2::int)', [table, ago]);
  }
  otherTenantId = engine.ids.next();
  await engine.database.query('insert into tenants (id) values ($1)', [otherTenantId]);
});
afterAll(async () => {
  await engine.close();
});
beforeEach(async () => {
  await engine.database.query('truncate events, live_deliveries, finished_deliveries, attempts, outbox');
  await engine.database.query('delete from retention_marks');
  await engine.database.query('delete from event_revisits');
  await engine.database.query(
    'update tenants set event_data_days = null, attempt_data_days = null, history_days = null',
  );
  ({ id: webhookId } = await engine.addWebhook({ url: NOWHERE }));
});

interface Kept {
  readonly tenantId?: Uuid;
  readonly status?: string;
  readonly endedDays?: number;
}

/** An event of some days ago with one finished delivery, or a live one, and one attempt of that time. */
async function add(days: number, { tenantId = DEFAULT_TENANT, status, endedDays }: Kept = {}) {
  const ids = new IdGenerator(() => engine.clock.now() - days * DAY_MS);
  const [eventId, deliveryId, attemptId] = [ids.next(), ids.next(), ids.next()];
  const { database } = engine;
  await database.query(
    `insert into events (id, tenant_id, type, data, occurred_at, tags) values ($1, $2, 'a', '{"a":1}', now(), '{eu}')`,
    [eventId, tenantId],
  );
  if (status === 'pending') {
    await database.query(
      `insert into live_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, ready, next_attempt_at,
                                    max_attempts)
       values ($1, $2, $3, $4, 'a', 'pending', false, now() + interval '1 day', 10)`,
      [deliveryId, tenantId, webhookId, eventId],
    );
  } else {
    await database.query(
      `insert into finished_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, reason, attempt_count,
                                        max_attempts, lease_token, created_at, completed_at)
       values ($1, $2, $3, $4, 'a', $5, $6, 1, 10, 1, now(), now() - $7::float8 * interval '1 day')`,
      [
        deliveryId,
        tenantId,
        webhookId,
        eventId,
        status ?? 'dead_letter',
        status === 'shadowed' ? 'shadow_mode' : 'exhausted',
        endedDays ?? days,
      ],
    );
  }
  await database.query(
    `insert into attempts (id, tenant_id, delivery_id, webhook_id, webhook_version, number, started_at, duration_ms, outcome,
                           response_status, response_headers, response_body, response_body_text, request_headers,
                           error_type, timings, request_body, request_body_bytes)
     select $1, $2, $3, $4, 1, 1, now(), 1, o.outcome::attempt_outcome, case when not o.is_shadow then 500 end, '[["a","b"]]',
            'body', 'body', '[["c","d"]]', case when not o.is_shadow then 'http_status' end, '{}',
            case when o.is_shadow then '{"a":1}'::bytea end, case when o.is_shadow then 7 end
     from (select case when $5::bool then 'shadowed' else 'failed' end as outcome, $5::bool as is_shadow) o`,
    [attemptId, tenantId, deliveryId, webhookId, status === 'shadowed'],
  );
  return { eventId, deliveryId, attemptId };
}

const keep = async (assignments: string, tenantId = DEFAULT_TENANT): Promise<void> => {
  await engine.database.query(`update tenants set ${assignments} where id = $1`, [tenantId]);
};

async function enforce(installation: Partial<{ eventDataDays: number; attemptDataDays: number }> = {}) {
  const { pool, clock, log } = engine;
  const whole = { eventDataDays: HISTORY_DAYS, attemptDataDays: HISTORY_DAYS, historyDays: HISTORY_DAYS };
  await new ShorterKeeping({ pool, clock, log, installation: { ...whole, ...installation } }).enforce();
}

const idsOf = async (text: string): Promise<string[]> =>
  (await engine.database.query<{ id: string }>(`select id from ${text} order by id`)).map(({ id }) => id);
const withData = async () => await idsOf('events where data is not null');
const WHOLE = `attempts where response_body is not null and response_body_text is not null
               and response_headers is not null and request_headers::text <> '[]'`;

describe('the data of events', () => {
  it('goes when its time is over, its row stays, and other tenants keep theirs', async () => {
    const [old, young] = [await add(OLD_DAYS), await add(2)];
    const others = await add(OLD_DAYS, { tenantId: otherTenantId });
    await keep('event_data_days = 3');
    await enforce();
    expect(await withData()).toEqual([others.eventId, young.eventId]);
    expect(await idsOf('events')).toHaveLength(3);
    expect(await idsOf(`events where tags = '{eu}' and id = '${old.eventId}'`)).toHaveLength(1);
    expect(await idsOf(WHOLE)).toHaveLength(3);
  });

  it('goes of every tenant where the installation says so', async () => {
    await add(OLD_DAYS);
    await add(OLD_DAYS, { tenantId: otherTenantId });
    await enforce({ eventDataDays: 3 });
    expect(await withData()).toEqual([]);
  });

  it('goes from shadowed attempts too, which hold it', async () => {
    await add(OLD_DAYS, { status: 'shadowed' });
    await keep('event_data_days = 3');
    await enforce();
    expect(await idsOf('attempts where request_body is not null')).toEqual([]);
    expect(await idsOf(`attempts where request_body_bytes = 7 and response_body is not null`)).toHaveLength(
      1,
    );
  });

  it('stays while a live delivery, or the relay, needs it, and goes after that though its place is passed', async () => {
    const [live, waiting, old] = [
      await add(OLD_DAYS, { status: 'pending' }),
      await add(OLD_DAYS),
      await add(9),
    ];
    await engine.database.query('insert into outbox (event_id, tenant_id) values ($1, $2)', [
      waiting.eventId,
      DEFAULT_TENANT,
    ]);
    await keep('event_data_days = 3');
    await enforce();
    await engine.database.query('update event_revisits set due_at = now()');
    await enforce();
    expect(await withData()).toEqual([live.eventId, waiting.eventId]);
    expect(await idsOf('live_deliveries')).toEqual([live.deliveryId]);
    expect(old.eventId > waiting.eventId).toBe(true);

    await engine.database.query('delete from live_deliveries');
    await engine.database.query('delete from outbox');
    await enforce();
    expect(await withData()).toHaveLength(2); // looked at again in an hour
    await engine.database.query('update event_revisits set due_at = now()');
    await enforce();
    expect(await withData()).toEqual([]);
    expect(await engine.database.query('select * from event_revisits')).toEqual([]);
  });

  it('stays for a delivery that is retried in the same moment, whoever is first', async () => {
    const [first, second] = [await add(OLD_DAYS), await add(9)];
    await keep('event_data_days = 3');
    const retrying = await engine.pool.connect();
    await retrying.query('begin');
    expect(await run(retrying, MOVE_BACK, [DEFAULT_TENANT, [first.deliveryId]])).toHaveLength(1);
    await enforce(); // passes over what the retry holds, and waits for nothing
    await retrying.query('commit');
    retrying.release();
    expect(await withData()).toEqual([first.eventId]);
    expect(await run(engine.pool, MOVE_BACK, [DEFAULT_TENANT, [second.deliveryId]])).toEqual([]);
    expect(await idsOf('live_deliveries')).toEqual([first.deliveryId]);
  });

  it('is not read twice: the mark moves on, though a whole batch is of others', async () => {
    await engine.database.query(
      `insert into events (id, tenant_id, type, data, occurred_at)
       select overlay(gen_random_uuid()::text placing left(uuid_floor(now() - interval '5 days')::text, 13) from 1 for 13)::uuid,
              case when n % 4 = 0 then $1::uuid else $2::uuid end, 'a', '{"a":1}', now()
       from generate_series(1, 6000) n`,
      [DEFAULT_TENANT, otherTenantId],
    );
    await keep('event_data_days = 3');
    await enforce();
    expect(await withData()).toHaveLength(4_500);
    const [mark] = await engine.database.query<{ mark: Uuid }>('select mark from retention_marks');
    expect(mark?.mark ?? '').toMatch(
      new RegExp(`^${uuidFloor(engine.clock.now() - 3 * DAY_MS).slice(0, 6)}`),
    );
    // Behind the mark nobody looks any more.
    await engine.database.query(`update events set data = '{}' where tenant_id = $1`, [DEFAULT_TENANT]);
    await enforce();
    expect(await withData()).toHaveLength(6_000);
  });
});

it('takes headers and bodies from attempts whose time is over, and leaves the rest of them', async () => {
  const [old, live, young] = [await add(OLD_DAYS), await add(9, { status: 'pending' }), await add(1)];
  const others = await add(OLD_DAYS, { tenantId: otherTenantId });
  await keep('attempt_data_days = 3');
  await enforce();
  expect(await idsOf(WHOLE)).toEqual([others.attemptId, young.attemptId].toSorted());
  expect(await idsOf(`attempts where response_status = 500 and error_type = 'http_status'`)).toHaveLength(4);
  expect(await withData()).toHaveLength(4);
  expect(await idsOf('live_deliveries')).toEqual([live.deliveryId]);
  expect(old.attemptId < young.attemptId).toBe(true);
});

describe('rows', () => {
  it('go with their attempts, and an event with the last of its deliveries', async () => {
    await add(OLD_DAYS);
    const live = await add(9, { status: 'pending' });
    const late = await add(8, { endedDays: 1 });
    const young = await add(2);
    const others = await add(OLD_DAYS, { tenantId: otherTenantId });
    await keep('history_days = 5');
    await enforce();
    const kept = [others, live, late, young];
    expect(await idsOf('events')).toEqual(kept.map(({ eventId }) => eventId));
    expect(await idsOf('attempts')).toEqual(kept.map(({ attemptId }) => attemptId));
    expect(await idsOf('finished_deliveries')).toEqual([others, late, young].map((one) => one.deliveryId));
    expect(await idsOf('live_deliveries')).toEqual([live.deliveryId]);
    // The data does not outlive the days of its row, whatever keeps that.
    expect(await withData()).toEqual([others, live, young].map(({ eventId }) => eventId));
  });

  it('are removed by batches, and not before they are counted', async () => {
    await engine.database.query(
      `insert into finished_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, reason, attempt_count,
                                        max_attempts, lease_token, created_at, completed_at)
       select overlay(gen_random_uuid()::text placing left(uuid_floor(now() - interval '9 days')::text, 13) from 1 for 13)::uuid,
              $1, $2, $2, 'a', 'dead_letter', 'exhausted', 1, 10, 1, now(), now() - interval '9 days'
       from generate_series(1, 1200)`,
      [DEFAULT_TENANT, webhookId],
    );
    await keep('history_days = 5');
    await engine.database.query(`insert into stats_mark (rolled_until) values (now() - interval '9 days')`);
    await enforce();
    expect(await idsOf('finished_deliveries')).toHaveLength(1_200);
    await engine.database.query('delete from stats_mark');
    await enforce();
    expect(await idsOf('finished_deliveries')).toEqual([]);
  });

  it('that somebody holds are left to the next round', async () => {
    const [held, free] = [await add(OLD_DAYS), await add(9)];
    await keep('history_days = 5');
    await inTransaction(engine.pool, async (tx) => {
      await tx.query('select from finished_deliveries where id = $1 for update', [held.deliveryId]);
      await enforce();
    });
    expect(await idsOf('finished_deliveries')).toEqual([held.deliveryId]);
    expect(free.deliveryId).not.toBe(held.deliveryId);
    await enforce();
    expect(await idsOf('finished_deliveries')).toEqual([]);
    expect(await idsOf('events')).toEqual([]);
  });
});
