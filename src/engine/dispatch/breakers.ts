import type pg from 'pg';
import {
  afterRun,
  dueChange,
  type BreakerChange,
  type BreakerRules,
  type BreakerState,
  type OutcomeRun,
} from '../../domain/breaker.ts';
import type { Uuid } from '../../domain/ids.ts';
import { BackgroundLoop } from '../background-loop.ts';
import { errorCode } from '../database-errors.ts';
import type { EngineLog } from '../engine-log.ts';
import type { EngineObserver } from '../engine-observer.ts';
import type { Completion } from '../queue/completion.ts';
import { inTransaction } from '../statement.ts';
import { forgetBreakers, lockBreakers, writeBreakers } from './breaker-rows.ts';
import { OutcomeRuns } from './outcome-runs.ts';

/** How often outcomes are written down: a failure between two successes is thus no row's business, in most cases. */
const INTERVAL_MS = 1_000;

export interface BreakersParts {
  readonly pool: pg.Pool;
  readonly rules: BreakerRules;
  readonly log: EngineLog;
  readonly observer: EngineObserver;
  readonly change: (webhookId: Uuid, change: BreakerChange) => Promise<void>;
}

/**
 * Follows how webhooks answer. Outcomes are gathered in memory and written once a second, whatever the load, and only for
 * webhooks that failed or had failed before: recording a delivery costs nothing more, and healthy webhooks have no row.
 * What a process had not written when it died is as if it had not been tried.
 */
export class Breakers {
  private readonly runs = new OutcomeRuns();
  private readonly loop: BackgroundLoop;

  constructor(private readonly parts: BreakersParts) {
    this.loop = new BackgroundLoop({
      round: async () => {
        await this.write();
        return INTERVAL_MS;
      },
      onFailure: (error, failures) => {
        parts.observer.failed('breakers');
        parts.log.warn({ code: errorCode(error), failures, err: error }, 'breakers could not be written');
      },
    });
  }

  start(): void {
    this.loop.start();
  }

  /** @param now the database's, in ms since 1970 */
  note(completions: Iterable<Completion>, now: number): void {
    if (this.runs.note(completions, now)) this.loop.wake();
  }

  /** Writes what is left; never throws. */
  async stop(): Promise<void> {
    await this.loop.stop();
    await this.write().catch(() => undefined);
  }

  private async write(): Promise<void> {
    if (this.runs.isEmpty) return;
    const runs = this.runs.take();
    let changes: ReadonlyMap<Uuid, BreakerChange>;
    try {
      changes = await inTransaction(this.parts.pool, async (tx) => await this.writeIn(tx, runs));
    } catch (error) {
      this.runs.putBack(runs);
      throw error;
    }
    for (const [webhookId, change] of changes) await this.parts.change(webhookId, change);
  }

  /** Answers what is to change then. */
  private async writeIn(
    tx: pg.PoolClient,
    runs: ReadonlyMap<Uuid, OutcomeRun>,
  ): Promise<ReadonlyMap<Uuid, BreakerChange>> {
    const { rules } = this.parts;
    const locked = await lockBreakers(tx, [...runs.keys()]);
    const states = new Map<Uuid, BreakerState>();
    const healthy: Uuid[] = [];
    const changes = new Map<Uuid, BreakerChange>();
    for (const [webhookId, run] of runs) {
      const before = locked.states.get(webhookId) ?? null;
      const state = afterRun(before, run, locked.now, rules);
      if (state !== null) states.set(webhookId, state);
      else if (before !== null) healthy.push(webhookId);
      // Where nothing but Posthorn's own events failed, nothing is told, and so nothing changes.
      const change = state === null ? null : dueChange(state, locked.now, rules);
      if (change !== null && (run.hasSucceeded || run.failures > 0)) changes.set(webhookId, change);
    }
    await writeBreakers(tx, states, locked);
    await forgetBreakers(tx, healthy);
    return changes;
  }
}
