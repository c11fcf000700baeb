import { Parameters, ROWS_READ_MAX, type Query } from '../../database/walk.ts';
import type { Uuid } from '../../domain/ids.ts';

/** Whose attempts are followed. */
export interface FeedScope {
  readonly tenantId: Uuid;
  readonly webhookId: Uuid | null;
}

/** Of an attempt, and what is told of its delivery with it. */
const SHOWN_COLUMNS = `a.id, a.delivery_id, a.webhook_id, a.number, a.started_at, a.duration_ms, a.outcome, a.response_status,
  a.error_type, a.error_message, a.stale, d.event_id, d.event_type, d.status as delivery_status, d.tags`;

/**
 * A delivery stands in one of the two tables; their primary keys find it, a row at a time: of a day whose statistics are
 * still to come, the planner would rather read all.
 */
const ITS_DELIVERY = `
  cross join lateral (
    (select event_id, event_type, status, tags from live_deliveries where id = a.delivery_id)
    union all
    (select event_id, event_type, status, tags from finished_deliveries where id = a.delivery_id)
    limit 1) d`;

const LAST_UUID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * Attempts behind an id, oldest first, along the primary key. It knows no tenant: others' rows are passed over, 20,000 at
 * most, and `stopped_at_id` tells how far was read where there were that many; `read_count` and `last_id` tell of the
 * tenant's own. An attempt without its delivery, which may be dropped before it, is counted and not shown. There is one row
 * without an id when nothing is.
 */
export function findAfter(scope: FeedScope, afterId: Uuid, limit: number): Query {
  const parameters = new Parameters();
  const after = parameters.add(afterId, 'uuid');
  const conditions = [`id > ${after}`, `id <= coalesce((select id from stop), '${LAST_UUID}')`];
  const text = `
with stop as materialized (
  select id from (select id from attempts where id > ${after} order by id limit ${ROWS_READ_MAX}) w
  offset ${ROWS_READ_MAX - 1}),
read as materialized (
  select * from attempts where ${[...conditions, ...isIn(scope, parameters)].join(' and ')}
  order by id limit ${parameters.add(limit, 'int')})
select r.*, (select id from stop) as stopped_at_id, (select count(*) from read)::int as read_count,
  (select id from read order by id desc limit 1) as last_id
from (select) as always
left join (select ${SHOWN_COLUMNS} from read a ${ITS_DELIVERY}) r on true
order by r.id`;
  return { text, values: parameters.values };
}

/** The ids alone of those between two ids, both included, in no order. */
export function findIdsBetween(scope: FeedScope, fromId: Uuid, toId: Uuid): Query {
  const parameters = new Parameters();
  const range = [`id >= ${parameters.add(fromId, 'uuid')}`, `id <= ${parameters.add(toId, 'uuid')}`];
  return {
    text: `select id from attempts where ${[...range, ...isIn(scope, parameters)].join(' and ')}`,
    values: parameters.values,
  };
}

/** Those with these ids, oldest first. */
export function findByIds({ tenantId }: FeedScope, ids: readonly Uuid[]): Query {
  const parameters = new Parameters();
  const text = `
select ${SHOWN_COLUMNS}
from (select * from attempts where id = any (${parameters.add(ids, 'uuid[]')})
        and tenant_id = ${parameters.add(tenantId, 'uuid')} offset 0) a ${ITS_DELIVERY}
order by a.id`;
  return { text, values: parameters.values };
}

function isIn({ tenantId, webhookId }: FeedScope, parameters: Parameters): string[] {
  const conditions = [`tenant_id = ${parameters.add(tenantId, 'uuid')}`];
  if (webhookId !== null) conditions.push(`webhook_id = ${parameters.add(webhookId, 'uuid')}`);
  return conditions;
}
