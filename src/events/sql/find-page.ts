import { Parameters, ROWS_READ_MAX, TOTAL_MAX, type Query } from '../../database/walk.ts';
import type { Uuid } from '../../domain/ids.ts';
import type { IdRange } from '../../http/created-range.ts';
import type { PageRequest } from '../../http/pagination.ts';
import { SUMMARY_COLUMNS } from '../event-columns.ts';

/** What a list asks for; null where it does not. */
export interface EventFilter {
  readonly tenantId: Uuid;
  readonly type: string | null;
  readonly tag: string | null;
  readonly ids: IdRange;
}

/** The way along events_page (tenant_id, id desc), and what is asked of each row on it. */
interface Walk {
  readonly conditions: readonly string[];
  /** Not served by the index: rows may be passed over, so that a walk can end at its bound before a page is full. */
  readonly rest: readonly string[];
}

/**
 * A page of a tenant's events without their data: `limit + 1` rows at most, in the direction of the cursor, along
 * events_page. By type or tag, which no index knows, 20,000 rows are looked at; where the page is not full then,
 * `stopped_at_id` is the last of them. There is one row without an id when nothing is found.
 *
 * `stop` is materialized so that its condition stands before its walk, not after it: a full page then does not read the
 * 20,000 (1.2 ms instead of 19 where every twentieth event matches, of 50,000; 24 ms where none does).
 */
export function findPage(filter: EventFilter, { cursor, limit }: PageRequest): Query {
  const parameters = new Parameters();
  const { conditions, rest } = planWalk(filter, parameters);
  const isPrev = cursor?.direction === 'prev';
  const order = isPrev ? 'asc' : 'desc';
  const place = cursor === undefined ? [] : [`id ${isPrev ? '>' : '<'} ${parameters.add(cursor.id, 'uuid')}`];
  const count = parameters.add(limit + 1, 'int');
  const isNarrowed = rest.length > 0;
  const walk = (columns: string): string => `
  select ${columns} from events where ${[...conditions, ...place].join(' and ')}
  order by id ${order} limit ${isNarrowed ? ROWS_READ_MAX : count}`;
  const last = `select id from (${walk('id')}) w offset ${ROWS_READ_MAX - 1}`;
  const stop = `select id from (${last}) l where (select count(*) from page) < ${count}`;
  const text = `
with page as (
  select ${SUMMARY_COLUMNS}, created_at
  from (${walk('*')}) e ${isNarrowed ? `where ${rest.join(' and ')}` : ''}
  order by id ${order} limit ${count}),
stop as materialized (${isNarrowed ? stop : 'select null::uuid as id where false'})
select p.*, s.id as stopped_at_id
from (select) as always left join stop s on true left join page p on true
order by p.id ${order}`;
  return { text, values: parameters.values };
}

/** How many events a filter matches, as `countMatches` of deliveries does. */
export function countMatches(filter: EventFilter): Query {
  const parameters = new Parameters();
  const { conditions, rest } = planWalk(filter, parameters);
  const isNarrowed = rest.length > 0;
  const walk = `select * from events where ${conditions.join(' and ')}
  order by id desc limit ${isNarrowed ? ROWS_READ_MAX : TOTAL_MAX}`;
  const matches = `select from (${walk}) e ${isNarrowed ? `where ${rest.join(' and ')}` : ''} limit ${TOTAL_MAX}`;
  const isCut = isNarrowed ? `exists (select from (${walk}) w offset ${ROWS_READ_MAX - 1})` : 'false';
  const text = `
select total, ${isCut} and total < ${TOTAL_MAX} as is_cut
from (select count(*)::int as total from (${matches}) m) counts`;
  return { text, values: parameters.values };
}

function planWalk({ tenantId, type, tag, ids }: EventFilter, parameters: Parameters): Walk {
  const conditions = [`tenant_id = ${parameters.add(tenantId, 'uuid')}`];
  if (ids.from !== null) conditions.push(`id >= ${parameters.add(ids.from, 'uuid')}`);
  if (ids.before !== null) conditions.push(`id < ${parameters.add(ids.before, 'uuid')}`);
  const rest: string[] = [];
  if (type !== null) rest.push(`type = ${parameters.add(type, 'text')}`);
  if (tag !== null) rest.push(`tags @> array[${parameters.add(tag, 'text')}]`);
  return { conditions, rest };
}
