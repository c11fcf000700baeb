import type pg from 'pg';
import type { Clock } from '../../domain/clock.ts';
import { uuidFloor, type IdGenerator, type Uuid } from '../../domain/ids.ts';
import type { EngineLog } from '../engine-log.ts';
import type { EngineObserver } from '../engine-observer.ts';
import { inTransaction, run, type Queryable } from '../statement.ts';
import { disableWebhook, giveUpWaiting, tellOfChange, type ChangedWebhook } from './disable-webhook.ts';
import { BUMP_SUBSCRIPTIONS } from './sql/change-webhook.ts';
import { FIND_IDLE, FIND_IDLE_MAX, IS_IDLE } from './sql/idle-webhooks.ts';

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
        const idle: { id: Uuid }[] = await this.find(this.parts.db, rule, behind);
        for (const { id } of idle) await this.disableOne(rule, id);
        behind = idle.length < FIND_IDLE_MAX ? null : (idle.at(-1)?.id ?? null);
      }
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
    await giveUpWaiting(pool, observer, id);
  }

  /** Looks again under the lock of all changes: its owner may just have enabled it, or something may have been sent. */
  private async disableIn(tx: Queryable, rule: IdleRule, id: Uuid): Promise<ChangedWebhook | null> {
    const { ids } = this.parts;
    const [webhook] = await run<ChangedWebhook>(tx, BUMP_SUBSCRIPTIONS, [id]);
    if (webhook === undefined) return null;
    const idle = await run(tx, IS_IDLE, this.valuesOf(rule, id));
    if (idle.length === 0 || !(await disableWebhook(tx, ids, webhook, 'idle'))) return null;
    await tellOfChange(tx, ids, webhook, { change: 'idle', failingSince: null });
    return webhook;
  }

  private async find(db: Queryable, rule: IdleRule, behind: Uuid): Promise<{ id: Uuid }[]> {
    return await run<{ id: Uuid }>(db, FIND_IDLE, this.valuesOf(rule, behind));
  }

  private valuesOf({ dialect, idleMs }: IdleRule, place: Uuid): unknown[] {
    const { clock, retentionMs, maxAgeMs } = this.parts;
    const triedSince = uuidFloor(clock.now() - idleMs - maxAgeMs);
    return [dialect, idleMs, retentionMs >= idleMs, triedSince, place];
  }
}
