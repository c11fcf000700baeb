import { Parameters, type Query } from '../../database/walk.ts';
import type { Uuid } from '../../domain/ids.ts';
import type { ReplayScope } from '../replay-scope.ts';

/** Rows of history that one look reads at most where filters pass over them. */
export const FINISHED_READ_MAX = 2_000;

/** The one row of a look. */
export interface FinishedBatchRow {
  readonly ids: Uuid[];
  readonly webhook_ids: Uuid[];
  readonly event_ids: Uuid[];
  readonly event_types: string[];
  /** Null when the end has been reached. */
  readonly mark: Uuid | null;
}

/**
 * The next deliveries of history that a replay moves, at most `limit`, oldest first behind the mark; with the conditions
 * of REPLAY_FINISHED, so that all of them can be moved.
 *
 * Walked by finished_deliveries_failed for what was given up, which is few, and otherwise by the index of the webhook, the type
 * or the tenant; a look ends with its deliveries, or after 2,000 rows, and goes on behind them. Those of one event are read
 * whole (offset 0 fences them off, so that the planner does not walk all ids instead). The walk stands twice, since reading
 * from one CTE twice would read all of it each time. Webhook and event are looked up as
 * scalars: of an EXISTS the planner makes a join, and walks again for each webhook (measured: 100,000 rows for 2,000). Planned for its very values, like the pages of lists.
 */
export function findFinished(scope: ReplayScope, mark: Uuid, limit: number): Query {
  const parameters = new Parameters();
  const limitText = parameters.add(limit, 'int');
  const { isSmall, walk, rest } = conditionsOf(scope, mark, parameters);
  const bound = isSmall ? 'offset 0' : `order by id limit ${FINISHED_READ_MAX}`;
  const rows = `select * from finished_deliveries where ${walk.join(' and ')} ${bound}`;
  const lastRead = isSmall
    ? 'null::uuid'
    : `(select id from (select id from finished_deliveries where ${walk.join(' and ')} ${bound}) w
        offset ${FINISHED_READ_MAX - 1})`;
  const text = `
with chosen as materialized (
  select w.id, w.webhook_id, w.event_id, w.event_type from (${rows}) w
  where ${rest.join(' and ')}
    and (select h.deleted_at is null from webhooks h where h.id = w.webhook_id)
    and (select e.data is not null from events e where e.id = w.event_id)
  order by w.id limit ${limitText})
select array(select id from chosen order by id) as ids,
       array(select webhook_id from chosen order by id) as webhook_ids,
       array(select event_id from chosen order by id) as event_ids,
       array(select event_type from chosen order by id) as event_types,
       case when (select count(*) from chosen) < ${limitText} then ${lastRead}
            else (select id from chosen order by id desc limit 1) end as mark`;
  return { text, values: parameters.values };
}

interface Conditions {
  /** Few rows, in no order. */
  readonly isSmall: boolean;
  /** That an index serves. */
  readonly walk: readonly string[];
  /** On what has been read. */
  readonly rest: readonly string[];
}

function conditionsOf(scope: ReplayScope, mark: Uuid, parameters: Parameters): Conditions {
  const tenant = `tenant_id = ${parameters.add(scope.tenantId, 'uuid')}`;
  const webhook = scope.webhookId && `webhook_id = ${parameters.add(scope.webhookId, 'uuid')}`;
  const event = scope.eventId && `event_id = ${parameters.add(scope.eventId, 'uuid')}`;
  const type = scope.eventType && `event_type = ${parameters.add(scope.eventType, 'text')}`;
  const range = [`id > ${parameters.add(mark, 'uuid')}`, `id < ${parameters.add(scope.before, 'uuid')}`];
  // A literal: a partial index is found by it, and not by a parameter.
  const failed = scope.mode === 'failed' ? `status = 'dead_letter'` : null;
  const others = [
    `completed_at < ${parameters.add(scope.until, 'timestamptz')}`,
    scope.errorTypes && `last_error_type = any (${parameters.add([...scope.errorTypes], 'text[]')})`,
    scope.responseStatuses &&
      `last_response_status = any (${parameters.add([...scope.responseStatuses], 'smallint[]')})`,
    scope.tag && `tags @> array[${parameters.add(scope.tag, 'text')}]`,
  ];
  if (event !== null) {
    return { isSmall: true, walk: [event], rest: given(tenant, webhook, type, failed, ...range, ...others) };
  }
  if (failed !== null)
    return { isSmall: false, walk: [tenant, failed, ...range], rest: given(webhook, type, ...others) };
  if (webhook !== null)
    return { isSmall: false, walk: [webhook, ...range], rest: given(tenant, type, ...others) };
  return { isSmall: false, walk: given(tenant, type, ...range), rest: given(...others) };
}

function given(...conditions: readonly (string | null)[]): string[] {
  return conditions.filter((condition) => condition !== null);
}
