import type pg from 'pg';
import { readInTenant } from '../database/tenant-scope.ts';
import { toPublicId, type Uuid } from '../domain/ids.ts';
import type { SubscriptionCache } from '../engine/fan-out/subscription-cache.ts';
import { run } from '../engine/statement.ts';
import type { ExplanationJson, ExplanationsJson } from './event-answers.ts';
import { createExplainer, type Explanation, type ExplainedEvent } from './explanation.ts';
import { FIND_PAUSED } from './sql/find-paused.ts';

/** Webhooks that one answer explains at most. */
const WEBHOOKS_MAX = 1_000;

/** Tells of each webhook of a tenant whether an event would be sent to it, as fan-out would decide it now. */
export class EventExplainer {
  constructor(
    private readonly pool: pg.Pool,
    private readonly subscriptions: Pick<SubscriptionCache, 'get'>,
  ) {}

  /** Newest webhook first. */
  async explain(tenantId: Uuid, event: ExplainedEvent): Promise<ExplanationsJson> {
    const rows = await readInTenant(
      this.pool,
      tenantId,
      async (db) => await run<{ version: string; id: Uuid | null }>(db, FIND_PAUSED, [tenantId]),
    );
    const pausedIds = new Set(rows.flatMap(({ id }) => id ?? []));
    // Another process may have changed the webhooks since this one last loaded them.
    const { webhooks } = await this.subscriptions.get(tenantId, Number(rows[0]?.version ?? 0));
    const explain = createExplainer(event);
    const newest = [...webhooks.keys()].toSorted().toReversed().slice(0, WEBHOOKS_MAX);
    const explanations = newest.flatMap((id) => {
      const webhook = webhooks.get(id);
      return webhook === undefined ? [] : [explain(webhook, pausedIds.has(id))];
    });
    return { data: explanations.map(toJson), has_more: webhooks.size > WEBHOOKS_MAX };
  }
}

function toJson({ webhookId, wouldSend, reason }: Explanation): ExplanationJson {
  return { webhook_id: toPublicId('webhook', webhookId), would_send: wouldSend, reason };
}
