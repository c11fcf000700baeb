import type pg from 'pg';
import { bySystem } from '../../domain/audit/actor.ts';
import {
  dueChange,
  opened,
  type BreakerChange,
  type BreakerRules,
  type BreakerState,
} from '../../domain/breaker.ts';
import { toPublicId, uuidFloor, type IdGenerator, type Uuid } from '../../domain/ids.ts';
import { DISABLED_REASONS, noticeOf, type NoticeSubject } from '../../domain/webhook-notices.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { EngineLog } from '../engine-log.ts';
import type { EngineObserver } from '../engine-observer.ts';
import { inTransaction, run, type Queryable } from '../statement.ts';
import { forgetBreakers, lockBreakers, writeBreakers } from './breaker-rows.ts';
import { BUMP_SUBSCRIPTIONS, DISABLE_WEBHOOK, PUBLISH_NOTICE } from './sql/change-webhook.ts';
import { GIVE_UP_WAITING } from './sql/give-up-waiting.ts';

export interface WebhookChangesParts {
  readonly pool: pg.Pool;
  readonly ids: IdGenerator;
  readonly rules: BreakerRules;
  readonly log: EngineLog;
  readonly observer: EngineObserver;
  /** After the commit: the event that tells of it waits for its fan-out, and deliveries may be due. */
  readonly onChanged: () => void;
}

interface Subject {
  readonly tenant_id: Uuid;
  readonly uid: string | null;
  readonly name: string;
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
    const subject = await inTransaction(pool, async (tx) => await this.makeIn(tx, webhookId, change, isTold));
    if (subject === null) return;
    observer.webhookChanged(change);
    log.warn({ webhook: webhookId, tenant: subject.tenant_id }, CHANGED[change]);
    onChanged();
    if (isDisabling(change)) await this.giveUpWaiting(webhookId);
  }

  private async makeIn(
    tx: Queryable,
    webhookId: Uuid,
    change: BreakerChange,
    isTold: boolean,
  ): Promise<Subject | null> {
    const { rules } = this.parts;
    const [subject] = await run<Subject>(tx, BUMP_SUBSCRIPTIONS, [webhookId]);
    if (subject === undefined) return null;
    const locked = await lockBreakers(tx, [webhookId]);
    const state = locked.states.get(webhookId);
    const due = state === undefined ? null : dueChange(state, locked.now, rules);
    if (change !== 'gone' && due !== change) return null;
    if (change === 'open' && state !== undefined) {
      await writeBreakers(tx, new Map([[webhookId, opened(state, locked.now, rules)]]), locked);
    } else {
      await forgetBreakers(tx, [webhookId]);
    }
    if (isDisabling(change) && !(await this.disable(tx, webhookId, subject, change))) return null;
    if (isTold) await this.tell(tx, change, toNoticeSubject(webhookId, subject, state), subject.tenant_id);
    return subject;
  }

  private async tell(
    tx: Queryable,
    change: BreakerChange,
    subject: NoticeSubject,
    tenantId: Uuid,
  ): Promise<void> {
    const { type, data } = noticeOf(change, subject);
    await run(tx, PUBLISH_NOTICE, [this.parts.ids.next(), tenantId, type, data]);
  }

  /** Answers whether it was enabled. */
  private async disable(
    tx: Queryable,
    webhookId: Uuid,
    { tenant_id: tenantId, name }: Subject,
    change: 'disable' | 'gone',
  ): Promise<boolean> {
    const reason = DISABLED_REASONS[change];
    const disabled = await run(tx, DISABLE_WEBHOOK, [webhookId, reason]);
    if (disabled.length === 0) return false;
    await recordAudit(tx, bySystem(tenantId), {
      id: this.parts.ids.next(),
      action: 'webhook.disabled',
      objectId: webhookId,
      objectName: name,
      changes: { state_reason: { before: null, after: reason } },
    });
    return true;
  }

  /** What is left of it, where this process ends first, is ended by its claims. */
  private async giveUpWaiting(webhookId: Uuid): Promise<void> {
    const { pool, observer } = this.parts;
    for (let behind: Uuid | null = uuidFloor(0); behind !== null;) {
      const [row]: { given_up: number; last_id: Uuid | null }[] = await run(pool, GIVE_UP_WAITING, [
        webhookId,
        behind,
      ]);
      const givenUp = row?.given_up ?? 0;
      if (givenUp > 0) observer.finished({ status: 'dead_letter', reason: 'webhook_disabled' }, givenUp);
      behind = row?.last_id ?? null;
    }
  }
}

function isDisabling(change: BreakerChange): change is 'disable' | 'gone' {
  return change === 'disable' || change === 'gone';
}

function toNoticeSubject(id: Uuid, { uid, name }: Subject, state: BreakerState | undefined): NoticeSubject {
  return { publicId: toPublicId('webhook', id), uid, name, failingSince: state?.failingSince ?? null };
}
