import { randomBytes } from 'node:crypto';
import type { Uuid } from '../../src/domain/ids.ts';
import { DEFAULT_RETRY_POLICY } from '../../src/domain/retry-policy.ts';
import { createWebhookSecret } from '../../src/domain/webhook-secrets.ts';
import { nextId } from '../support/delivery-rows.ts';
import { DEFAULT_TENANT } from '../support/engine-harness.ts';
import type { TestDatabase } from '../support/test-database.ts';

type Queryable = Pick<TestDatabase, 'query'>;

const ROWS_A_STATEMENT = 500_000;

export interface BulkWebhook {
  readonly url: string;
  readonly events: readonly string[];
}

/** Many webhooks, in one statement a table; all with one secret. Answers their ids in the same order. */
export async function addWebhooks(database: Queryable, webhooks: readonly BulkWebhook[]): Promise<Uuid[]> {
  const ids = webhooks.map(nextId);
  await database.query(
    `insert into webhooks (id, tenant_id, name, url, events, retry)
     select id, $4, 'bench', url, string_to_array(events, ','), $5
     from unnest($1::uuid[], $2::text[], $3::text[]) as g(id, url, events)`,
    [
      ids,
      webhooks.map(({ url }) => url),
      webhooks.map(({ events }) => events.join(',')),
      DEFAULT_TENANT,
      JSON.stringify(DEFAULT_RETRY_POLICY),
    ],
  );
  await database.query(
    'insert into webhook_secrets (id, webhook_id, secret) select * from unnest($1::uuid[], $2::uuid[]), (values ($3)) as s',
    [ids.map(nextId), ids, createWebhookSecret(randomBytes)],
  );
  await database.query('update subscription_versions set version = version + 1 where tenant_id = $1', [
    DEFAULT_TENANT,
  ]);
  return ids;
}

/** A UUIDv7 of the moment `ms` (since 1970), unlike any other of the same `kind` with another `n` (below 2^48). */
const uuidSql = (kind: number, n: string, ms: string): string =>
  `(lpad(to_hex(${ms}), 12, '0') || '7000800${kind}' || lpad(to_hex(${n}), 12, '0'))::uuid`;

export interface QueuedRows {
  /** In turns. */
  readonly webhookIds: readonly Uuid[];
  readonly eventId: Uuid;
  readonly count: number;
  /** Claimable now, or in an hour. */
  readonly isReady: boolean;
}

/** Deliveries of one event that wait in the queue, made within the last second. */
export async function addQueued(database: Queryable, rows: QueuedRows): Promise<void> {
  await inBatches(rows.count, 'waiting deliveries', async (first, last) => {
    await database.query(
      `insert into live_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, ready, next_attempt_at,
                                    max_attempts)
       select ${uuidSql(1, 'n', 'ms')}, $1, ($2::uuid[])[1 + n % cardinality($2::uuid[])], $3, 'bench', 'pending', $4,
              now() + case when $4 then interval '0' else interval '1 hour' + n * interval '1 millisecond' end, 10
       from generate_series($5::bigint, $6::bigint) as n,
            (select (extract(epoch from now()) * 1000)::bigint - 1000 as ms) as made`,
      [DEFAULT_TENANT, rows.webhookIds, rows.eventId, rows.isReady, first, last],
    );
  });
}

/** Finished deliveries of the last day, each with its attempt. */
export async function addHistory(
  database: Queryable,
  webhookIds: readonly Uuid[],
  count: number,
): Promise<void> {
  const withRows = (table: string): string =>
    `${table}
     from (select n, ((extract(epoch from now()) - 86400) * 1000)::bigint + n * 86400000 / $5::bigint as ms
           from generate_series($3::bigint, $4::bigint) as n) as made,
          lateral (select to_timestamp(ms / 1000.0) as at) as time`;
  const delivery = uuidSql(2, 'n', 'ms');
  const webhook = '($2::uuid[])[1 + n % cardinality($2::uuid[])]';
  const finished = `
    insert into finished_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, attempt_count, max_attempts,
                                     lease_token, created_at, completed_at, last_response_status)
    select ${delivery}, $1, ${webhook}, ${uuidSql(3, 'n', 'ms')}, 'bench', 'delivered', 1, 10, 1, at, at, 200`;
  const attempts = `
    insert into attempts (id, tenant_id, delivery_id, webhook_id, webhook_version, number, started_at, duration_ms,
                          outcome, response_status, response_headers, response_body, request_headers, timings)
    select ${uuidSql(4, 'n', 'ms')}, $1, ${delivery}, ${webhook}, 1, 1, at, 3, 'succeeded', 200, '[["content-length","0"]]',
           '', '[["content-type","application/json"]]', '{"total_ms":3}'`;
  const values = (first: number, last: number): unknown[] => [DEFAULT_TENANT, webhookIds, first, last, count];
  await inBatches(count, 'finished deliveries', async (first, last) => {
    await Promise.all(
      [finished, attempts].map(async (table) => await database.query(withRows(table), values(first, last))),
    );
  });
}

async function inBatches(
  count: number,
  what: string,
  insert: (first: number, last: number) => Promise<void>,
): Promise<void> {
  const startedAt = performance.now();
  for (let first = 0; first < count; first += ROWS_A_STATEMENT) {
    const last = Math.min(count, first + ROWS_A_STATEMENT);
    await insert(first, last - 1);
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    console.log(`  made ${last} of ${count} ${what} in ${seconds} s`);
  }
}
