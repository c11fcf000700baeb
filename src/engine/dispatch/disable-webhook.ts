import type pg from 'pg';
import { bySystem } from '../../domain/audit/actor.ts';
import { toPublicId, uuidFloor, type IdGenerator, type Uuid } from '../../domain/ids.ts';
import {
  DISABLED_REASONS,
  noticeOf,
  type DisablingChange,
  type WebhookChange,
} from '../../domain/webhook-notices.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { EngineObserver } from '../engine-observer.ts';
import { run, type Queryable } from '../statement.ts';
import { DISABLE_WEBHOOK, PUBLISH_NOTICE } from './sql/change-webhook.ts';
import { GIVE_UP_WAITING } from './sql/give-up-waiting.ts';

/** A webhook whose state changes, as `BUMP_SUBSCRIPTIONS` answers it. */
export interface ChangedWebhook {
  readonly id: Uuid;
  readonly tenant_id: Uuid;
  readonly uid: string | null;
  readonly name: string;
}

/** Disables a webhook and tells the audit log, in the transaction of `tx`. Answers whether it was enabled. */
export async function disableWebhook(
  tx: Queryable,
  ids: IdGenerator,
  { id, tenant_id: tenantId, name }: ChangedWebhook,
  change: DisablingChange,
): Promise<boolean> {
  const reason = DISABLED_REASONS[change];
  const disabled = await run(tx, DISABLE_WEBHOOK, [id, reason]);
  if (disabled.length === 0) return false;
  await recordAudit(tx, bySystem(tenantId), {
    id: ids.next(),
    action: 'webhook.disabled',
    objectId: id,
    objectName: name,
    changes: { state_reason: { before: null, after: reason } },
  });
  return true;
}

/** Publishes the event that tells of a change, in the transaction of `tx`. @param failingSince ms since 1970 */
export async function tellOfChange(
  tx: Queryable,
  ids: IdGenerator,
  { id, tenant_id: tenantId, uid, name }: ChangedWebhook,
  { change, failingSince }: { readonly change: WebhookChange; readonly failingSince: number | null },
): Promise<void> {
  const subject = { publicId: toPublicId('webhook', id), uid, name, failingSince };
  const { type, data } = noticeOf(change, subject);
  await run(tx, PUBLISH_NOTICE, [ids.next(), tenantId, type, data]);
}

/** Ends what waits for a webhook that has been disabled; what is left of it, where this process ends first, its claims end. */
export async function giveUpWaiting(pool: pg.Pool, observer: EngineObserver, webhookId: Uuid): Promise<void> {
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
