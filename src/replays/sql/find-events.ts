import { Parameters, type Query } from '../../database/walk.ts';
import type { Statement } from '../../engine/statement.ts';
import type { Uuid } from '../../domain/ids.ts';
import type { ReplayScope } from '../replay-scope.ts';

/** Events that one look reads. */
export const EVENTS_READ_MAX = 500;

export interface EventRow {
  readonly id: Uuid;
  readonly type: string;
  /** Whether it is one that webhooks should have had. */
  readonly is_sendable: boolean;
}

/**
 * The next events of a tenant behind the mark, oldest first, along events_page, or the primary key for a single one. Not
 * sendable are those that the filter does not mean, that have lost their data, were cancelled or refused, and those whose
 * fan-out is still to come: an event and its outbox row, or its deliveries, are committed together, so that in one snapshot
 * it has the one or the other.
 */
export function findEvents(scope: ReplayScope, mark: Uuid): Query {
  const parameters = new Parameters();
  const walk = [
    `tenant_id = ${parameters.add(scope.tenantId, 'uuid')}`,
    `id > ${parameters.add(mark, 'uuid')}`,
    `id < ${parameters.add(scope.before, 'uuid')}`,
    ...(scope.eventId === null ? [] : [`id = ${parameters.add(scope.eventId, 'uuid')}`]),
  ];
  const conditions = [
    'e.data is not null',
    'e.cancelled_at is null',
    'e.refusal is null',
    ...(scope.eventType === null ? [] : [`e.type = ${parameters.add(scope.eventType, 'text')}`]),
    ...(scope.tag === null ? [] : [`e.tags @> array[${parameters.add(scope.tag, 'text')}]`]),
    'not exists (select from outbox o where o.event_id = e.id)',
  ];
  const text = `
select e.id, e.type, ${conditions.join(' and ')} as is_sendable
from (select * from events where ${walk.join(' and ')} order by id limit ${EVENTS_READ_MAX}) e
order by e.id`;
  return { text, values: parameters.values };
}

export interface KnownDeliveryRow {
  readonly event_id: Uuid;
  readonly webhook_id: Uuid;
}

/**
 * Which webhooks have a delivery of some events, whatever has become of it. By the indexes on event_id, event by event: the
 * tenant is fenced off (offset 0), or a day without statistics would be read by the tenant's own index, all of it. $1 tenant
 * id, $2 event ids.
 */
export const FIND_KNOWN_DELIVERIES: Statement = {
  name: 'find_known_deliveries',
  text: `
select g.event_id, d.webhook_id
from unnest($2::uuid[]) as g(event_id)
cross join lateral (
  (select tenant_id, webhook_id from live_deliveries l where l.event_id = g.event_id offset 0)
  union all
  (select tenant_id, webhook_id from finished_deliveries f where f.event_id = g.event_id offset 0)) d
where d.tenant_id = $1::uuid`,
};

/** The version of a tenant's subscriptions. $1 tenant id. */
export const FIND_SUBSCRIPTION_VERSION: Statement = {
  name: 'find_subscription_version',
  text: `select version from subscription_versions where tenant_id = $1::uuid`,
};

/**
 * The version of a tenant's subscriptions, locked: its webhooks do not change until the end of the transaction, and no
 * other replay looks meanwhile for what this one is about to make. $1 tenant id.
 */
export const LOCK_SUBSCRIPTIONS: Statement = {
  name: 'lock_subscriptions',
  text: `select version from subscription_versions where tenant_id = $1::uuid for update`,
};
