import type { TestDatabase } from './test-database.ts';

type Queryable = Pick<TestDatabase, 'query'>;

/** What a bucket and the rows of its time say of the same thing, where it is not the same. */
interface Difference {
  readonly text: string;
}

const GRAINS = ['minute', 'hour', 'day'] as const;
const timeOf = (id: string): string =>
  `to_timestamp(('x' || translate(left(${id}::text, 13), '-', ''))::bit(48)::bigint / 1000.0)`;
/** Rows on either side only, with their side; both sides of one snapshot. */
const different = (buckets: string, rows: string): string => `
with mark as (select rolled_until as at from stats_mark), buckets as (${buckets}), counted as (${rows})
select 'bucket ' || b::text as text from (table buckets except table counted) b
union all select 'rows ' || r::text from (table counted except table buckets) r`;

const ATTEMPTS = different(
  `select at, made_at, webhook_id, event_type, outcome::text, error_type, is_counted, sum(count) as count, sum(duration_ms_sum) as ms
   from attempt_stats where grain = $1 group by 1, 2, 3, 4, 5, 6, 7`,
  `select date_trunc($1, ${timeOf('a.id')}, 'UTC'), date_trunc($1, ${timeOf('a.delivery_id')}, 'UTC'), a.webhook_id,
          coalesce(d.event_type, ''), a.outcome::text, coalesce(a.error_type, ''),
          not a.stale and coalesce(a.error_type, '') <> 'interrupted', count(*), sum(a.duration_ms)
   from attempts a left join deliveries d on d.id = a.delivery_id, mark
   where ${timeOf('a.id')} < date_trunc($1, mark.at, 'UTC')
   group by 1, 2, 3, 4, 5, 6, 7`,
);

/** With what has been told since: equal at any moment. */
const DELIVERIES = different(
  `select at, webhook_id, event_type, status::text, sum(count) as count
   from (select at, webhook_id, event_type, status, count from delivery_stats where grain = $1
         union all
         select date_trunc($1, c.at, 'UTC'), webhook_id, event_type, status, count from delivery_changes c, mark
         where c.at < date_trunc($1, mark.at, 'UTC')) b
   group by 1, 2, 3, 4 having sum(count) <> 0`,
  `select date_trunc($1, ${timeOf('f.id')}, 'UTC'), f.webhook_id, f.event_type, f.status::text, count(*)
   from finished_deliveries f, mark where ${timeOf('f.id')} < date_trunc($1, mark.at, 'UTC') group by 1, 2, 3, 4`,
);

const COUNTS = ['delivered', 'dead_letter', 'cancelled', 'shadowed'];

/** What a tenant has as a whole, against its buckets: of one statement, so equal at any moment. */
const DELIVERY_TOTALS = different(
  `select at, tenant_id, kind, key, ${COUNTS.join(', ')} from delivery_totals where grain = $1`,
  `select at, tenant_id, k.kind, k.key, ${COUNTS.map((status) => `coalesce(sum(count) filter (where status = '${status}'), 0)`).join(', ')}
   from delivery_stats, lateral (values ('webhook', webhook_id::text), ('event_type', event_type)) as k(kind, key)
   where grain = $1 and grain <> 'minute' group by 1, 2, 3, 4`,
);

/** Of deliveries that have finished, which hold while they are under way. */
export async function findDeliveryDifferences(database: Queryable): Promise<string[]> {
  return [
    ...(await differencesOf(database, DELIVERIES)),
    ...(await differencesOf(database, DELIVERY_TOTALS)),
  ];
}

/** Of deliveries and attempts, which hold once all that came late is counted. */
export async function findStatsDifferences(database: Queryable): Promise<string[]> {
  return [...(await differencesOf(database, ATTEMPTS)), ...(await findDeliveryDifferences(database))];
}

async function differencesOf(database: Queryable, statement: string): Promise<string[]> {
  const found: string[] = [];
  for (const grain of GRAINS) {
    const rows = await database.query<Difference>(statement, [grain]);
    found.push(...rows.map(({ text }) => `${grain} ${text}`));
  }
  return found;
}
