import { IdGenerator, type Uuid } from '../../../src/domain/ids.ts';
import type { TestDatabase } from '../../support/test-database.ts';

const ids = new IdGenerator(Date.now);

/** How the rows of a tenant are told in each table that row-level security guards; `$1` is the tenant's id. */
export const GUARDED_TABLES: Readonly<Record<string, string>> = {
  tenants: 'id = $1',
  webhooks: 'tenant_id = $1',
  webhook_secrets: `webhook_id in (select id from webhooks where tenant_id = $1)`,
  webhook_states: `webhook_id in (select id from webhooks where tenant_id = $1)`,
  formats: 'tenant_id = $1',
  dialect_webhooks: 'tenant_id = $1',
  webhook_buckets: `webhook_id in (select id from webhooks where tenant_id = $1)`,
  webhook_breakers: `webhook_id in (select id from webhooks where tenant_id = $1)`,
  event_types: 'tenant_id = $1',
  api_keys: 'tenant_id = $1',
  subscription_versions: 'tenant_id = $1',
  idempotency_keys: 'tenant_id = $1',
  audit_log: 'tenant_id = $1',
  ingest_errors: 'tenant_id = $1',
  attempt_stats: 'tenant_id = $1',
  attempt_totals: 'tenant_id = $1',
  delivery_stats: 'tenant_id = $1',
  delivery_totals: 'tenant_id = $1',
  replays: 'tenant_id = $1',
  replay_deliveries: 'tenant_id = $1',
  inboxes: 'tenant_id = $1',
  inbox_requests: 'tenant_id = $1',
  retention_marks: 'tenant_id = $1',
  event_revisits: 'tenant_id = $1',
};

/** A tenant with a row in every guarded table. @returns its id, and its webhook's */
export async function addGuardedTenant(database: TestDatabase): Promise<{ tenantId: Uuid; webhookId: Uuid }> {
  const [tenantId, webhookId] = [ids.next(), ids.next()];
  await database.query('insert into tenants (id) values ($1)', [tenantId]);
  await database.query(
    `insert into webhooks (id, tenant_id, name, url, retry) values ($1, $2, '', 'http://127.0.0.1:9/', '{}')`,
    [webhookId, tenantId],
  );
  for (const text of OF_WEBHOOK) await database.query(text, [webhookId]);
  for (const text of OF_TENANT) await database.query(text, [tenantId]);
  return { tenantId, webhookId };
}

/** What a webhook has; `$1` is its id. */
const OF_WEBHOOK = [
  `insert into webhook_secrets (id, webhook_id, secret) values (gen_random_uuid(), $1, 'whsec_')`,
  'insert into webhook_states (webhook_id) values ($1)',
  `insert into dialect_webhooks (webhook_id, tenant_id, dialect, old_id)
   select id, tenant_id, 'emp', 'wh_1_a' from webhooks where id = $1`,
  'insert into webhook_buckets (webhook_id, tokens, refilled_at) values ($1, 1, now())',
  'insert into webhook_breakers (webhook_id, failure_count, failing_since) values ($1, 1, now())',
];

/** What a tenant has; `$1` is its id. */
const OF_TENANT = [
  'insert into subscription_versions (tenant_id) values ($1)',
  `insert into formats (id, tenant_id, name, document) values (gen_random_uuid(), $1, 'a', '{}')`,
  `insert into event_types (id, tenant_id, name) values (gen_random_uuid(), $1, 'a')`,
  `insert into api_keys (id, tenant_id, name, scopes, secret_hash)
   values (gen_random_uuid(), $1, 'a', '{read}', sha256('a'))`,
  `insert into idempotency_keys (tenant_id, scope, key, fingerprint, resource_id) values ($1, 'webhook', 'a', '', $1)`,
  `insert into audit_log (id, tenant_id, actor_kind, action, object_type)
   values (gen_random_uuid(), $1, 'system', 'webhook.paused', 'webhook')`,
  `insert into replays (id, tenant_id, mode, filter, rate_per_second, mark, next_batch_at, created_at, updated_at)
   values ($1, $1, 'failed', '{}', 1, $1, 'infinity', now(), now())`,
  `insert into retention_marks (tenant_id, kind, mark) values ($1, 'event_data', $1)`,
  `insert into event_revisits (event_id, reason, tenant_id, since, due_at) values ($1, 'expiry', $1, now(), 'infinity')`,
  `insert into replay_deliveries (replay_id, delivery_id, tenant_id) values ($1, $1, $1)`,
  `insert into inboxes (id, tenant_id, token, created_at, updated_at, expires_at)
   values ($1, $1, gen_random_uuid()::text, now(), now(), 'infinity')`,
  `insert into inbox_requests (inbox_id, slot, id, tenant_id, method, path, headers, body, body_bytes, response_status,
                               received_at)
   values ($1, 0, $1, $1, 'POST', '', '[]', '', 0, 200, now())`,
  `insert into ingest_errors (id, tenant_id, source, raw, is_truncated, reason)
   values (gen_random_uuid(), $1, 'a', '[]', false, '')`,
  `insert into attempt_stats (grain, at, tenant_id, webhook_id, event_type, outcome, error_type, is_counted, up_to_ms, count,
                              duration_ms_sum, made_at, last_started_at)
   values ('minute', now(), $1, $1, 'a', 'succeeded', '', true, 1, 1, 1, now(), now())`,
  `insert into attempt_totals (grain, at, tenant_id, kind, key, made_at, outcome, error_type, up_to_ms, count, duration_ms_sum)
   values ('hour', now(), $1, 'event_type', 'a', now(), 'succeeded', '', 1, 1, 1)`,
  `insert into delivery_stats (grain, at, tenant_id, webhook_id, event_type, status, count, last_completed_at, has_totals)
   values ('minute', now(), $1, $1, 'a', 'delivered', 1, now(), true)`,
  `insert into delivery_totals (grain, at, tenant_id, kind, key, delivered, dead_letter, cancelled, shadowed)
   values ('hour', now(), $1, 'event_type', 'a', 1, 0, 0, 0)`,
];
