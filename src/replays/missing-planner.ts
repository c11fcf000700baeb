import { uuidFloor, type IdGenerator, type Uuid } from '../domain/ids.ts';
import { maxAttempts } from '../domain/retry-policy.ts';
import { LOAD_EVENT_CONTENT } from '../engine/fan-out/sql/load-event-content.ts';
import type { SubscriptionCache } from '../engine/fan-out/subscription-cache.ts';
import { createMatcher, needsContent, type EventContent } from '../engine/fan-out/targets.ts';
import type { TenantSnapshot, WebhookSnapshot } from '../engine/fan-out/webhook-snapshot.ts';
import { run, type Queryable } from '../engine/statement.ts';
import type { PlannedBatch, PlannedDelivery } from './replay-record.ts';
import type { ReplayScope } from './replay-scope.ts';
import {
  EVENTS_READ_MAX,
  FIND_KNOWN_DELIVERIES,
  FIND_SUBSCRIPTION_VERSION,
  findEvents,
  LOCK_SUBSCRIPTIONS,
  type EventRow,
  type KnownDeliveryRow,
} from './sql/find-events.ts';

/** Where no filter asks. */
const NO_CONTENT: EventContent = { data: 'null', tags: [] };

export interface MissingPlannerParts {
  readonly subscriptions: SubscriptionCache;
  readonly ids: IdGenerator;
  readonly clock: { now(): number };
  /** How long history is kept. */
  readonly retentionMs: number;
}

/** Finds what webhooks should have had, by the judgement of the fan-out, and have no delivery of. */
export class MissingPlanner {
  constructor(private readonly parts: MissingPlannerParts) {}

  /**
   * The tenant's webhooks as they are now.
   * @param isLocked keeps them so, and other replays away from what is missing, until the transaction ends
   */
  async snapshot(client: Queryable, tenantId: Uuid, isLocked: boolean): Promise<TenantSnapshot> {
    const statement = isLocked ? LOCK_SUBSCRIPTIONS : FIND_SUBSCRIPTION_VERSION;
    const [row] = await run<{ version: string }>(client, statement, [tenantId]);
    return await this.parts.subscriptions.get(tenantId, Number(row?.version ?? 0));
  }

  /**
   * The next events' missing deliveries: of one event at least, whole events only, about `limit` deliveries.
   * @param client whose transaction reads along the indexes (`WALK_SETTINGS`)
   */
  async plan(
    client: Queryable,
    {
      scope,
      snapshot,
      mark,
      limit,
    }: { scope: ReplayScope; snapshot: TenantSnapshot; mark: Uuid; limit: number },
  ): Promise<PlannedBatch> {
    const { rows: events } = await client.query<EventRow>(findEvents(scope, this.keptFrom(mark)));
    const sendable = events.filter((event) => event.is_sendable);
    const known = await findKnown(client, scope.tenantId, sendable);
    const deliveries: PlannedDelivery[] = [];
    let lastId: Uuid | undefined;
    for (const event of events) {
      const missing = event.is_sendable
        ? await this.findMissing(client, event, { scope, snapshot, known: known.get(event.id) })
        : [];
      if (deliveries.length > 0 && deliveries.length + missing.length > limit)
        return { deliveries, mark: lastId ?? mark };
      for (const webhook of missing) deliveries.push(this.toPlanned(event, webhook));
      lastId = event.id;
    }
    return { deliveries, mark: events.length < EVENTS_READ_MAX ? null : (lastId ?? null) };
  }

  private async findMissing(
    client: Queryable,
    { id, type }: EventRow,
    {
      scope,
      snapshot,
      known,
    }: { scope: ReplayScope; snapshot: TenantSnapshot; known: Set<Uuid> | undefined },
  ): Promise<WebhookSnapshot[]> {
    const candidates = [...snapshot.webhooks.values()].filter(
      (webhook) =>
        (scope.webhookId === null || webhook.id === scope.webhookId) && known?.has(webhook.id) !== true,
    );
    if (!candidates.some(({ isDisabled, isSubscribed }) => !isDisabled && isSubscribed(type))) return [];
    const [content] = needsContent(type, snapshot)
      ? await run<EventContent>(client, LOAD_EVENT_CONTENT, [id])
      : [NO_CONTENT];
    const findRefusal = createMatcher({ type, ...(content ?? NO_CONTENT) });
    return candidates.filter((webhook) => findRefusal(webhook) === null);
  }

  private toPlanned(event: EventRow, webhook: WebhookSnapshot): PlannedDelivery {
    return {
      id: this.parts.ids.next(),
      webhookId: webhook.id,
      eventId: event.id,
      eventType: event.type,
      attemptsMax: maxAttempts(webhook.retry),
    };
  }

  /** An event may outlive its deliveries by days (partitions.ts): of one that old, nobody can tell what is missing. */
  private keptFrom(mark: Uuid): Uuid {
    const oldest = uuidFloor(this.parts.clock.now() - this.parts.retentionMs);
    return mark > oldest ? mark : oldest;
  }
}

async function findKnown(
  client: Queryable,
  tenantId: Uuid,
  events: readonly EventRow[],
): Promise<ReadonlyMap<Uuid, Set<Uuid>>> {
  const known = new Map<Uuid, Set<Uuid>>();
  const values = [tenantId, events.map(({ id }) => id)];
  for (const row of await run<KnownDeliveryRow>(client, FIND_KNOWN_DELIVERIES, values)) {
    const webhooks = known.get(row.event_id) ?? new Set<Uuid>();
    known.set(row.event_id, webhooks.add(row.webhook_id));
  }
  return known;
}
