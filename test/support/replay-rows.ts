import type { Uuid } from '../../src/domain/ids.ts';
import type { ReplayMode } from '../../src/domain/replays.ts';
import { BLIND_OBSERVER } from '../../src/engine/engine-observer.ts';
import { ReplayPlanner } from '../../src/replays/replay-planner.ts';
import { ReplayRunner } from '../../src/replays/replay-runner.ts';
import { addDeliveries, nextId } from './delivery-rows.ts';
import { createEnginePool, DEFAULT_TENANT, type EngineHarness } from './engine-harness.ts';
import { addEvents } from './event-rows.ts';

const DAY_MS = 86_400_000;

export interface ReplayRow {
  readonly status: string;
  readonly replayed_count: number;
  /** Since it was made, by the database's clock. */
  readonly age_s: number;
}

/** Dead letters of a webhook, each of an event of its own. @returns their ids, oldest first */
export async function addDeadLetters(
  { database }: EngineHarness,
  webhookId: Uuid,
  count: number,
): Promise<Uuid[]> {
  const eventIds = await addEvents(
    database,
    Array.from({ length: count }, () => ({})),
  );
  return await addDeliveries(
    database,
    eventIds.map((eventId) => ({ status: 'dead_letter' as const, webhookId, eventId })),
  );
}

/** A replay of all that the mode means, as the API makes one: of what ended in this very millisecond, too. */
export async function addReplay(
  { database }: EngineHarness,
  mode: ReplayMode,
  ratePerSecond: number,
): Promise<Uuid> {
  const id = nextId();
  await database.query(
    `insert into replays (id, tenant_id, mode, filter, rate_per_second, mark, next_batch_at, created_at, updated_at)
     select $1, $2, $3, '{}', $4, '00000000-0000-0000-0000-000000000000', m.moment, m.later, m.later
     from (select clock_timestamp() as moment, clock_timestamp() + interval '2 ms' as later) m`,
    [id, DEFAULT_TENANT, mode, ratePerSecond],
  );
  return id;
}

export async function findReplay({ database }: EngineHarness, id: Uuid): Promise<ReplayRow> {
  const [row] = await database.query<ReplayRow>(
    `select status, replayed_count, greatest(0, extract(epoch from clock_timestamp() - created_at))::float8 as age_s
     from replays where id = $1`,
    [id],
  );
  if (row === undefined) throw new Error('There is no such replay.');
  return row;
}

/** Those that a replay has made due, oldest first. */
export async function deliveriesOf({ database }: EngineHarness, replayId: Uuid): Promise<Uuid[]> {
  const rows = await database.query<{ delivery_id: Uuid }>(
    'select delivery_id from replay_deliveries where replay_id = $1 order by delivery_id',
    [replayId],
  );
  return rows.map(({ delivery_id: id }) => id);
}

/** Takes replays on as another process would, over connections of its own. */
export function createRunner(engine: EngineHarness): {
  readonly runner: ReplayRunner;
  close(): Promise<void>;
} {
  const pool = createEnginePool(engine.database.url);
  const { subscriptions, ids, clock, log } = engine;
  const planner = new ReplayPlanner({ subscriptions, ids, clock, retentionMs: 30 * DAY_MS });
  const runner = new ReplayRunner({
    pool,
    planner,
    log,
    observer: BLIND_OBSERVER,
    onReplayed: () => undefined,
  });
  return {
    runner,
    close: async () => {
      await pool.end();
    },
  };
}
