import type pg from 'pg';
import { WALK_SETTINGS } from '../database/walk.ts';
import type { ReplayMode } from '../domain/replays.ts';
import type { Uuid } from '../domain/ids.ts';
import { errorCode } from '../engine/database-errors.ts';
import type { EngineLog } from '../engine/engine-log.ts';
import type { EngineObserver } from '../engine/engine-observer.ts';
import { REPLAY_FINISHED } from '../engine/queue/sql/move-back.ts';
import { inTransaction, run, type Queryable } from '../engine/statement.ts';
import type { ReplayPlanner } from './replay-planner.ts';
import type { PlannedDelivery, ReplayFilter } from './replay-record.ts';
import { toReplayScope } from './replay-scope.ts';
import { MAKE_MISSING } from './sql/make-missing.ts';
import { ADVANCE_REPLAY, FIND_DUE_REPLAYS, POSTPONE_REPLAY, TAKE_REPLAY } from './sql/run-replays.ts';

/** Batches of one replay in a turn: where filters pass over most rows, many of them are empty. */
const ROUNDS_MAX = 50;
const POSTPONE_MS = 10_000;

interface TakenReplay {
  readonly id: Uuid;
  readonly tenant_id: Uuid;
  readonly mode: ReplayMode;
  readonly filter: ReplayFilter;
  readonly rate_per_second: number;
  readonly mark: Uuid;
  readonly created_at: Date;
}

export interface ReplayRunnerParts {
  /** With the planner pinned to index paths, for every tenant. */
  readonly pool: pg.Pool;
  readonly planner: ReplayPlanner;
  readonly log: EngineLog;
  readonly observer: EngineObserver;
  /** Deliveries are due: workers look now instead of at their next poll. */
  readonly onReplayed: () => void;
}

/**
 * Takes running replays on, a batch each in turn, while their pace allows. One process at a time does so, by the duty's
 * lock; a second one would do no harm, since a batch holds its replay's row, and leaves it with what it has done.
 */
export class ReplayRunner {
  constructor(private readonly parts: ReplayRunnerParts) {}

  async isAnyDue(): Promise<boolean> {
    return (await this.findDue()).length > 0;
  }

  /** @param isStopping asked before each batch */
  async runDue(isStopping: () => boolean = () => false): Promise<void> {
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      const dueIds = await this.findDue();
      if (dueIds.length === 0) return;
      for (const id of dueIds) {
        if (isStopping()) return;
        await this.runBatch(id);
      }
    }
  }

  private async findDue(): Promise<Uuid[]> {
    const rows = await run<{ id: Uuid }>(this.parts.pool, FIND_DUE_REPLAYS, []);
    return rows.map(({ id }) => id);
  }

  /** One replay whose batch fails must not keep the others from their turn. */
  private async runBatch(id: Uuid): Promise<void> {
    const { pool, log, observer, onReplayed } = this.parts;
    try {
      const done = await inTransaction(pool, async (client) => await this.advance(client, id));
      if (done === null || done.count === 0) return;
      observer.replayed(done.mode, done.count);
      onReplayed();
    } catch (error) {
      observer.failed('replay');
      log.error({ replay: id, code: errorCode(error), err: error }, 'a replay was put off');
      await run(pool, POSTPONE_REPLAY, [id, POSTPONE_MS]);
    }
  }

  /** What is moved, and the mark behind it, in one transaction. */
  private async advance(client: Queryable, id: Uuid): Promise<{ mode: ReplayMode; count: number } | null> {
    const [replay] = await run<TakenReplay>(client, TAKE_REPLAY, [id]);
    if (replay === undefined) return null;
    await client.query(WALK_SETTINGS);
    const { tenant_id: tenantId, mode, created_at: createdAt } = replay;
    const scope = toReplayScope({ tenantId, mode, createdAt }, replay.filter);
    const place = { mark: replay.mark, limit: replay.rate_per_second };
    const { deliveries, mark } = await this.parts.planner.plan(client, scope, place);
    const count = deliveries.length === 0 ? 0 : await makeDue(client, replay, deliveries);
    await run(client, ADVANCE_REPLAY, [id, mark, count]);
    return { mode, count };
  }
}

/** Answers how many: of what was found in history, somebody else may just have retried some. */
async function makeDue(
  client: Queryable,
  { id, tenant_id: tenantId, mode }: TakenReplay,
  deliveries: readonly PlannedDelivery[],
): Promise<number> {
  const ids = deliveries.map((delivery) => delivery.id);
  if (mode !== 'missing') return (await run(client, REPLAY_FINISHED, [tenantId, ids, id])).length;
  const columns = [
    deliveries.map(({ eventId }) => eventId),
    deliveries.map(({ webhookId }) => webhookId),
    deliveries.map(({ attemptsMax }) => attemptsMax),
  ];
  return (await run(client, MAKE_MISSING, [tenantId, ids, ...columns, id])).length;
}
