import type pg from 'pg';
import type { Clock } from '../../domain/clock.ts';
import { uuidFloor, type IdGenerator, type Uuid } from '../../domain/ids.ts';
import { errorCode } from '../database-errors.ts';
import type { EngineLog } from '../engine-log.ts';
import type { EngineObserver } from '../engine-observer.ts';
import { inTransaction, run, type Queryable } from '../statement.ts';
import { disableWebhook, giveUpWaiting, tellOfChange, type ChangedWebhook } from './disable-webhook.ts';
import { BUMP_SUBSCRIPTIONS } from './sql/change-webhook.ts';
import {
  CANDIDATES_MAX,
  FIND_CANDIDATE,
  FIND_CANDIDATES,
  HAS_DUE,
  type CandidateRow,
} from './sql/idle-webhooks.ts';

/** A dialect whose webhooks are disabled when nothing has been sent to them for so long. */
export interface IdleRule {
  readonly dialect: string;
  readonly idleMs: number;
}

export interface IdleWebhooksParts {
  /** Sees every tenant's rows, and plans by what is there. */
  readonly db: Queryable;
  /** Of the engine: each webhook is disabled in a transaction of its own. */
  readonly pool: pg.Pool;
  readonly rules: readonly IdleRule[];
  readonly ids: IdGenerator;
  readonly clock: Clock;
  readonly log: EngineLog;
  readonly observer: EngineObserver;
  /** How far the history reaches back at least, and how old a live delivery grows. */
  readonly retentionMs: number;
  readonly maxAgeMs: number;
  /** After each commit: the event that tells of it waits for its fan-out. */
  readonly onChanged: () => void;
}

/**
 * Disables webhooks that nothing has been sent to for too long, as a breaker does: with a reason, an audit row, and the event
 * that tells of it. Enabled again, a webhook has as long again.
 */
export class IdleWebhooks {
  constructor(private readonly parts: IdleWebhooksParts) {}

  /** All that are idle now; for one process at a time. */
  async disable(): Promise<void> {
    for (const rule of this.parts.rules) {
      for (let behind: Uuid | null = uuidFloor(0); behind !== null;) {
        const found: CandidateRow[] = await run(this.parts.db, FIND_CANDIDATES, this.valuesOf(rule, behind));
        for (const { id, is_idle: isIdle } of found) if (isIdle) await this.tryDisable(rule, id);
        behind = found.length < CANDIDATES_MAX ? null : (found.at(-1)?.id ?? null);
      }
    }
  }

  /** One that cannot be disabled now must not keep the others from it. */
  private async tryDisable(rule: IdleRule, id: Uuid): Promise<void> {
    try {
      await this.disableOne(rule, id);
    } catch (error) {
      const fields = { webhook: id, code: errorCode(error), err: error };
      this.parts.log.error(fields, 'an idle webhook could not be disabled and will be tried again');
    }
  }

  private async disableOne(rule: IdleRule, id: Uuid): Promise<void> {
    const { pool, log, observer, onChanged } = this.parts;
    const webhook = await inTransaction(pool, async (tx) => await this.disableIn(tx, rule, id));
    if (webhook === null) return;
    observer.webhookChanged('idle');
    log.warn(
      { webhook: id, tenant: webhook.tenant_id },
      'nothing has been sent to a webhook for too long, and it is disabled',
    );
    onChanged();
    // All of the queue is walked for it, and most have nothing there; what comes due later is ended by its claim.
    if ((await run(pool, HAS_DUE, [id])).length > 0) await giveUpWaiting(pool, observer, id);
  }

  /** Looks again under the lock of all changes: its owner may just have enabled it, or something may have been sent. */
  private async disableIn(tx: Queryable, rule: IdleRule, id: Uuid): Promise<ChangedWebhook | null> {
    const { ids } = this.parts;
    const [webhook] = await run<ChangedWebhook>(tx, BUMP_SUBSCRIPTIONS, [id]);
    if (webhook === undefined) return null;
    const [candidate] = await run<CandidateRow>(tx, FIND_CANDIDATE, this.valuesOf(rule, id));
    const isIdle = candidate?.is_idle === true && (await disableWebhook(tx, ids, webhook, 'idle'));
    if (!isIdle) return null;
    await tellOfChange(tx, ids, webhook, { change: 'idle', failingSince: null });
    return webhook;
  }

  private valuesOf({ dialect, idleMs }: IdleRule, place: Uuid): unknown[] {
    const { clock, retentionMs, maxAgeMs } = this.parts;
    const triedSince = uuidFloor(clock.now() - idleMs - maxAgeMs);
    return [dialect, idleMs, retentionMs >= idleMs, triedSince, place];
  }
}
