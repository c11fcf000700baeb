import type { BreakerState } from '../../domain/breaker.ts';
import type { Uuid } from '../../domain/ids.ts';
import { plainArrayLiteral } from '../array-parameter.ts';
import { run, type Queryable } from '../statement.ts';
import { FORGET_BREAKERS, LOCK_BREAKERS, WRITE_BREAKERS } from './sql/breakers.ts';

interface BreakerRow {
  readonly now_ms: number;
  /** Null in the one row that stands for none. */
  readonly webhook_id: Uuid | null;
  readonly failure_count: number;
  readonly failing_since_ms: number;
  readonly opened_ms: number | null;
  readonly probe_count: number;
  readonly next_probe_ms: number | null;
}

/** Breakers that the transaction has locked, and the database's time (ms since 1970). */
export interface LockedBreakers {
  readonly now: number;
  readonly states: ReadonlyMap<Uuid, BreakerState>;
}

export async function lockBreakers(tx: Queryable, webhookIds: readonly Uuid[]): Promise<LockedBreakers> {
  const rows = await run<BreakerRow>(tx, LOCK_BREAKERS, [plainArrayLiteral(webhookIds, (id) => id)]);
  const states = rows.flatMap((row): [Uuid, BreakerState][] =>
    row.webhook_id === null ? [] : [[row.webhook_id, toState(row)]],
  );
  return { now: rows[0]?.now_ms ?? 0, states: new Map(states) };
}

/** @param locked what was there, in the same transaction */
export async function writeBreakers(
  tx: Queryable,
  states: ReadonlyMap<Uuid, BreakerState>,
  locked: LockedBreakers,
): Promise<void> {
  if (states.size === 0) return;
  const rows = [...states].toSorted(([a], [b]) => (a < b ? -1 : 1));
  await run(tx, WRITE_BREAKERS, [
    plainArrayLiteral(rows, ([id]) => id),
    plainArrayLiteral(rows, ([, state]) => state.failureCount),
    plainArrayLiteral(rows, ([, state]) => state.failingSince),
    plainArrayLiteral(rows, ([, state]) => state.openedAt),
    plainArrayLiteral(rows, ([, state]) => state.probeCount),
    plainArrayLiteral(rows, ([, state]) => state.nextProbeAt),
    plainArrayLiteral(rows, ([id]) => locked.states.has(id)),
  ]);
}

export async function forgetBreakers(tx: Queryable, webhookIds: readonly Uuid[]): Promise<void> {
  if (webhookIds.length === 0) return;
  await run(tx, FORGET_BREAKERS, [plainArrayLiteral(webhookIds, (id) => id)]);
}

function toState(row: BreakerRow): BreakerState {
  return {
    failureCount: row.failure_count,
    failingSince: row.failing_since_ms,
    openedAt: row.opened_ms,
    probeCount: row.probe_count,
    nextProbeAt: row.next_probe_ms,
  };
}
