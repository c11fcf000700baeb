import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { IdGenerator, type Uuid } from '../../src/domain/ids.ts';
import { BLIND_OBSERVER } from '../../src/engine/engine-observer.ts';
import { EventErasure } from '../../src/engine/history/event-erasure.ts';
import { PARTITIONED_TABLES, Partitions } from '../../src/engine/history/partitions.ts';
import { Retention } from '../../src/engine/history/retention.ts';
import { ShorterKeeping } from '../../src/engine/history/shorter-keeping.ts';
import { DEFAULT_TENANT, newEvent, startEngine, type EngineHarness } from '../support/engine-harness.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';

/** With it, the run is that many events long, and nothing may wait for a lock for a second. */
const MEASURED_EVENTS = Number(process.env.RETENTION_EVENTS ?? 0);
const EVENTS = MEASURED_EVENTS === 0 ? 1_000 : MEASURED_EVENTS;
const AT_ONCE = 10;
const OLD_EVENTS = EVENTS * 5;
const LIVE_OLD = 200;
const DAY_MS = 86_400_000;
const HISTORY_DAYS = 30;
const DROPPED_DAYS = [33, 34, 35, 36, 37, 38];
const WAIT_MS_MAX = 1_000;

let engine: EngineHarness;
let receiver: Receiver;
let webhookId: Uuid;

beforeAll(async () => {
  engine = await startEngine();
  receiver = await startReceiver();
  ({ id: webhookId } = await engine.addWebhook({ url: receiver.url, events: ['kept'] }));
  for (const table of PARTITIONED_TABLES) {
    for (const ago of [...DROPPED_DAYS, 4, 5, 6, 7, 8, 9, 10])
      await engine.pool.query('select ensure_partition($1, current_date - $2::int)', [table, ago]);
  }
  for (const ago of [...DROPPED_DAYS, 5, 9]) await addHistory(ago, OLD_EVENTS / 8);
  await engine.database.query(
    'update tenants set event_data_days = 3, attempt_data_days = 3, history_days = 7',
  );
});
afterAll(async () => {
  await engine.close();
  await receiver.close();
});

/** Events of one moment, each with a delivery that has ended and its attempt. */
async function addHistory(daysAgo: number, count: number): Promise<void> {
  const ids = new IdGenerator(() => engine.clock.now() - daysAgo * DAY_MS);
  const [eventIds, deliveryIds, attemptIds] = [1, 2, 3].map(() =>
    Array.from({ length: Math.ceil(count) }, () => ids.next()),
  );
  const values = [eventIds, deliveryIds, attemptIds, DEFAULT_TENANT, webhookId];
  await engine.database.query(
    `with given as (select * from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as g(event_id, delivery_id, attempt_id)),
     stored as (insert into events (id, tenant_id, type, data, occurred_at)
                select event_id, $4::uuid, 'old', json_build_object('text', repeat('x', 500)), now() from given),
     made as (insert into attempts (id, tenant_id, delivery_id, webhook_id, webhook_version, number, started_at, duration_ms,
                                    outcome, response_status, response_body, request_headers, timings)
              select attempt_id, $4::uuid, delivery_id, $5::uuid, 1, 1, now(), 1, 'succeeded', 200, 'ok', '[["a","b"]]', '{}'
              from given)
     insert into finished_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, attempt_count, max_attempts,
                                      lease_token, created_at, completed_at)
     select delivery_id, $4::uuid, $5::uuid, event_id, 'old', 'delivered', 1, 10, 1, now(), now() - interval '9 days' from given`,
    values,
  );
}

/** Deliveries of events whose data would have expired by now, which become due while retention is at work. */
async function addLiveOld(): Promise<string[]> {
  const ids = new IdGenerator(() => engine.clock.now() - 8 * DAY_MS);
  const eventIds = Array.from({ length: LIVE_OLD }, () => ids.next());
  const deliveryIds = Array.from({ length: LIVE_OLD }, () => ids.next());
  const texts = eventIds.map((_, n) => `old ${n}`);
  await engine.database.query(
    `with given as (select * from unnest($1::uuid[], $2::uuid[], $3::text[]) with ordinality as g(event_id, id, text, place)),
     stored as (insert into events (id, tenant_id, type, data, occurred_at)
                select event_id, $4::uuid, 'kept', json_build_object('text', text), now() from given)
     insert into live_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, ready, next_attempt_at, max_attempts)
     select id, $4::uuid, $5::uuid, event_id, 'kept', 'pending', false, now() + place * interval '10 ms', 10 from given`,
    [eventIds, deliveryIds, texts, DEFAULT_TENANT, webhookId],
  );
  return texts;
}

function createRetention(): Retention {
  const { pool, clock, log } = engine;
  const installation = {
    eventDataDays: HISTORY_DAYS,
    attemptDataDays: HISTORY_DAYS,
    historyDays: HISTORY_DAYS,
  };
  return new Retention({
    db: pool,
    partitions: new Partitions(pool, log),
    erasure: new EventErasure(pool, BLIND_OBSERVER),
    shorterKeeping: new ShorterKeeping({ pool, clock, log, installation }),
    clock,
    log,
    retentionMs: HISTORY_DAYS * DAY_MS,
    maxAgeMs: 14 * DAY_MS,
  });
}

/** The longest that anybody has waited for a lock, looked at until told to end. */
async function watchWaits(isOver: () => boolean): Promise<number> {
  let longestMs = 0;
  while (!isOver()) {
    const [row] = await engine.database.query<{ ms: number }>(
      `select coalesce(max(extract(epoch from clock_timestamp() - waitstart) * 1000), 0)::float8 as ms
       from pg_locks where not granted`,
    );
    longestMs = Math.max(longestMs, row?.ms ?? 0);
  }
  return longestMs;
}

async function publishAll(): Promise<{ texts: string[]; longestMs: number }> {
  const texts: string[] = [];
  let longestMs = 0;
  for (let n = 0; n < EVENTS; n += AT_ONCE) {
    const batch = Array.from({ length: AT_ONCE }, (_, place) => `new ${n + place}`);
    const startedAt = performance.now();
    await engine.publisher.publish(batch.map((text) => newEvent('kept', JSON.stringify({ text }))));
    longestMs = Math.max(longestMs, performance.now() - startedAt);
    texts.push(...batch);
  }
  return { texts, longestMs };
}

const sentTexts = (): string[] =>
  receiver.requests.map(({ body }) => (JSON.parse(body.toString()) as { data: { text: string } }).data.text);

it('delivers whatever is live with its data while days are dropped, data expires and rows go', async () => {
  const retention = createRetention();
  const old = await addLiveOld();
  engine.worker.start();
  const publishing = { isOver: false };
  const [published, rounds, waitedMs] = await Promise.all([
    publishAll().finally(() => {
      publishing.isOver = true;
    }),
    (async () => {
      let count = 0;
      while (!publishing.isOver) {
        await retention.enforce();
        count += 1;
      }
      return count;
    })(),
    watchWaits(() => publishing.isOver),
  ]);
  const wanted = [...old, ...published.texts].toSorted();
  await eventually('all are delivered', () => receiver.requests.length >= wanted.length);
  expect(sentTexts().toSorted()).toEqual(wanted);
  await eventually('all have ended', async () => {
    const live = await engine.database.query('select from live_deliveries limit 1');
    return live.length === 0;
  });
  expect(await engine.database.query(`select from finished_deliveries where status <> 'delivered'`)).toEqual(
    [],
  );

  await retention.enforce();
  const left = await engine.database.query<{ type: string; rows: number; with_data: number }>(
    `select type, count(*)::int as rows, count(data)::int as with_data from events where type = 'old' group by type`,
  );
  expect(left).toEqual([{ type: 'old', rows: Math.ceil(OLD_EVENTS / 8), with_data: 0 }]);
  const days = await engine.database.query(
    `select from pg_class where relname = any (select 'events_p' || to_char(current_date - ago, 'YYYYMMDD')
                                               from unnest($1::int[]) as ago)`,
    [DROPPED_DAYS],
  );
  expect(days).toEqual([]);
  expect(engine.complaints).toEqual([]);
  if (MEASURED_EVENTS === 0) return;
  process.stdout.write(
    `${EVENTS} events: ${rounds} rounds; a publish took ${published.longestMs.toFixed(0)} ms at most, a lock was waited for ${waitedMs.toFixed(0)} ms at most\n`,
  );
  expect(published.longestMs).toBeLessThan(WAIT_MS_MAX);
  expect(waitedMs).toBeLessThan(WAIT_MS_MAX);
});
