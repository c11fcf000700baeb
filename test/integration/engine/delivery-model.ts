import type fc from 'fast-check';
import { expect } from '@jest/globals';
import { uuidFloor, type Uuid } from '../../../src/domain/ids.ts';
import type { Outcome } from '../../../src/domain/outcomes.ts';
import type { ClaimedDelivery } from '../../../src/engine/queue/claimed-delivery.ts';
import type { Completion } from '../../../src/engine/queue/completion.ts';
import { limitedByWebhooks } from '../../../src/engine/queue/claim-limits.ts';
import { DeliveryQueue } from '../../../src/engine/queue/delivery-queue.ts';
import { MOVE_BACK } from '../../../src/engine/queue/sql/move-back.ts';
import { run } from '../../../src/engine/statement.ts';
import { DEFAULT_TENANT, newEvent, type EngineHarness } from '../../support/engine-harness.ts';
import { completionOf } from './delivery-rows.ts';

export const EVENT_TYPE = 'modelled';
const AN_HOUR = 3_600_000;
const CLAIMS_MAX = 5;

/** What a delivery ought to be. */
export interface ModelDelivery {
  status: string;
  /** Claimable now; null for one that is finished. */
  ready: boolean | null;
  /** Its time, or its lease's end, has come. */
  isOver: boolean;
  token: number;
  attempts: number;
  attemptsBefore: number;
  claims: number;
}

export type Model = Map<Uuid, ModelDelivery>;

/** The real engine, and every lease that was ever given out: results may come from any of them, at any time, in any order. */
export interface Real {
  readonly engine: EngineHarness;
  readonly queues: readonly DeliveryQueue[];
  readonly leases: ClaimedDelivery[];
}

type Command = fc.AsyncCommand<Model, Real>;

const isTried = (row: ModelDelivery): boolean => row.attempts > row.attemptsBefore;
const waitsFor = (row: ModelDelivery): string => (isTried(row) ? 'retrying' : 'pending');

abstract class Step implements Command {
  check(): boolean {
    return true;
  }

  async run(model: Model, real: Real): Promise<void> {
    await this.perform(model, real);
    expect(await readAll(real)).toEqual(model);
  }

  protected abstract perform(model: Model, real: Real): Promise<void>;
}

export class PublishStep extends Step {
  constructor(private readonly count: number) {
    super();
  }

  protected override async perform(model: Model, { engine }: Real): Promise<void> {
    const events = Array.from({ length: this.count }, () => newEvent(EVENT_TYPE, '{}'));
    const ids = (await engine.publisher.publish(events)).map(({ id }) => id);
    const rows = await engine.database.query<{ id: Uuid }>(
      'select id from live_deliveries where event_id = any ($1::uuid[])',
      [ids],
    );
    expect(rows).toHaveLength(this.count);
    for (const { id } of rows) model.set(id, newDelivery());
  }

  override toString(): string {
    return `publish ${this.count}`;
  }
}

function newDelivery(): ModelDelivery {
  const counts = { token: 0, attempts: 0, attemptsBefore: 0, claims: 0 };
  return { status: 'pending', ready: true, isOver: true, ...counts };
}

export class ClaimStep extends Step {
  constructor(
    private readonly worker: number,
    private readonly size: number,
  ) {
    super();
  }

  protected override async perform(model: Model, real: Real): Promise<void> {
    const claimed = (await real.queues[this.worker]?.claimDue(this.size, limitedByWebhooks(new Map()))) ?? [];
    const ready = [...model].filter(([, row]) => row.ready === true).map(([id]) => id);
    expect(claimed.map(({ id }) => id).toSorted()).toEqual(ready.toSorted().slice(0, this.size));
    for (const lease of claimed) {
      const row = rowOf(model, lease.id);
      expect([lease.attemptCount, lease.attemptsBefore]).toEqual([row.attempts, row.attemptsBefore]);
      const { token, claims } = row;
      Object.assign(row, { status: 'in_progress', ready: false, isOver: false });
      Object.assign(row, { token: token + 1, claims: claims + 1 });
      // Nobody else was ever given this token, so nobody else can be the holder.
      expect(real.leases.filter((one) => one.id === lease.id).map((one) => one.leaseToken)).not.toContain(
        lease.leaseToken,
      );
      real.leases.push(lease);
    }
  }

  override toString(): string {
    return `worker ${this.worker} claims ${this.size}`;
  }
}

/** Results of several leases, old ones and current ones mixed, in one batch. */
export class CompleteStep extends Step {
  constructor(private readonly results: readonly (readonly [lease: number, outcome: Outcome])[]) {
    super();
  }

  protected override async perform(model: Model, real: Real): Promise<void> {
    const { engine, leases } = real;
    const completions = new Map<ClaimedDelivery, Completion>(); // one result a lease
    for (const [index, outcome] of this.results) {
      const lease = leases.at(-1 - (index % Math.max(leases.length, 1)));
      if (lease !== undefined) completions.set(lease, toCompletion(engine, lease, outcome));
    }
    const batch = [...completions.values()];
    const expected = batch.filter(({ delivery }) => isHeld(model, delivery));
    for (const { delivery, outcome, attempt } of expected) {
      settle(rowOf(model, delivery.id), outcome, attempt !== null);
    }
    expect(await real.queues[0]?.complete(batch)).toEqual(new Set(expected));
  }

  override toString(): string {
    return `complete ${JSON.stringify(this.results)}`;
  }
}

function isHeld(model: Model, lease: ClaimedDelivery): boolean {
  const row = rowOf(model, lease.id);
  return row.ready !== null && String(row.token) === lease.leaseToken;
}

/** A release keeps the interrupted request; what is settled before a request has no attempt. */
function toCompletion(engine: EngineHarness, lease: ClaimedDelivery, outcome: Outcome): Completion {
  const hasNoRequest = outcome.kind === 'cancelled' || ('reason' in outcome && outcome.reason === 'expired');
  const errorType = outcome.kind === 'released' ? { errorType: 'interrupted' as const } : {};
  const completion = completionOf(engine, lease, outcome, errorType);
  return hasNoRequest ? { ...completion, attempt: null } : completion;
}

function settle(row: ModelDelivery, outcome: Outcome, hasAttempt: boolean): void {
  const counted = hasAttempt && outcome.kind !== 'released' ? 1 : 0;
  const attempts = row.attempts + counted;
  if (outcome.kind === 'retry' || outcome.kind === 'released') {
    const isReleased = outcome.kind === 'released';
    const isOver = isReleased || outcome.delayMs === 0;
    Object.assign(row, { ready: isReleased, isOver, token: row.token + 1, attempts, claims: 0 });
    Object.assign(row, { status: waitsFor(row) });
  } else {
    Object.assign(row, { status: outcome.kind, ready: null, isOver: false, attempts, claims: 0 });
  }
}

/** The time of some deliveries comes: of a retry, or of a lease whose holder is not heard of. */
export class TimeStep extends Step {
  constructor(private readonly picks: readonly number[]) {
    super();
  }

  protected override async perform(model: Model, { engine }: Real): Promise<void> {
    const waiting = [...model].filter(([, row]) => row.ready === false);
    const picked = new Set(this.picks.map((pick) => waiting[pick % Math.max(waiting.length, 1)]));
    const ids = [...picked].flatMap((entry) => (entry === undefined ? [] : [entry[0]]));
    for (const id of ids) rowOf(model, id).isOver = true;
    await engine.database.query(
      'update live_deliveries set next_attempt_at = now() where id = any ($1::uuid[])',
      [ids],
    );
  }

  override toString(): string {
    return `time of ${this.picks.join()}`;
  }
}

export class PromoteStep extends Step {
  protected override async perform(model: Model, real: Real): Promise<void> {
    const due = [...model.values()].filter((row) => row.ready === false && row.isOver);
    const crashed = due.filter((row) => row.status === 'in_progress' && row.claims >= CLAIMS_MAX);
    expect(await real.queues[0]?.promote()).toEqual({
      promoted: due.length - crashed.length,
      crashed: crashed.length,
    });
    for (const row of due) {
      const isCrashed = crashed.includes(row);
      if (isCrashed) Object.assign(row, { status: 'dead_letter', ready: null, isOver: false, claims: 0 });
      else Object.assign(row, { ready: true, isOver: true, status: waitsFor(row) });
    }
  }

  override toString(): string {
    return 'promote';
  }
}

export class RetryStep extends Step {
  constructor(private readonly picks: readonly number[]) {
    super();
  }

  protected override async perform(model: Model, { engine }: Real): Promise<void> {
    const all = [...model.keys()];
    const ids = [...new Set(this.picks.flatMap((pick) => all[pick % Math.max(all.length, 1)] ?? []))];
    await run(engine.pool, MOVE_BACK, [DEFAULT_TENANT, ids]);
    for (const id of ids) {
      const row = rowOf(model, id);
      const { attempts, token } = row;
      if (row.ready === null) {
        Object.assign(row, newDelivery(), { attempts, attemptsBefore: attempts, token: token + 1 });
      } else if (row.status === 'retrying') {
        Object.assign(row, { ready: true, isOver: true });
      }
    }
  }

  override toString(): string {
    return `retry ${this.picks.join()}`;
  }
}

function rowOf(model: Model, id: Uuid): ModelDelivery {
  const row = model.get(id);
  if (row === undefined) throw new Error(`${id} is not in the model`);
  return row;
}

interface ActualRow {
  readonly id: Uuid;
  readonly status: string;
  readonly ready: boolean | null;
  readonly is_over: boolean;
  readonly token: number;
  readonly attempts: number;
  readonly attempts_before: number;
  readonly claims: number;
  readonly recorded: number;
}

/** All deliveries as they are; each stands in one place and counts what is recorded of it. */
export async function readAll({ engine }: Real): Promise<Model> {
  const rows = await engine.database.query<ActualRow>(
    `select d.*, (select count(*)::int from attempts a
                  where a.delivery_id = d.id and not a.stale and a.error_type is distinct from 'interrupted') as recorded
     from (select id, status, ready, next_attempt_at <= now() as is_over, lease_token::int as token,
                  attempt_count as attempts, attempts_before, unrecorded_claims::int as claims
           from live_deliveries
           union all
           select id, status, null, false, lease_token::int, attempt_count, attempts_before, 0
           from finished_deliveries where id >= $1) d`,
    [uuidFloor(engine.clock.now() - AN_HOUR)],
  );
  const actual: Model = new Map();
  for (const { id, is_over, attempts_before, recorded, ...row } of rows) {
    expect(actual.has(id)).toBe(false);
    expect(recorded).toBe(row.attempts);
    actual.set(id, { ...row, isOver: is_over, attemptsBefore: attempts_before });
  }
  return actual;
}
