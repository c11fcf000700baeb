import type { TestDatabase } from './test-database.ts';

/** What a generated history holds. */
export interface ReportingHistory {
  readonly deliveries: number;
  /** Half of the deliveries fail once; one in fifty is given up after three attempts. */
  readonly attempts: number;
  readonly webhooks: number;
}

const DAY_MS = 86_400_000;
const WEBHOOKS = 50;
const TYPES = 20;
const BATCH = 20_000;

/** Tenants take turns of webhooks: the first and the last of them belong to different ones. */
const INSERT_WEBHOOKS = `
insert into webhooks (id, tenant_id, uid, name, url, retry)
select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, t.id, 'hook-' || n, 'hook ' || n,
       format('https://host-%s.example/in/path-of-%s', n, n), '{}'
from generate_series(0, $1::int - 1) n, lateral (select id from tenants order by id offset n % 2 limit 1) t`;

/** $1 and $2 numbers of deliveries, $3 of all, $4 the first moment and $5 the span in ms, $6 webhooks. */
const ROWS = `
  select n, ($4::float8 + $5::float8 * n / $3::float8)::bigint as ms, w.id as webhook_id, w.tenant_id,
         n % 50 = 7 as is_dead, n % 2 = 1 as has_failed
  from generate_series($1::int, $2::int - 1) n
  join webhooks w on w.id = ('00000000-0000-7000-8000-' || lpad(to_hex(n % $6::int), 12, '0'))::uuid`;

const idOf = (kind: number, ms: string, n: string): string =>
  `(lpad(to_hex(${ms}), 12, '0') || '7' || lpad(to_hex(${n} % 4096), 3, '0') || '8' || '${kind}' || lpad(to_hex(${n}), 14, '0'))::uuid`;

const INSERTS = [
  `insert into events (id, tenant_id, type, data, occurred_at, created_at)
   select ${idOf(1, 'ms', 'n')}, tenant_id, 'type.' || n % ${TYPES}, '{"a":1}', to_timestamp(ms / 1000.0), to_timestamp(ms / 1000.0)
   from (${ROWS}) r`,
  `insert into finished_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, reason, attempt_count, max_attempts,
                                    lease_token, last_response_status, last_error_type, created_at, completed_at)
   select ${idOf(2, 'ms', 'n')}, tenant_id, webhook_id, ${idOf(1, 'ms', 'n')}, 'type.' || n % ${TYPES},
          case when is_dead then 'dead_letter' else 'delivered' end::delivery_status, case when is_dead then 'exhausted' end,
          case when is_dead then 3 when has_failed then 2 else 1 end, 10, 1, case when is_dead then 503 else 204 end,
          case when is_dead then 'http_status' end, to_timestamp(ms / 1000.0), to_timestamp(ms / 1000.0) + interval '1 second'
   from (${ROWS}) r`,
  `insert into attempts (id, tenant_id, delivery_id, webhook_id, webhook_version, number, started_at, duration_ms, outcome,
                         response_status, request_headers, error_type, timings)
   select ${idOf(3, 'ms + k * 200', 'n * 4 + k')}, tenant_id, ${idOf(2, 'ms', 'n')}, webhook_id, 1, k,
          to_timestamp((ms + k * 200) / 1000.0), (n * 7919) % 1000, case when failed then 'failed' else 'succeeded' end::attempt_outcome,
          case when not failed then 204 when n % 4 = 1 then 503 end, '[]',
          case when failed then case when n % 4 = 1 then 'http_status' else 'timeout_error' end end, '{"connectMs": 2.5, "totalMs": 9}'
   from (${ROWS}) r,
        lateral generate_series(1, case when is_dead then 3 when has_failed then 2 else 1 end) k,
        lateral (select is_dead or k = 1 and has_failed as failed) f`,
];

/**
 * A history of two tenants over the last days, evenly spread, up to this moment. Tells how far it is where it takes long.
 * @param deliveries how many; `POSTHORN_TEST_DELIVERIES` where it is set
 */
export async function generateHistory(
  database: Pick<TestDatabase, 'query'>,
  { deliveries: usual, days }: { readonly deliveries: number; readonly days: number },
): Promise<ReportingHistory> {
  const deliveries = Number(process.env.POSTHORN_TEST_DELIVERIES ?? usual);
  // Behind what the statistics have counted when it is there.
  const end = Date.now() - 120_000;
  const start = end - days * DAY_MS;
  await database.query(
    `insert into tenants (id, uid) values ('ffffffff-0000-7000-8000-000000000002', 'other')`,
  );
  await database.query(INSERT_WEBHOOKS, [WEBHOOKS]);
  for (const table of ['events', 'finished_deliveries', 'attempts']) {
    for (let moment = start; moment <= end + DAY_MS; moment += DAY_MS) {
      await database.query('select ensure_partition($1, to_timestamp($2::float8 / 1000)::date)', [
        table,
        moment,
      ]);
    }
  }
  for (let from = 0; from < deliveries; from += BATCH) {
    const to = Math.min(from + BATCH, deliveries);
    for (const text of INSERTS)
      await database.query(text, [from, to, deliveries, start, end - start, WEBHOOKS]);
    if (deliveries > BATCH) process.stderr.write(`history: ${to} of ${deliveries} deliveries\n`);
  }
  await database.query('analyze');
  const [counts] = await database.query<{ attempts: number }>(
    'select count(*)::int as attempts from attempts',
  );
  return { deliveries, attempts: counts?.attempts ?? 0, webhooks: WEBHOOKS };
}
