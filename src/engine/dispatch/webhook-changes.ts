import type pg from 'pg';
import { dueChange, opened, type BreakerChange, type BreakerRules } from '../../domain/breaker.ts';
import type { IdGenerator, Uuid } from '../../domain/ids.ts';
import type { EngineLog } from '../engine-log.ts';
import type { EngineObserver } from '../engine-observer.ts';
import { inTransaction, run, type Queryable } from '../statement.ts';
import { forgetBreakers, lockBreakers, writeBreakers } from './breaker-rows.ts';
import { disableWebhook, giveUpWaiting, tellOfChange, type ChangedWebhook } from './disable-webhook.ts';
import { BUMP_SUBSCRIPTIONS } from './sql/change-webhook.ts';

export interface WebhookChangesParts {
  readonly pool: pg.Pool;
  readonly ids: IdGenerator;
  readonly rules: BreakerRules;
  readonly log: EngineLog;
  readonly observer: EngineObserver;
  /** After the commit: the event that tells of it waits for its fan-out, and deliveries may be due. */
  readonly onChanged: () => void;
}

const CHANGED = {
  open: 'a webhook fails: nothing but probes is sent to it',
  heal: 'a webhook answers again',
  disable: 'a webhook has failed for too long and is disabled',
  gone: 'a webhook is gone by its receiver’s word and is disabled',
} as const satisfies Record<BreakerChange, string>;

/**
 * Changes of a webhook's state that its deliveries bring about, each in one transaction with the event that tells of it. The
 * configuration row is not touched.
 */
export class WebhookChanges {
  constructor(private readonly parts: WebhookChangesParts) {}

  /**
   * Makes a change if it is still due: another process may have made it.
   * @param isTold false where the outcome of one of Posthorn's own events led to it, which must not lead to another one
   */
  async make(webhookId: Uuid, change: BreakerChange, isTold = true): Promise<void> {
    const { pool, log, observer, onChanged } = this.parts;
    const webhook = await inTransaction(pool, async (tx) => await this.makeIn(tx, webhookId, change, isTold));
    if (webhook === null) return;
    observer.webhookChanged(change);
    log.warn({ webhook: webhookId, tenant: webhook.tenant_id }, CHANGED[change]);
    onChanged();
    if (isDisabling(change)) await giveUpWaiting(pool, observer, webhookId);
  }

  private async makeIn(
    tx: Queryable,
    webhookId: Uuid,
    change: BreakerChange,
    isTold: boolean,
  ): Promise<ChangedWebhook | null> {
    const { rules, ids } = this.parts;
    const [webhook] = await run<ChangedWebhook>(tx, BUMP_SUBSCRIPTIONS, [webhookId]);
    if (webhook === undefined) return null;
    const locked = await lockBreakers(tx, [webhookId]);
    const state = locked.states.get(webhookId);
    const due = state === undefined ? null : dueChange(state, locked.now, rules);
    if (change !== 'gone' && due !== change) return null;
    if (change === 'open' && state !== undefined) {
      await writeBreakers(tx, new Map([[webhookId, opened(state, locked.now, rules)]]), locked);
    } else {
      await forgetBreakers(tx, [webhookId]);
    }
    if (isDisabling(change) && !(await disableWebhook(tx, ids, webhook, change))) return null;
    if (isTold) await tellOfChange(tx, ids, webhook, { change, failingSince: state?.failingSince ?? null });
    return webhook;
  }
}

function isDisabling(change: BreakerChange): change is 'disable' | 'gone' {
  return change === 'disable' || change === 'gone';
}
