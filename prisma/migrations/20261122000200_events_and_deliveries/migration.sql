-- events, finished_deliveries and attempts are range-partitioned on their own UUIDv7 id, which begins with the time in
-- milliseconds: the primary key stays (id), and retention drops whole days. There is no default partition.

create table events (
  id uuid not null,
  tenant_id uuid not null,
  type text not null,
  -- json, not jsonb: key order, duplicate keys, number spelling and \u0000 survive. Null once the payload is erased.
  data json,
  occurred_at timestamptz not null,
  priority smallint not null default 0,
  deliver_at timestamptz,
  expires_at timestamptz,
  tags text[] not null default '{}',
  created_at timestamptz not null default now(),
  constraint events_pkey primary key (id),
  constraint events_type_length check (char_length(type) between 1 and 256),
  constraint events_priority_bounds check (priority between 0 and 100),
  constraint events_tags_count check (cardinality(tags) <= 20)
) partition by range (id);
create index events_page on events (tenant_id, id desc);

-- "This event has not been fanned out yet."
create table outbox (
  event_id uuid not null,
  tenant_id uuid not null,
  failure_count smallint not null default 0,
  last_error text,
  next_attempt_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  constraint outbox_pkey primary key (event_id),
  constraint outbox_error_recorded check ((failure_count = 0) = (last_error is null))
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
create index outbox_due on outbox (next_attempt_at);

create table idempotency_keys (
  tenant_id uuid not null,
  scope text not null,
  key text not null,
  fingerprint bytea not null,
  resource_id uuid not null,
  created_at timestamptz not null default now(),
  constraint idempotency_keys_pkey primary key (tenant_id, scope, key),
  constraint idempotency_keys_key_length check (char_length(key) between 1 and 256)
);
create index idempotency_keys_created_at on idempotency_keys (created_at);

-- The only table that churns: a row lives from the fan-out to the finish.
--   ready      claimable now
--   not ready  becomes ready at next_attempt_at: the retry time of a row that waits, or the end of the lease of a row
--              that somebody is attempting. One mechanism promotes both.
-- lease_token only grows and fences; attempt_count counts recorded attempts and nothing else; attempts_before is its
-- value when the current budget of attempts began (a retry by hand gives a fresh one).
create table live_deliveries (
  id uuid not null,
  tenant_id uuid not null,
  webhook_id uuid not null,
  event_id uuid not null,
  event_type text not null,
  status delivery_status not null,
  ready boolean not null,
  next_attempt_at timestamptz not null,
  priority smallint not null default 0,
  attempt_count integer not null default 0,
  attempts_before integer not null default 0,
  max_attempts smallint not null,
  lease_token bigint not null default 0,
  unrecorded_claims smallint not null default 0,
  last_response_status smallint,
  last_error_type text,
  tags text[] not null default '{}',
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint live_deliveries_pkey primary key (id),
  constraint live_deliveries_status_live check (status in ('pending', 'in_progress', 'retrying')),
  constraint live_deliveries_leased_not_ready check (status <> 'in_progress' or (not ready and lease_token > 0)),
  constraint live_deliveries_retrying_was_tried check (status <> 'retrying' or attempt_count > 0),
  constraint live_deliveries_counts check (attempts_before between 0 and attempt_count and lease_token >= 0
    and unrecorded_claims >= 0 and max_attempts between 1 and 100)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
        autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 20000,
        autovacuum_vacuum_insert_threshold = -1);
create index live_deliveries_ready on live_deliveries (webhook_id, priority desc, id) where ready;
create index live_deliveries_scheduled on live_deliveries (next_attempt_at) where not ready;
create index live_deliveries_event_id on live_deliveries (event_id);

-- Insert only; rows leave when retry or replay moves one back, or with their whole partition.
create table finished_deliveries (
  id uuid not null,
  tenant_id uuid not null,
  webhook_id uuid not null,
  event_id uuid not null,
  event_type text not null,
  status delivery_status not null,
  reason text,
  priority smallint not null default 0,
  attempt_count integer not null,
  attempts_before integer not null default 0,
  max_attempts smallint not null,
  lease_token bigint not null,
  last_response_status smallint,
  last_error_type text,
  tags text[] not null default '{}',
  expires_at timestamptz,
  created_at timestamptz not null,
  completed_at timestamptz not null default now(),
  constraint finished_deliveries_pkey primary key (id),
  constraint finished_deliveries_status_final check (status in ('delivered', 'dead_letter', 'cancelled')),
  constraint finished_deliveries_reason_given check ((status = 'delivered') = (reason is null)),
  constraint finished_deliveries_delivered_by_attempt check (status <> 'delivered' or attempt_count > 0)
) partition by range (id);
create index finished_deliveries_page on finished_deliveries (tenant_id, id desc);
create index finished_deliveries_webhook on finished_deliveries (webhook_id, id desc);
create index finished_deliveries_event_id on finished_deliveries (event_id);
create index finished_deliveries_type on finished_deliveries (tenant_id, event_type, id desc);
-- Failures are few beside what was delivered, and are what people look for.
create index finished_deliveries_failed on finished_deliveries (tenant_id, status, id desc) where status <> 'delivered';

-- One HTTP request and what came back. A stale attempt was made by a holder of an older lease: kept, but it changed no
-- status. response_body keeps the bytes as they came; response_body_text is a preview that is always valid text.
create table attempts (
  id uuid not null,
  tenant_id uuid not null,
  delivery_id uuid not null,
  webhook_id uuid not null,
  webhook_version integer not null,
  number integer not null,
  started_at timestamptz not null,
  duration_ms integer not null,
  outcome attempt_outcome not null,
  response_status smallint,
  response_headers json,
  response_body bytea,
  response_body_text text,
  response_body_truncated boolean not null default false,
  request_headers json not null,
  error_type text,
  error_message text,
  timings json not null,
  stale boolean not null default false,
  constraint attempts_pkey primary key (id),
  constraint attempts_counts check (number > 0 and duration_ms >= 0),
  constraint attempts_failure_explained check ((outcome = 'failed') = (error_type is not null)),
  constraint attempts_success_answered check (outcome = 'failed' or response_status between 200 and 299)
) partition by range (id);
create index attempts_delivery on attempts (delivery_id, number);

-- Every delivery, wherever its row stands: what the API, Prisma and reports read.
create view deliveries as
  select id, tenant_id, webhook_id, event_id, event_type, status, null::text as reason, priority, attempt_count,
         max_attempts, case when status <> 'in_progress' then next_attempt_at end as next_retry_at,
         last_response_status, last_error_type, tags, created_at, updated_at, null::timestamptz as completed_at
  from live_deliveries
  union all
  select id, tenant_id, webhook_id, event_id, event_type, status, reason, priority, attempt_count,
         max_attempts, null, last_response_status, last_error_type, tags, created_at, completed_at, completed_at
  from finished_deliveries;
