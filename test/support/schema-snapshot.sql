-- What the migrations make, as the catalogue tells it; partitions are left out. Written by
--   UPDATE_SNAPSHOT=1 npm test -- test/integration/database/schema-snapshot.spec.ts

-- Types

create type attempt_outcome as enum ('succeeded', 'failed', 'shadowed');

create type delivery_status as enum ('pending', 'in_progress', 'retrying', 'delivered', 'dead_letter', 'cancelled', 'shadowed');

-- Tables

create table api_keys (
  id uuid not null,
  tenant_id uuid,
  name text not null,
  scopes text[] not null,
  secret_hash bytea not null,
  previous_secret_hash bytea,
  previous_secret_expires_at timestamp with time zone,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  last_used_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);

create table attempt_stats (
  grain text not null,
  at timestamp with time zone not null,
  tenant_id uuid not null,
  webhook_id uuid not null,
  event_type text not null,
  outcome attempt_outcome not null,
  error_type text not null,
  is_counted boolean not null,
  up_to_ms integer not null,
  count bigint not null,
  duration_ms_sum bigint not null,
  made_at timestamp with time zone not null,
  last_started_at timestamp with time zone not null
);

create table attempt_totals (
  grain text not null,
  at timestamp with time zone not null,
  tenant_id uuid not null,
  kind text not null,
  key text not null,
  made_at timestamp with time zone not null,
  outcome attempt_outcome not null,
  error_type text not null,
  up_to_ms integer not null,
  count bigint not null,
  duration_ms_sum bigint not null
);

create table attempts (
  id uuid not null,
  tenant_id uuid not null,
  delivery_id uuid not null,
  webhook_id uuid not null,
  webhook_version integer not null,
  number integer not null,
  started_at timestamp with time zone not null,
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
  request_body bytea,
  request_body_bytes integer
) partition by range (id);

create table audit_log (
  id uuid not null,
  tenant_id uuid,
  actor_kind text not null,
  actor_id text,
  actor_name text,
  action text not null,
  object_type text not null,
  object_id uuid,
  object_name text,
  request_id text,
  changes json not null default '{}'::json,
  created_at timestamp with time zone not null default now()
);

create table console_sessions (
  id uuid not null,
  secret_hash bytea not null,
  api_key_id uuid,
  credential_hash bytea,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null
);

create table default_quotas (
  only_row boolean not null default true,
  webhooks integer,
  events_per_minute integer,
  live_deliveries integer,
  payload_bytes integer
);

create table delivery_changes (
  id bigint not null default nextval('delivery_changes_id_seq'::regclass),
  at timestamp with time zone not null,
  tenant_id uuid not null,
  webhook_id uuid not null,
  event_type text not null,
  status delivery_status not null,
  count integer not null,
  last_completed_at timestamp with time zone not null
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=2000);

create table delivery_stats (
  grain text not null,
  at timestamp with time zone not null,
  tenant_id uuid not null,
  webhook_id uuid not null,
  event_type text not null,
  status delivery_status not null,
  count bigint not null,
  last_completed_at timestamp with time zone not null,
  has_totals boolean not null
);

create table delivery_totals (
  grain text not null,
  at timestamp with time zone not null,
  tenant_id uuid not null,
  kind text not null,
  key text not null,
  delivered bigint not null,
  dead_letter bigint not null,
  cancelled bigint not null,
  shadowed bigint not null,
  last_delivered_at timestamp with time zone
);

create table dialect_webhooks (
  webhook_id uuid not null,
  tenant_id uuid not null,
  dialect text not null,
  old_id text,
  owner text,
  created_at timestamp with time zone not null default now()
);

create table encryption_keys (
  id text not null,
  canary text not null,
  created_at timestamp with time zone not null default now()
);

create table event_revisits (
  event_id uuid not null,
  reason text not null,
  tenant_id uuid not null,
  since timestamp with time zone not null,
  due_at timestamp with time zone not null
);

create table event_types (
  id uuid not null,
  tenant_id uuid not null,
  name text not null,
  description text not null default ''::text,
  schema json,
  example json,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);

create table events (
  id uuid not null,
  tenant_id uuid not null,
  type text not null,
  data json,
  occurred_at timestamp with time zone not null,
  priority smallint not null default 0,
  deliver_at timestamp with time zone,
  expires_at timestamp with time zone,
  tags text[] not null default '{}'::text[],
  created_at timestamp with time zone not null default now(),
  refusal json,
  cancelled_at timestamp with time zone,
  erased_at timestamp with time zone,
  traceparent text,
  tracestate text
) partition by range (id);

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
  tags text[] not null default '{}'::text[],
  expires_at timestamp with time zone,
  created_at timestamp with time zone not null,
  completed_at timestamp with time zone not null default now()
) partition by range (id);

create table formats (
  id uuid not null,
  tenant_id uuid not null,
  name text not null,
  description text not null default ''::text,
  document json not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);

create table idempotency_keys (
  tenant_id uuid not null,
  scope text not null,
  key text not null,
  fingerprint bytea not null,
  resource_id uuid not null,
  created_at timestamp with time zone not null default now()
);

create table inbox_requests (
  inbox_id uuid not null,
  slot integer not null,
  id uuid not null,
  tenant_id uuid not null,
  method text not null,
  path text not null,
  headers json not null,
  body bytea not null,
  body_bytes integer not null,
  response_status integer not null,
  received_at timestamp with time zone not null
);

create table inboxes (
  id uuid not null,
  tenant_id uuid not null,
  token text not null,
  name text not null default ''::text,
  status integer not null default 200,
  fail_status integer not null default 503,
  fail_times integer not null default 0,
  fail_until integer not null default 0,
  delay_ms integer not null default 0,
  response_body text not null default ''::text,
  received_count integer not null default 0,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  expires_at timestamp with time zone not null
);

create table ingest_errors (
  id uuid not null,
  tenant_id uuid not null,
  source text not null,
  entry_id text,
  raw json not null,
  is_truncated boolean not null,
  reason text not null,
  created_at timestamp with time zone not null default now()
);

create table live_deliveries (
  id uuid not null,
  tenant_id uuid not null,
  webhook_id uuid not null,
  event_id uuid not null,
  event_type text not null,
  status delivery_status not null,
  ready boolean not null,
  next_attempt_at timestamp with time zone not null,
  priority smallint not null default 0,
  attempt_count integer not null default 0,
  attempts_before integer not null default 0,
  max_attempts smallint not null,
  lease_token bigint not null default 0,
  unrecorded_claims smallint not null default 0,
  last_response_status smallint,
  last_error_type text,
  tags text[] not null default '{}'::text[],
  expires_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
) with (fillfactor=80, autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=2000, autovacuum_vacuum_cost_delay=0, autovacuum_analyze_scale_factor=0, autovacuum_analyze_threshold=20000, autovacuum_vacuum_insert_threshold=-1);

create table outbox (
  event_id uuid not null,
  tenant_id uuid not null,
  failure_count smallint not null default 0,
  last_error text,
  next_attempt_at timestamp with time zone not null default now(),
  created_at timestamp with time zone not null default now(),
  needs_admission boolean not null default false
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=2000);

create table replay_deliveries (
  replay_id uuid not null,
  delivery_id uuid not null,
  tenant_id uuid not null
);

create table replays (
  id uuid not null,
  tenant_id uuid not null,
  mode text not null,
  filter json not null,
  rate_per_second integer not null,
  status text not null default 'running'::text,
  total_count integer,
  replayed_count integer not null default 0,
  mark uuid not null,
  next_batch_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  completed_at timestamp with time zone
);

create table retention_marks (
  tenant_id uuid not null,
  kind text not null,
  mark uuid not null
);

create table stats_mark (
  only_row boolean not null default true,
  rolled_until timestamp with time zone not null
);

create table stats_watch (
  only_row boolean not null default true,
  watched_until timestamp with time zone not null
);

create table subscription_versions (
  tenant_id uuid not null,
  version bigint not null default 1
) with (fillfactor=50);

create table tenant_usage (
  tenant_id uuid not null,
  minute timestamp with time zone not null,
  events integer not null default 0,
  admitted_deliveries bigint not null default 0,
  counted_deliveries bigint not null default 0,
  admitted_when_counted bigint not null default 0,
  counted_at timestamp with time zone
) with (fillfactor=50);

create table tenants (
  id uuid not null,
  uid text,
  name text not null default ''::text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  validation text not null default 'off'::text,
  version integer not null default 1,
  event_types_version bigint not null default 1,
  webhooks_quota integer,
  events_per_minute_quota integer,
  live_deliveries_quota integer,
  payload_bytes_quota integer,
  event_data_days integer,
  attempt_data_days integer,
  history_days integer
);

create table test_send_counts (
  tenant_id uuid not null,
  began_at timestamp with time zone not null,
  sends integer not null
) with (fillfactor=50);

create table webhook_breakers (
  webhook_id uuid not null,
  failure_count integer not null,
  failing_since timestamp with time zone not null,
  opened_at timestamp with time zone,
  probe_count integer not null default 0,
  next_probe_at timestamp with time zone
) with (fillfactor=50);

create table webhook_buckets (
  webhook_id uuid not null,
  tokens double precision not null,
  refilled_at timestamp with time zone not null,
  hour_began_at timestamp with time zone,
  hour_count integer not null default 0
) with (fillfactor=50);

create table webhook_secrets (
  id uuid not null,
  webhook_id uuid not null,
  secret text not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone,
  key_id text
);

create table webhook_states (
  webhook_id uuid not null,
  disabled_at timestamp with time zone,
  disabled_reason text,
  updated_at timestamp with time zone not null default now()
) with (fillfactor=50);

create table webhooks (
  id uuid not null,
  tenant_id uuid not null,
  uid text,
  name text not null,
  description text not null default ''::text,
  metadata jsonb not null default '{}'::jsonb,
  url text not null,
  events text[] not null default '{}'::text[],
  headers jsonb not null default '{}'::jsonb,
  format text not null default 'standard'::text,
  retry jsonb not null,
  timeout_ms integer not null default 15000,
  max_in_flight integer not null default 64,
  active boolean not null default true,
  paused_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  deleted_at timestamp with time zone,
  filter jsonb,
  rate_limit jsonb,
  sealed_headers text,
  headers_key_id text,
  signature text not null default 'hmac-sha256'::text,
  public_key text,
  mode text not null default 'live'::text
);

-- Constraints

alter table api_keys add constraint api_keys_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200)));

alter table api_keys add constraint api_keys_pkey PRIMARY KEY (id);

alter table api_keys add constraint api_keys_previous_ends CHECK (((previous_secret_hash IS NULL) = (previous_secret_expires_at IS NULL)));

alter table api_keys add constraint api_keys_previous_is_hashed CHECK ((octet_length(previous_secret_hash) = 32));

alter table api_keys add constraint api_keys_scopes_known CHECK (((cardinality(scopes) > 0) AND (array_position(scopes, NULL::text) IS NULL) AND (scopes <@ ARRAY['publish'::text, 'read'::text, 'manage'::text, 'secrets'::text, 'admin'::text])));

alter table api_keys add constraint api_keys_secret_is_hashed CHECK ((octet_length(secret_hash) = 32));

alter table api_keys add constraint api_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table api_keys add constraint api_keys_version_positive CHECK ((version > 0));

alter table attempt_stats add constraint attempt_stats_counts CHECK (((count > 0) AND (duration_ms_sum >= 0) AND (up_to_ms > 0)));

alter table attempt_stats add constraint attempt_stats_failure_explained CHECK (((outcome = 'failed'::attempt_outcome) = (error_type <> ''::text)));

alter table attempt_stats add constraint attempt_stats_grain_known CHECK ((grain = ANY (ARRAY['minute'::text, 'hour'::text, 'day'::text])));

alter table attempt_stats add constraint attempt_stats_pkey PRIMARY KEY (grain, at, tenant_id, webhook_id, event_type, outcome, error_type, is_counted, up_to_ms, made_at);

alter table attempt_totals add constraint attempt_totals_counts CHECK (((count > 0) AND (duration_ms_sum >= 0)));

alter table attempt_totals add constraint attempt_totals_grain_known CHECK ((grain = ANY (ARRAY['hour'::text, 'day'::text])));

alter table attempt_totals add constraint attempt_totals_kind_known CHECK ((kind = ANY (ARRAY['time'::text, 'made'::text, 'webhook'::text, 'event_type'::text, 'error_type'::text])));

alter table attempt_totals add constraint attempt_totals_pkey PRIMARY KEY (grain, at, tenant_id, kind, key, made_at, outcome, error_type, up_to_ms);

alter table attempts add constraint attempts_counts CHECK (((number > 0) AND (duration_ms >= 0)));

alter table attempts add constraint attempts_failure_explained CHECK (((outcome = 'failed'::attempt_outcome) = (error_type IS NOT NULL)));

alter table attempts add constraint attempts_pkey PRIMARY KEY (id);

alter table attempts add constraint attempts_request_body_bounds CHECK (((octet_length(request_body) <= 65536) AND (request_body_bytes >= 0))) NOT VALID;

alter table attempts add constraint attempts_request_body_of_shadow CHECK ((((outcome = 'shadowed'::attempt_outcome) = (request_body_bytes IS NOT NULL)) AND ((request_body IS NULL) OR (outcome = 'shadowed'::attempt_outcome)))) NOT VALID;

alter table attempts add constraint attempts_shadow_unanswered CHECK (((outcome <> 'shadowed'::attempt_outcome) OR (response_status IS NULL))) NOT VALID;

alter table attempts add constraint attempts_success_answered CHECK (((outcome = 'failed'::attempt_outcome) OR ((response_status >= 200) AND (response_status <= 299))));

alter table audit_log add constraint audit_log_action_form CHECK ((action ~ '^[a-z_]+\.[a-z_]+$'::text));

alter table audit_log add constraint audit_log_actor_known CHECK ((actor_kind = ANY (ARRAY['key'::text, 'token'::text, 'open'::text, 'system'::text, 'admin_key'::text])));

alter table audit_log add constraint audit_log_actor_named CHECK (((actor_kind <> 'key'::text) OR (actor_id IS NOT NULL)));

alter table audit_log add constraint audit_log_changes_form CHECK ((json_typeof(changes) = 'object'::text));

alter table audit_log add constraint audit_log_pkey PRIMARY KEY (id);

alter table console_sessions add constraint console_sessions_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES api_keys(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table console_sessions add constraint console_sessions_credential_is_hashed CHECK ((octet_length(credential_hash) = 32));

alter table console_sessions add constraint console_sessions_end CHECK ((expires_at > created_at));

alter table console_sessions add constraint console_sessions_key_has_credential CHECK (((api_key_id IS NULL) OR (credential_hash IS NOT NULL)));

alter table console_sessions add constraint console_sessions_pkey PRIMARY KEY (id);

alter table console_sessions add constraint console_sessions_secret_is_hashed CHECK ((octet_length(secret_hash) = 32));

alter table default_quotas add constraint default_quotas_bounds CHECK (((webhooks >= 0) AND (events_per_minute >= 0) AND (live_deliveries >= 0) AND ((payload_bytes >= 1) AND (payload_bytes <= 1048576))));

alter table default_quotas add constraint default_quotas_only_row CHECK (only_row);

alter table default_quotas add constraint default_quotas_pkey PRIMARY KEY (only_row);

alter table delivery_changes add constraint delivery_changes_pkey PRIMARY KEY (id);

alter table delivery_stats add constraint delivery_stats_grain_known CHECK ((grain = ANY (ARRAY['minute'::text, 'hour'::text, 'day'::text])));

alter table delivery_stats add constraint delivery_stats_has_totals CHECK (has_totals);

alter table delivery_stats add constraint delivery_stats_pkey PRIMARY KEY (grain, at, tenant_id, webhook_id, event_type, status);

alter table delivery_totals add constraint delivery_totals_grain_known CHECK ((grain = ANY (ARRAY['hour'::text, 'day'::text])));

alter table delivery_totals add constraint delivery_totals_kind_known CHECK ((kind = ANY (ARRAY['webhook'::text, 'event_type'::text])));

alter table delivery_totals add constraint delivery_totals_pkey PRIMARY KEY (grain, at, tenant_id, kind, key);

alter table dialect_webhooks add constraint dialect_webhooks_dialect_form CHECK ((dialect ~ '^[a-z]{1,32}$'::text));

alter table dialect_webhooks add constraint dialect_webhooks_old_id_form CHECK (((old_id ~ '^[!-~]+$'::text) AND (char_length(old_id) <= 256)));

alter table dialect_webhooks add constraint dialect_webhooks_owner_length CHECK (((char_length(owner) >= 1) AND (char_length(owner) <= 512)));

alter table dialect_webhooks add constraint dialect_webhooks_pkey PRIMARY KEY (webhook_id);

alter table dialect_webhooks add constraint dialect_webhooks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table dialect_webhooks add constraint dialect_webhooks_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhooks(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table encryption_keys add constraint encryption_keys_canary_sealed CHECK (starts_with(canary, (('ph1:'::text || id) || ':'::text)));

alter table encryption_keys add constraint encryption_keys_id_form CHECK ((id ~ '^[A-Za-z0-9_-]{1,32}$'::text));

alter table encryption_keys add constraint encryption_keys_pkey PRIMARY KEY (id);

alter table event_revisits add constraint event_revisits_pkey PRIMARY KEY (event_id, reason);

alter table event_revisits add constraint event_revisits_reason_known CHECK ((reason = ANY (ARRAY['expiry'::text, 'erasure'::text])));

alter table event_revisits add constraint event_revisits_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table event_types add constraint event_types_description_length CHECK ((char_length(description) <= 2000));

alter table event_types add constraint event_types_example_form CHECK ((json_typeof(example) = 'object'::text));

alter table event_types add constraint event_types_name_form CHECK (((name ~ '^[A-Za-z0-9_.:/-]+$'::text) AND (char_length(name) <= 256) AND (NOT starts_with(name, 'posthorn.'::text))));

alter table event_types add constraint event_types_pkey PRIMARY KEY (id);

alter table event_types add constraint event_types_schema_form CHECK ((json_typeof(schema) = 'object'::text));

alter table event_types add constraint event_types_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table event_types add constraint event_types_version_positive CHECK ((version > 0));

alter table events add constraint events_pkey PRIMARY KEY (id);

alter table events add constraint events_priority_bounds CHECK (((priority >= 0) AND (priority <= 100)));

alter table events add constraint events_refusal_form CHECK ((json_typeof(refusal) = 'object'::text));

alter table events add constraint events_tags_count CHECK ((cardinality(tags) <= 20));

alter table events add constraint events_traceparent_form CHECK ((traceparent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'::text)) NOT VALID;

alter table events add constraint events_tracestate_bounds CHECK (((tracestate IS NULL) OR ((traceparent IS NOT NULL) AND ((length(tracestate) >= 1) AND (length(tracestate) <= 512))))) NOT VALID;

alter table events add constraint events_type_length CHECK (((char_length(type) >= 1) AND (char_length(type) <= 256)));

alter table finished_deliveries add constraint finished_deliveries_delivered_by_attempt CHECK (((status <> 'delivered'::delivery_status) OR (attempt_count > 0)));

alter table finished_deliveries add constraint finished_deliveries_pkey PRIMARY KEY (id);

alter table finished_deliveries add constraint finished_deliveries_reason_given CHECK (((status = 'delivered'::delivery_status) = (reason IS NULL)));

alter table finished_deliveries add constraint finished_deliveries_shadowed_by_attempt CHECK (((status <> 'shadowed'::delivery_status) OR (attempt_count > 0))) NOT VALID;

alter table finished_deliveries add constraint finished_deliveries_status_final CHECK ((status = ANY (ARRAY['delivered'::delivery_status, 'dead_letter'::delivery_status, 'cancelled'::delivery_status, 'shadowed'::delivery_status]))) NOT VALID;

alter table formats add constraint formats_description_length CHECK ((char_length(description) <= 2000));

alter table formats add constraint formats_document_form CHECK ((json_typeof(document) = 'object'::text));

alter table formats add constraint formats_name_form CHECK ((name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'::text));

alter table formats add constraint formats_pkey PRIMARY KEY (id);

alter table formats add constraint formats_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table formats add constraint formats_version_positive CHECK ((version > 0));

alter table idempotency_keys add constraint idempotency_keys_key_length CHECK (((char_length(key) >= 1) AND (char_length(key) <= 256)));

alter table idempotency_keys add constraint idempotency_keys_pkey PRIMARY KEY (tenant_id, scope, key);

alter table inbox_requests add constraint inbox_requests_body_size CHECK (((octet_length(body) <= 16384) AND (octet_length(body) <= body_bytes)));

alter table inbox_requests add constraint inbox_requests_headers_form CHECK ((json_typeof(headers) = 'array'::text));

alter table inbox_requests add constraint inbox_requests_inbox_id_fkey FOREIGN KEY (inbox_id) REFERENCES inboxes(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table inbox_requests add constraint inbox_requests_pkey PRIMARY KEY (inbox_id, slot);

alter table inboxes add constraint inboxes_body_size CHECK ((octet_length(response_body) <= 4096));

alter table inboxes add constraint inboxes_counts CHECK ((((fail_times >= 0) AND (fail_times <= 1000)) AND (fail_until >= 0) AND (received_count >= 0)));

alter table inboxes add constraint inboxes_delay_bounds CHECK (((delay_ms >= 0) AND (delay_ms <= 30000)));

alter table inboxes add constraint inboxes_pkey PRIMARY KEY (id);

alter table inboxes add constraint inboxes_status_bounds CHECK ((((status >= 200) AND (status <= 599)) AND ((fail_status >= 200) AND (fail_status <= 599))));

alter table inboxes add constraint inboxes_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table ingest_errors add constraint ingest_errors_pkey PRIMARY KEY (id);

alter table ingest_errors add constraint ingest_errors_raw_form CHECK ((json_typeof(raw) = 'array'::text));

alter table ingest_errors add constraint ingest_errors_raw_length CHECK ((octet_length((raw)::text) <= 131072));

alter table ingest_errors add constraint ingest_errors_reason_length CHECK ((char_length(reason) <= 4000));

alter table ingest_errors add constraint ingest_errors_source_length CHECK ((char_length(source) <= 512));

alter table ingest_errors add constraint ingest_errors_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table live_deliveries add constraint live_deliveries_counts CHECK ((((attempts_before >= 0) AND (attempts_before <= attempt_count)) AND (lease_token >= 0) AND (unrecorded_claims >= 0) AND ((max_attempts >= 1) AND (max_attempts <= 100))));

alter table live_deliveries add constraint live_deliveries_leased_not_ready CHECK (((status <> 'in_progress'::delivery_status) OR ((NOT ready) AND (lease_token > 0))));

alter table live_deliveries add constraint live_deliveries_pkey PRIMARY KEY (id);

alter table live_deliveries add constraint live_deliveries_retrying_was_tried CHECK (((status <> 'retrying'::delivery_status) OR (attempt_count > 0)));

alter table live_deliveries add constraint live_deliveries_status_live CHECK ((status = ANY (ARRAY['pending'::delivery_status, 'in_progress'::delivery_status, 'retrying'::delivery_status])));

alter table outbox add constraint outbox_error_recorded CHECK (((failure_count = 0) = (last_error IS NULL)));

alter table outbox add constraint outbox_pkey PRIMARY KEY (event_id);

alter table replay_deliveries add constraint replay_deliveries_pkey PRIMARY KEY (replay_id, delivery_id);

alter table replay_deliveries add constraint replay_deliveries_replay_id_fkey FOREIGN KEY (replay_id) REFERENCES replays(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table replays add constraint replays_counts CHECK (((total_count >= 0) AND (replayed_count >= 0)));

alter table replays add constraint replays_end_told CHECK (((status = 'running'::text) = (completed_at IS NULL)));

alter table replays add constraint replays_filter_form CHECK ((json_typeof(filter) = 'object'::text));

alter table replays add constraint replays_mode_known CHECK ((mode = ANY (ARRAY['failed'::text, 'all'::text, 'missing'::text])));

alter table replays add constraint replays_pkey PRIMARY KEY (id);

alter table replays add constraint replays_rate_bounds CHECK (((rate_per_second >= 1) AND (rate_per_second <= 1000)));

alter table replays add constraint replays_status_known CHECK ((status = ANY (ARRAY['running'::text, 'completed'::text, 'cancelled'::text])));

alter table replays add constraint replays_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table retention_marks add constraint retention_marks_kind_known CHECK ((kind = ANY (ARRAY['event_data'::text, 'attempt_data'::text, 'history'::text])));

alter table retention_marks add constraint retention_marks_pkey PRIMARY KEY (tenant_id, kind);

alter table retention_marks add constraint retention_marks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table stats_mark add constraint stats_mark_only_row CHECK (only_row);

alter table stats_mark add constraint stats_mark_pkey PRIMARY KEY (only_row);

alter table stats_watch add constraint stats_watch_only_row CHECK (only_row);

alter table stats_watch add constraint stats_watch_pkey PRIMARY KEY (only_row);

alter table subscription_versions add constraint subscription_versions_pkey PRIMARY KEY (tenant_id);

alter table subscription_versions add constraint subscription_versions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table subscription_versions add constraint subscription_versions_version_positive CHECK ((version > 0));

alter table tenant_usage add constraint tenant_usage_counts CHECK (((events >= 0) AND (counted_deliveries >= 0) AND ((admitted_when_counted >= 0) AND (admitted_when_counted <= admitted_deliveries))));

alter table tenant_usage add constraint tenant_usage_pkey PRIMARY KEY (tenant_id);

alter table tenant_usage add constraint tenant_usage_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table tenants add constraint tenants_keeping_bounds CHECK ((((event_data_days >= 1) AND (event_data_days <= 3650)) AND ((attempt_data_days >= 1) AND (attempt_data_days <= 3650)) AND ((history_days >= 1) AND (history_days <= 3650))));

alter table tenants add constraint tenants_name_length CHECK ((char_length(name) <= 200));

alter table tenants add constraint tenants_pkey PRIMARY KEY (id);

alter table tenants add constraint tenants_quotas_bounds CHECK (((webhooks_quota >= 0) AND (events_per_minute_quota >= 0) AND (live_deliveries_quota >= 0) AND ((payload_bytes_quota >= 1) AND (payload_bytes_quota <= 1048576))));

alter table tenants add constraint tenants_uid_form CHECK ((uid ~ '^[A-Za-z0-9._-]{1,128}$'::text));

alter table tenants add constraint tenants_validation_known CHECK ((validation = ANY (ARRAY['off'::text, 'warn'::text, 'reject'::text])));

alter table tenants add constraint tenants_versions_positive CHECK (((version > 0) AND (event_types_version > 0)));

alter table test_send_counts add constraint test_send_counts_pkey PRIMARY KEY (tenant_id);

alter table test_send_counts add constraint test_send_counts_positive CHECK ((sends > 0));

alter table test_send_counts add constraint test_send_counts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table webhook_breakers add constraint webhook_breakers_closed_has_failed CHECK (((opened_at IS NOT NULL) OR (failure_count > 0)));

alter table webhook_breakers add constraint webhook_breakers_counts CHECK (((failure_count >= 0) AND (probe_count >= 0)));

alter table webhook_breakers add constraint webhook_breakers_open_is_probed CHECK (((opened_at IS NULL) = (next_probe_at IS NULL)));

alter table webhook_breakers add constraint webhook_breakers_pkey PRIMARY KEY (webhook_id);

alter table webhook_breakers add constraint webhook_breakers_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhooks(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table webhook_buckets add constraint webhook_buckets_counts CHECK (((tokens >= (0)::double precision) AND (hour_count >= 0)));

alter table webhook_buckets add constraint webhook_buckets_hour_begun CHECK (((hour_began_at IS NOT NULL) OR (hour_count = 0)));

alter table webhook_buckets add constraint webhook_buckets_pkey PRIMARY KEY (webhook_id);

alter table webhook_buckets add constraint webhook_buckets_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhooks(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table webhook_secrets add constraint webhook_secrets_key_id_fkey FOREIGN KEY (key_id) REFERENCES encryption_keys(id) ON UPDATE RESTRICT ON DELETE RESTRICT;

alter table webhook_secrets add constraint webhook_secrets_pkey PRIMARY KEY (id);

alter table webhook_secrets add constraint webhook_secrets_sealed CHECK (((key_id IS NULL) OR starts_with(secret, (('ph1:'::text || key_id) || ':'::text))));

alter table webhook_secrets add constraint webhook_secrets_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhooks(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table webhook_states add constraint webhook_states_pkey PRIMARY KEY (webhook_id);

alter table webhook_states add constraint webhook_states_reason_given CHECK (((disabled_at IS NULL) = (disabled_reason IS NULL)));

alter table webhook_states add constraint webhook_states_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhooks(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table webhooks add constraint webhooks_filter_form CHECK ((jsonb_typeof(filter) = 'object'::text));

alter table webhooks add constraint webhooks_headers_key_id_fkey FOREIGN KEY (headers_key_id) REFERENCES encryption_keys(id) ON UPDATE RESTRICT ON DELETE RESTRICT;

alter table webhooks add constraint webhooks_headers_masked CHECK (((sealed_headers IS NULL) OR (NOT jsonb_path_exists(headers, '$.*?(@ != "***")'::jsonpath))));

alter table webhooks add constraint webhooks_headers_sealed CHECK ((((sealed_headers IS NULL) = (headers_key_id IS NULL)) AND ((sealed_headers IS NULL) OR starts_with(sealed_headers, (('ph1:'::text || headers_key_id) || ':'::text)))));

alter table webhooks add constraint webhooks_in_flight_bounds CHECK (((max_in_flight >= 1) AND (max_in_flight <= 1000)));

alter table webhooks add constraint webhooks_mode_known CHECK ((mode = ANY (ARRAY['live'::text, 'shadow'::text])));

alter table webhooks add constraint webhooks_name_length CHECK ((char_length(name) <= 200));

alter table webhooks add constraint webhooks_pkey PRIMARY KEY (id);

alter table webhooks add constraint webhooks_public_key_shown CHECK (((signature = 'ed25519'::text) = (public_key IS NOT NULL)));

alter table webhooks add constraint webhooks_rate_limit_form CHECK ((jsonb_typeof(rate_limit) = 'object'::text));

alter table webhooks add constraint webhooks_signature_known CHECK ((signature = ANY (ARRAY['hmac-sha256'::text, 'hmac-sha512'::text, 'ed25519'::text, 'none'::text])));

alter table webhooks add constraint webhooks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table webhooks add constraint webhooks_timeout_bounds CHECK (((timeout_ms >= 100) AND (timeout_ms <= 300000)));

alter table webhooks add constraint webhooks_uid_form CHECK ((uid ~ '^[A-Za-z0-9._-]{1,128}$'::text));

alter table webhooks add constraint webhooks_url_length CHECK (((char_length(url) >= 1) AND (char_length(url) <= 2048)));

alter table webhooks add constraint webhooks_version_positive CHECK ((version > 0));

-- Indexes

CREATE INDEX api_keys_page ON posthorn.api_keys USING btree (tenant_id, id DESC) WHERE (revoked_at IS NULL);

CREATE INDEX attempt_stats_made ON posthorn.attempt_stats USING btree (tenant_id, grain, made_at);

CREATE INDEX attempt_stats_tenant ON posthorn.attempt_stats USING btree (tenant_id, grain, at);

CREATE INDEX attempt_stats_webhook ON posthorn.attempt_stats USING btree (webhook_id, grain, at);

CREATE INDEX attempt_stats_webhook_made ON posthorn.attempt_stats USING btree (webhook_id, grain, made_at);

CREATE INDEX attempt_totals_made ON posthorn.attempt_totals USING btree (tenant_id, grain, made_at) WHERE (kind = 'made'::text);

CREATE INDEX attempt_totals_tenant ON posthorn.attempt_totals USING btree (tenant_id, kind, grain, at);

CREATE INDEX attempts_delivery ON ONLY posthorn.attempts USING btree (delivery_id, number);

CREATE INDEX audit_log_action ON posthorn.audit_log USING btree (action, id DESC);

CREATE INDEX audit_log_actor ON posthorn.audit_log USING btree (actor_id, id DESC);

CREATE INDEX audit_log_object ON posthorn.audit_log USING btree (object_id, id DESC);

CREATE INDEX audit_log_page ON posthorn.audit_log USING btree (tenant_id, id DESC);

CREATE INDEX console_sessions_end ON posthorn.console_sessions USING btree (expires_at);

CREATE INDEX delivery_stats_tenant ON posthorn.delivery_stats USING btree (tenant_id, grain, at);

CREATE INDEX delivery_stats_webhook ON posthorn.delivery_stats USING btree (webhook_id, grain, at);

CREATE INDEX delivery_totals_tenant ON posthorn.delivery_totals USING btree (tenant_id, grain, at);

CREATE UNIQUE INDEX dialect_webhooks_old_id_key ON posthorn.dialect_webhooks USING btree (tenant_id, dialect, old_id);

CREATE INDEX dialect_webhooks_owner ON posthorn.dialect_webhooks USING btree (tenant_id, dialect, owner);

CREATE INDEX event_revisits_due ON posthorn.event_revisits USING btree (reason, due_at);

CREATE UNIQUE INDEX event_types_name_key ON posthorn.event_types USING btree (tenant_id, name);

CREATE INDEX event_types_page ON posthorn.event_types USING btree (tenant_id, id DESC);

CREATE INDEX events_page ON ONLY posthorn.events USING btree (tenant_id, id DESC);

CREATE INDEX finished_deliveries_event_id ON ONLY posthorn.finished_deliveries USING btree (event_id);

CREATE INDEX finished_deliveries_failed ON ONLY posthorn.finished_deliveries USING btree (tenant_id, status, id DESC) WHERE (status <> 'delivered'::delivery_status);

CREATE INDEX finished_deliveries_page ON ONLY posthorn.finished_deliveries USING btree (tenant_id, id DESC);

CREATE INDEX finished_deliveries_type ON ONLY posthorn.finished_deliveries USING btree (tenant_id, event_type, id DESC);

CREATE INDEX finished_deliveries_webhook ON ONLY posthorn.finished_deliveries USING btree (webhook_id, id DESC);

CREATE UNIQUE INDEX formats_name_key ON posthorn.formats USING btree (tenant_id, name);

CREATE INDEX formats_page ON posthorn.formats USING btree (tenant_id, id DESC);

CREATE INDEX idempotency_keys_created_at ON posthorn.idempotency_keys USING btree (created_at);

CREATE UNIQUE INDEX inbox_requests_page ON posthorn.inbox_requests USING btree (inbox_id, id DESC);

CREATE INDEX inboxes_expiry ON posthorn.inboxes USING btree (expires_at);

CREATE INDEX inboxes_page ON posthorn.inboxes USING btree (tenant_id, id DESC);

CREATE UNIQUE INDEX inboxes_token ON posthorn.inboxes USING btree (token);

CREATE UNIQUE INDEX ingest_errors_entry_key ON posthorn.ingest_errors USING btree (tenant_id, source, entry_id);

CREATE INDEX ingest_errors_page ON posthorn.ingest_errors USING btree (tenant_id, id DESC);

CREATE INDEX live_deliveries_event_id ON posthorn.live_deliveries USING btree (event_id);

CREATE INDEX live_deliveries_expiry ON posthorn.live_deliveries USING btree (expires_at) WHERE (expires_at IS NOT NULL);

CREATE INDEX live_deliveries_page ON posthorn.live_deliveries USING btree (tenant_id, id DESC);

CREATE INDEX live_deliveries_ready ON posthorn.live_deliveries USING btree (webhook_id, priority DESC, id) WHERE ready;

CREATE INDEX live_deliveries_scheduled ON posthorn.live_deliveries USING btree (next_attempt_at) WHERE (NOT ready);

CREATE INDEX live_deliveries_tried ON posthorn.live_deliveries USING btree (webhook_id, priority DESC, id) WHERE (ready AND (attempt_count > attempts_before));

CREATE INDEX outbox_due ON posthorn.outbox USING btree (next_attempt_at);

CREATE INDEX replays_page ON posthorn.replays USING btree (tenant_id, id DESC);

CREATE INDEX replays_running ON posthorn.replays USING btree (next_batch_at) WHERE (status = 'running'::text);

CREATE UNIQUE INDEX tenants_uid_key ON posthorn.tenants USING btree (uid);

CREATE UNIQUE INDEX webhook_secrets_current ON posthorn.webhook_secrets USING btree (webhook_id) WHERE (expires_at IS NULL);

CREATE INDEX webhook_secrets_key_id ON posthorn.webhook_secrets USING btree (key_id);

CREATE INDEX webhook_secrets_webhook_id ON posthorn.webhook_secrets USING btree (webhook_id);

CREATE INDEX webhooks_headers_key_id ON posthorn.webhooks USING btree (headers_key_id);

CREATE INDEX webhooks_page ON posthorn.webhooks USING btree (tenant_id, id DESC) WHERE (deleted_at IS NULL);

CREATE UNIQUE INDEX webhooks_uid_key ON posthorn.webhooks USING btree (tenant_id, uid) WHERE (deleted_at IS NULL);

-- Views

create view deliveries as
 SELECT id,
    tenant_id,
    webhook_id,
    event_id,
    event_type,
    status,
    NULL::text AS reason,
    priority,
    attempt_count,
    max_attempts,
        CASE
            WHEN (status <> 'in_progress'::delivery_status) THEN next_attempt_at
            ELSE NULL::timestamp with time zone
        END AS next_retry_at,
    last_response_status,
    last_error_type,
    tags,
    created_at,
    updated_at,
    NULL::timestamp with time zone AS completed_at
   FROM live_deliveries
UNION ALL
 SELECT id,
    tenant_id,
    webhook_id,
    event_id,
    event_type,
    status,
    reason,
    priority,
    attempt_count,
    max_attempts,
    NULL::timestamp with time zone AS next_retry_at,
    last_response_status,
    last_error_type,
    tags,
    created_at,
    completed_at AS updated_at,
    completed_at
   FROM finished_deliveries;

create view webhook_holds with (security_invoker=true) as
 SELECT id AS webhook_id,
    tenant_id,
        CASE
            WHEN (tokens < (1)::double precision) THEN (refilled_at + ((((1)::double precision - tokens) / ((rate_limit ->> 'requests_per_second'::text))::double precision) * '00:00:01'::interval))
            ELSE NULL::timestamp with time zone
        END AS tokens_until,
        CASE
            WHEN (hour_count >= ((rate_limit ->> 'per_hour'::text))::integer) THEN (hour_began_at + '01:00:00'::interval)
            ELSE NULL::timestamp with time zone
        END AS hour_until,
    next_probe_at AS probe_at
   FROM (((( SELECT webhook_id
           FROM webhook_buckets
        UNION
         SELECT webhook_id
           FROM webhook_breakers
          WHERE (opened_at IS NOT NULL)) h
     JOIN webhooks w ON (((id = webhook_id) AND (deleted_at IS NULL))))
     LEFT JOIN webhook_buckets b ON (((webhook_id = webhook_id) AND (rate_limit IS NOT NULL))))
     LEFT JOIN webhook_breakers k ON (((webhook_id = webhook_id) AND (opened_at IS NOT NULL))));

-- Functions

CREATE OR REPLACE FUNCTION posthorn.attach(target regclass, name text DEFAULT 'default'::text, event_type text DEFAULT NULL::text, type_prefix text DEFAULT NULL::text, columns text[] DEFAULT NULL::text[], operations text[] DEFAULT '{insert,update,delete}'::text[], where_clause text DEFAULT NULL::text, tenant text DEFAULT 'default'::text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
    begin
      perform posthorn.attach_table(target, name, event_type, type_prefix, columns, operations, where_clause, tenant,
                              pg_catalog.current_setting('search_path'));
    end $function$;

CREATE OR REPLACE FUNCTION posthorn.attach_table(target regclass, name text, event_type text, type_prefix text, columns text[], operations text[], where_clause text, tenant text, callers_path text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'posthorn', 'pg_temp'
AS $function$
declare
  all_columns text[] := find_own_columns(target);
  sent text[] := coalesce(columns, all_columns);
  own_path text := current_setting('search_path');
  schema_name name;
  table_name name;
  owner_name name;
  prefix text;
  called text;
  commands text;
begin
  select n.nspname, c.relname, pg_get_userbyid(c.relowner) into schema_name, table_name, owner_name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = target;
  prefix := coalesce(type_prefix, table_name);
  if event_type is not null and type_prefix is not null then
    raise exception 'event_type and type_prefix exclude each other.'
      using errcode = 'invalid_parameter_value', hint = 'One type for all changes, or a beginning before .inserted, .updated and .deleted.';
  end if;
  if not coalesce(name ~ '^[a-z0-9_]+$', false) then
    raise exception 'name must be of a-z, 0-9 and _.' using errcode = 'invalid_parameter_value',
      hint = 'A table may be attached several times, each under a name of its own.';
  end if;
  if not coalesce(cardinality(sent) > 0 and sent <@ all_columns, false) then
    raise exception 'columns must name columns of %.', target using errcode = 'undefined_column',
      hint = format('It has %s.', array_to_string(all_columns, ', '));
  end if;
  if not coalesce(cardinality(operations) > 0 and operations <@ array['insert', 'update', 'delete'], false) then
    raise exception 'operations must be some of insert, update and delete.'
      using errcode = 'invalid_parameter_value', hint = 'They are written in small letters.';
  end if;
  if not has_schema_privilege(owner_name, current_schema(), 'usage')
     or not (select bool_and(has_function_privilege(owner_name, p.oid, 'execute')) from pg_proc p
             where p.pronamespace = quote_ident(current_schema())::regnamespace and p.proname = 'publish') then
    raise exception 'The owner of %, %, may not publish.', target, owner_name using errcode = 'insufficient_privilege',
      hint = format('GRANT %I TO %I;', current_schema() || '_publisher', owner_name);
  end if;
  -- What a publish would refuse is found now, and not by the first change of a row.
  begin
    perform publish(coalesce(event_type, prefix || '.inserted'), '{}', tenant => tenant);
    raise exception using errcode = 'PH001';
  exception when sqlstate 'PH001' then
    null; -- taken back
  end;

  perform detach(target, name);
  called := format('%I.%I', schema_name, short_name(concat_ws('_', current_schema(), table_name, name)));
  execute format('create function %s() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as %L',
                 called, change_publisher(target::text, sent, event_type, prefix, tenant));
  execute format('revoke execute on function %s() from public', called);
  -- It acts as the table's owner, whoever of its members attaches.
  execute format('alter function %s() owner to %I', called, owner_name);
  select string_agg(format('create trigger %I after %s on %I.%I for each row %s execute function %s()',
                           short_name(concat_ws('_', current_schema(), name, o)), o, schema_name, table_name,
                           'when (' || where_clause || ')', called), '; ') into commands
  from (select distinct unnest(operations) as o) as chosen;
  perform set_config('search_path', callers_path, true);
  execute commands;
  perform pg_catalog.set_config('search_path', own_path, true);
end $function$;

CREATE OR REPLACE FUNCTION posthorn.cancel(webhook text DEFAULT NULL::text, status text DEFAULT 'pending,retrying'::text, event_type text DEFAULT NULL::text, since timestamp with time zone DEFAULT NULL::timestamp with time zone, until timestamp with time zone DEFAULT NULL::timestamp with time zone, max_rows integer DEFAULT 1000, tenant text DEFAULT NULL::text)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'posthorn', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
declare
  reach text := reach_tenants('*');
  statuses delivery_status[] := read_statuses(status, array['pending', 'retrying']);
  target_id uuid;
  chosen_tenant_id uuid;
  ids uuid[];
  ended integer;
begin
  perform check_control_filter(webhook, event_type, since, max_rows);
  if webhook is null then
    chosen_tenant_id := find_tenant(coalesce(tenant, 'default'));
  else
    select w.webhook_id, w.owner_id into target_id, chosen_tenant_id from find_webhook(webhook, tenant) w;
  end if;
  ids := array(
    select d.id from live_deliveries d
    where d.tenant_id = chosen_tenant_id and d.status = any (statuses) and (target_id is null or d.webhook_id = target_id)
      and (cancel.event_type is null or d.event_type = cancel.event_type)
      and (since is null or d.updated_at >= since) and (until is null or d.updated_at < until)
    order by d.id limit max_rows
    for update of d skip locked);
  with taken as (
    delete from live_deliveries d using (select now() as moment) m where d.id = any (ids) returning d.*, m.moment),
  finished as (
    insert into finished_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, reason, priority, attempt_count,
                                     attempts_before, max_attempts, lease_token, last_response_status, last_error_type,
                                     tags, expires_at, created_at, completed_at)
    select t.id, t.tenant_id, t.webhook_id, t.event_id, t.event_type, 'cancelled', 'cancelled_by_request', t.priority,
           t.attempt_count, t.attempts_before, t.max_attempts, t.lease_token, t.last_response_status, t.last_error_type,
           t.tags, t.expires_at, t.created_at, t.moment
    from taken t
    returning id)
  select count(*) into ended from finished;
  perform note_control('deliveries.cancelled', chosen_tenant_id, target_id,
                       told_of_deliveries(ended, statuses, event_type, since, until), ended);
  perform reach_tenants(reach);
  return ended;
end $function$;

CREATE OR REPLACE FUNCTION posthorn.change_publisher(shown_name text, sent text[], event_type text, type_prefix text, tenant text)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'posthorn', 'pg_temp'
AS $function$
declare
  of_old text := (select string_agg(format('old.%I', c), ', ') from unnest(sent) as c);
  of_new text := (select string_agg(format('new.%I', c), ', ') from unnest(sent) as c);
  changes text := (select string_agg(format('case when (old.%1$I)::text is distinct from (new.%1$I)::text then %1$L end', c),
                                     ', ') from unnest(sent) as c);
begin
  return format($body$
declare
  type text := coalesce(%1$L, %2$L || case tg_op when 'INSERT' then '.inserted' when 'UPDATE' then '.updated' else '.deleted' end);
  old_row json;
  new_row json;
  changed text[];
begin
  if tg_op <> 'INSERT' then
    old_row := (select row_to_json(r) from (select %3$s) as r);
  end if;
  if tg_op <> 'DELETE' then
    new_row := (select row_to_json(r) from (select %4$s) as r);
  end if;
  case tg_op
    when 'INSERT' then
      perform %5$I.publish(type, json_build_object('operation', 'insert', 'table', %6$L, 'new', new_row), tenant => %7$L);
    when 'DELETE' then
      perform %5$I.publish(type, json_build_object('operation', 'delete', 'table', %6$L, 'old', old_row), tenant => %7$L);
    else
      changed := array_remove(array[%8$s], null);
      if cardinality(changed) > 0 then
        perform %5$I.publish(type, json_build_object('operation', 'update', 'table', %6$L, 'new', new_row, 'old', old_row,
                                                     'changed', changed), tenant => %7$L);
      end if;
  end case;
  return null;
end $body$, event_type, type_prefix, of_old, of_new, current_schema(), shown_name, tenant, changes);
end $function$;

CREATE OR REPLACE FUNCTION posthorn.check_control_filter(webhook text, event_type text, since timestamp with time zone, max_rows integer)
 RETURNS void
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
begin
  if webhook is null and event_type is null and since is null then
    raise exception 'Name a webhook, an event_type or since.'
      using errcode = 'invalid_parameter_value', hint = 'What is meant for everything says so with since => ''-infinity''.';
  elsif not coalesce(max_rows between 1 and 10000, false) then
    raise exception 'max_rows must be 1 to 10000.'
      using errcode = 'invalid_parameter_value', hint = 'A call is one transaction; call again until it answers 0.';
  end if;
end $function$;

CREATE OR REPLACE FUNCTION posthorn.check_event(type text, idempotency_key text, priority integer, tags text[], expires_after_ms bigint)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
declare
  tag text;
  unprintable constant text := '[\u0001-\u001f\u007f-\u009f]';
begin
  if not coalesce(type ~ '^[A-Za-z0-9_.:/-]+$' and octet_length(type) <= 256, false) or starts_with(type, 'posthorn.') then
    raise exception 'type must be 1 to 256 of A-Z, a-z, 0-9 and _ . : / -, and not begin with posthorn.'
      using errcode = 'invalid_parameter_value', hint = 'A type is written like order.paid.';
  end if;
  if char_length(idempotency_key) not between 1 and 256 or idempotency_key ~ unprintable then
    raise exception 'idempotency_key must be 1 to 256 printable characters.'
      using errcode = 'invalid_parameter_value', hint = 'Leave it out where the event may be published again.';
  end if;
  if priority not between 0 and 100 then
    raise exception 'priority must be 0 to 100; it is %.', priority
      using errcode = 'invalid_parameter_value', hint = 'Higher is sent first; 0 is the default.';
  end if;
  if expires_after_ms not between 1 and 2592000000 then
    raise exception 'expires_after_ms must be 1 to 2592000000; it is %.', expires_after_ms
      using errcode = 'invalid_parameter_value', hint = 'Up to 30 days; leave it out for an event that does not expire.';
  end if;
  if cardinality(tags) > 20 or array_ndims(tags) > 1 then
    raise exception 'tags must be a list of at most 20.'
      using errcode = 'invalid_parameter_value', hint = 'Put what is more than a label into data.';
  end if;
  foreach tag in array coalesce(tags, '{}') loop
    if not coalesce(char_length(tag) between 1 and 128 and tag !~ unprintable, false) then
      raise exception 'each of tags must be 1 to 128 printable characters.'
        using errcode = 'invalid_parameter_value', hint = 'Neither null nor empty, without line breaks and other control characters.';
    end if;
  end loop;
  return true;
end $function$;

CREATE OR REPLACE FUNCTION posthorn.check_event_data(body text, is_parsed boolean)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
declare
  fault text;
begin
  if octet_length(body) > 1048576 then
    raise exception 'data must not be larger than 1048576 bytes; it has %.', octet_length(body)
      using errcode = 'program_limit_exceeded', hint = 'Publish a reference to the data instead of the data.';
  elsif not coalesce(starts_with(body, '{'), false) then
    raise exception 'data must be a JSON object.'
      using errcode = 'invalid_parameter_value', hint = 'Wrap another value in an object, such as {"value": 1}.';
  end if;
  case json_excess(body)
    when 'depth' then
      raise exception 'data must not be nested deeper than 64 levels.'
        using errcode = 'program_limit_exceeded', hint = 'Publish flatter data, or a nested part as text.';
    when 'keys' then
      raise exception 'data must not have more than 10000 keys.'
        using errcode = 'program_limit_exceeded', hint = 'Publish less, or several events.';
    else null;
  end case;
  if is_parsed then
    return true;
  end if;
  begin
    return body::json is not null;
  exception when invalid_text_representation then
    get stacked diagnostics fault = pg_exception_detail;
    raise exception 'data must be valid JSON.'
      using errcode = 'invalid_text_representation', detail = fault,
            hint = 'Let a JSON function or serializer write it, such as json_build_object(''order_id'', 4711).';
  end;
end $function$;

CREATE OR REPLACE FUNCTION posthorn.check_event_times(occurred_at timestamp with time zone, deliver_at timestamp with time zone, moment timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
begin
  if occurred_at not between '0001-01-01 00:00:00+00 BC' and '9999-12-31 23:59:59.999+00' then
    raise exception 'occurred_at must be in one of the years 0 to 9999.'
      using errcode = 'datetime_field_overflow', hint = 'Leave it out for the present moment.';
  end if;
  if deliver_at > moment + interval '720 hours' or deliver_at = '-infinity' then
    raise exception 'deliver_at must be at most 30 days ahead.'
      using errcode = 'datetime_field_overflow', hint = 'Leave it out for an event that is delivered at once.';
  end if;
  return true;
end $function$;

CREATE OR REPLACE FUNCTION posthorn.detach(target regclass, name text DEFAULT 'default'::text)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'posthorn', 'pg_temp'
AS $function$
declare
  used record;
  was_attached boolean := false;
begin
  perform find_own_columns(target);
  for used in
    select g.tgname, g.tgfoid::regprocedure as called,
           -- Only what looks like attach()'s own is dropped with it: a trigger may be made to call anything.
           p.pronamespace = c.relnamespace and p.proowner = c.relowner and starts_with(p.proname, current_schema() || '_')
             as is_own
    from unnest(array['insert', 'update', 'delete']) as operation
    join pg_trigger g on g.tgname = short_name(concat_ws('_', current_schema(), name, operation))
    join pg_class c on c.oid = g.tgrelid
    join pg_proc p on p.oid = g.tgfoid
    where g.tgrelid = target and g.tgparentid = 0
  loop
    execute format('drop trigger %I on %s', used.tgname, target);
    if used.is_own and not exists (select from pg_trigger g where g.tgfoid = used.called) then
      execute format('drop function %s', used.called);
    end if;
    was_attached := true;
  end loop;
  return was_attached;
end $function$;

CREATE OR REPLACE FUNCTION posthorn.drop_partition(parent text, day date)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'posthorn', 'pg_temp'
AS $function$
declare
  child text := parent || '_p' || to_char(day, 'YYYYMMDD');
  starts_at timestamptz := day::timestamp at time zone 'UTC';
  lower_id uuid := uuid_floor(starts_at);
  upper_id uuid := uuid_floor(starts_at + interval '1 day');
begin
  if parent not in ('events', 'finished_deliveries', 'attempts') then
    raise exception 'There are no partitions of %.', parent using errcode = 'invalid_parameter_value';
  end if;
  if to_regclass(format('%I', child)) is null then
    return 'missing';
  end if;
  perform set_config('lock_timeout', '500ms', true);
  -- Locked before it is judged: a retry that moves a delivery out of this partition comes before the look, or waits.
  execute format('lock table %I in access exclusive mode', child);
  if exists (select from live_deliveries where id >= lower_id and id < upper_id) then
    return 'in_use';
  end if;
  if parent = 'events' and (
       exists (select from live_deliveries where event_id >= lower_id and event_id < upper_id)
       or exists (select from outbox where event_id >= lower_id and event_id < upper_id)) then
    return 'in_use';
  end if;
  -- A live delivery's attempts are made after it, so any older live delivery may have some in this range.
  if parent = 'attempts' and exists (select from live_deliveries where id < upper_id) then
    return 'in_use';
  end if;
  execute format('alter table %I detach partition %I', parent, child);
  execute format('drop table %I', child);
  return 'dropped';
end $function$;

CREATE OR REPLACE FUNCTION posthorn.ensure_partition(parent text, day date)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'posthorn', 'pg_temp'
AS $function$
declare
  child text := parent || '_p' || to_char(day, 'YYYYMMDD');
  starts_at timestamptz := day::timestamp at time zone 'UTC';
begin
  if parent not in ('events', 'finished_deliveries', 'attempts') then
    raise exception 'There are no partitions of %.', parent using errcode = 'invalid_parameter_value';
  end if;
  if to_regclass(format('%I', child)) is not null then
    return false;
  end if;
  perform set_config('lock_timeout', '2s', true);
  begin
    execute format('create table %I (like %I including all)', child, parent);
    execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, child,
                   uuid_floor(starts_at), uuid_floor(starts_at + interval '1 day'));
  exception when duplicate_table or unique_violation then
    return false; -- another process made it a moment ago
  end;
  return true;
end $function$;

CREATE OR REPLACE FUNCTION posthorn.event_fingerprint(type text, body text, occurred_at timestamp with time zone, priority integer, expires_after_ms bigint, tags text[], deliver_at timestamp with time zone)
 RETURNS bytea
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  form constant text := 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';
begin
  return sha256(convert_to(concat_ws(',',
    '[' || to_json(type), to_json(body), coalesce(to_json(to_char(occurred_at at time zone 'UTC', form))::text, 'null'),
    coalesce(priority::text, 'null'), coalesce(expires_after_ms::text, 'null'), coalesce(array_to_json(tags)::text, 'null'),
    to_json(to_char(deliver_at at time zone 'UTC', form))) || ']', 'UTF8'));
end $function$;

CREATE OR REPLACE FUNCTION posthorn.find_own_columns(target regclass)
 RETURNS text[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'posthorn', 'pg_temp'
AS $function$
declare
  kind "char";
  owner_id oid;
begin
  select c.relkind, c.relowner into kind, owner_id from pg_class c where c.oid = target;
  if kind is null or kind not in ('r', 'p') then
    raise exception '% is not a table.', coalesce(target::text, 'null')
      using errcode = 'wrong_object_type', hint = 'Attach the table whose rows change.';
  end if;
  if not pg_has_role(owner_id, 'usage') then
    raise exception '% is not your table.', target
      using errcode = 'insufficient_privilege', hint = 'Only who owns a table, or is a member of its owner, attaches or detaches it.';
  end if;
  return array(select a.attname::text from pg_attribute a
               where a.attrelid = target and a.attnum > 0 and not a.attisdropped order by a.attnum);
end $function$;

CREATE OR REPLACE FUNCTION posthorn.find_tenant(tenant text)
 RETURNS uuid
 LANGUAGE plpgsql
AS $function$
declare
  reach text := reach_tenants('*');
  found_id uuid;
begin
  select t.id into found_id from tenants t where t.uid = find_tenant.tenant;
  if found_id is null then
    select t.id into found_id from tenants t where t.id = from_public_id('tn', find_tenant.tenant);
  end if;
  if found_id is null then
    raise exception 'There is no tenant %.', coalesce(quote_literal(tenant), 'null')
      using errcode = 'no_data_found', hint = 'Name a tenant by its uid or its id (tn_…), or leave tenant out for the default one.';
  end if;
  reach := reach_tenants(reach);
  return found_id;
end $function$;

CREATE OR REPLACE FUNCTION posthorn.find_webhook(webhook text, tenant text, OUT webhook_id uuid, OUT owner_id uuid)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
declare
  given_id uuid := from_public_id('wh', webhook);
  ended_at timestamptz;
begin
  if given_id is null or tenant is not null then
    owner_id := find_tenant(coalesce(tenant, 'default'));
  end if;
  select w.id, w.tenant_id, w.deleted_at into webhook_id, owner_id, ended_at from webhooks w
  where (w.id = given_id or given_id is null and w.uid = find_webhook.webhook)
    and (w.tenant_id = find_webhook.owner_id or find_webhook.owner_id is null)
  order by w.deleted_at is not null limit 1;
  if webhook_id is null then
    raise exception 'There is no webhook %.', coalesce(quote_literal(webhook), 'null')
      using errcode = 'no_data_found', hint = 'Name it by its id (wh_…) or its uid, with tenant => where that is not the default one.';
  elsif ended_at is not null then
    raise exception 'The webhook % is deleted.', quote_literal(webhook)
      using errcode = 'object_not_in_prerequisite_state', hint = 'Nothing is sent to it any more.';
  end if;
end $function$;

CREATE OR REPLACE FUNCTION posthorn.forget_audit(older_than timestamp with time zone)
 RETURNS bigint
 LANGUAGE plpgsql
 SET search_path TO 'posthorn', 'pg_temp'
AS $function$
declare
  reach text := coalesce(current_setting('posthorn.tenant', true), '');
  forgotten bigint;
begin
  perform set_config('posthorn.tenant', '*', true);
  perform set_config('lock_timeout', '2s', true);
  alter table audit_log disable trigger audit_log_only_grows;
  delete from audit_log where created_at < older_than;
  get diagnostics forgotten = row_count;
  alter table audit_log enable always trigger audit_log_only_grows;
  if forgotten > 0 then
    insert into audit_log (id, actor_kind, actor_name, action, object_type, changes)
    values ((left(uuid_floor(clock_timestamp())::text, 14) || '7' || substr(gen_random_uuid()::text, 16))::uuid,
            'system', session_user, 'audit.forgotten', 'audit',
            json_build_object('rows', json_build_object('before', forgotten, 'after', 0),
                              'older_than', json_build_object('after', older_than)));
  end if;
  perform set_config('posthorn.tenant', reach, true);
  return forgotten;
end $function$;

CREATE OR REPLACE FUNCTION posthorn.from_public_id(prefix text, public_id text)
 RETURNS uuid
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
declare
  digits text := substr(public_id, length(prefix) + 2);
  bits text := '';
begin
  if not starts_with(public_id, prefix || '_') or digits !~ '^[0-7][0-9a-hjkmnp-tv-z]{25}$' then
    return null;
  end if;
  for place in 1..26 loop
    bits := bits || (strpos('0123456789abcdefghjkmnpqrstvwxyz', substr(digits, place, 1)) - 1)::bit(5)::text;
  end loop;
  return (lpad(to_hex(substr(bits, 3, 64)::bit(64)::bigint), 16, '0')
          || lpad(to_hex(substr(bits, 67)::bit(64)::bigint), 16, '0'))::uuid;
end $function$;

CREATE OR REPLACE FUNCTION posthorn.json_excess(body text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
declare
  depth_max constant integer := 64;
  keys_max constant integer := 10000;
  bare text;
  other text;
begin
  if 2 * octet_length(body) - octet_length(replace(body, '{', '')) - octet_length(replace(body, '[', '')) <= depth_max
     and octet_length(body) - octet_length(replace(body, ':', '')) <= keys_max then
    return null;
  end if;
  select string_agg(part, '') into bare
  from unnest(string_to_array(replace(replace(body, '\\', ''), '\"', ''), '"')) with ordinality as parts(part, place)
  where place % 2 = 1;
  if octet_length(bare) - octet_length(replace(bare, ':', '')) > keys_max then
    return 'keys';
  end if;
  foreach other in array string_to_array(E' |\n|\r|\t|,|:|0|1|2|3|4|5|6|7|8|9|.|-|+|e|E|t|r|u|f|a|l|s|n', '|') loop
    bare := replace(bare, other, '');
  end loop;
  bare := replace(replace(bare, '{', '['), '}', ']');
  if strpos(bare, repeat('[', depth_max + 1)) > 0 then
    return 'depth';
  end if;
  for level in 1..depth_max loop
    exit when strpos(bare, '[]') = 0;
    bare := replace(bare, '[]', '');
  end loop;
  -- What has brackets without a partner is left to the JSON parser, which says it better.
  return case when strpos(bare, '[]') > 0 then 'depth' end;
end $function$;

CREATE OR REPLACE FUNCTION posthorn.note_control(action text, owner_id uuid, subject_id uuid, changes json, affected integer)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  if affected = 0 then
    return;
  end if;
  insert into audit_log (id, tenant_id, actor_kind, actor_name, action, object_type, object_id, object_name, changes)
  select uuid_at(clock_timestamp()), owner_id, 'system', session_user, note_control.action,
         case when subject_id is null then 'tenant' else 'webhook' end, coalesce(subject_id, owner_id),
         coalesce((select w.name from webhooks w where w.id = subject_id),
                  (select t.name from tenants t where t.id = owner_id and subject_id is null)), note_control.changes;
  raise log 'posthorn: % by %: %, % affected', action, session_user,
    coalesce(to_public_id('wh', subject_id), to_public_id('tn', owner_id)), affected;
end $function$;

CREATE OR REPLACE FUNCTION posthorn.note_delivery_changes()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'posthorn', 'pg_temp'
AS $function$
begin
  insert into delivery_changes (at, tenant_id, webhook_id, event_type, status, count, last_completed_at)
  select to_timestamp(('x' || translate(left(id::text, 13), '-', ''))::bit(48)::bigint / 60000 * 60), tenant_id, webhook_id,
         event_type, status, case when tg_op = 'DELETE' then -count(*) else count(*) end, max(completed_at)
  from changed
  where id < (select (lpad(to_hex((extract(epoch from watched_until) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
              from stats_watch)
  group by 1, 2, 3, 4, 5;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION posthorn.pause(webhook text, tenant text DEFAULT NULL::text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'posthorn', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
begin
  return set_paused(webhook, tenant, true);
end $function$;

CREATE OR REPLACE FUNCTION posthorn.publish(type text, data json, tenant text DEFAULT 'default'::text, idempotency_key text DEFAULT NULL::text, priority integer DEFAULT NULL::integer, deliver_at timestamp with time zone DEFAULT NULL::timestamp with time zone, tags text[] DEFAULT NULL::text[], occurred_at timestamp with time zone DEFAULT NULL::timestamp with time zone, expires_after_ms bigint DEFAULT NULL::bigint)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'posthorn', 'pg_temp'
AS $function$
      declare
        body text := btrim(data::text, E' \t\n\r');
        content json;
        moment timestamptz := date_trunc('milliseconds', clock_timestamp());
        event_id uuid := uuid_at(clock_timestamp());
        is_plain boolean := type ~ '^[A-Za-z0-9_.:/-]+$' and octet_length(type) <= 256 and not starts_with(type, 'posthorn.')
          and num_nulls(idempotency_key, priority, deliver_at, tags, occurred_at, expires_after_ms) = 6
          and starts_with(body, '{') and octet_length(body) <= 10000
          and octet_length(body) - octet_length(replace(replace(body, '{', ''), '[', '')) <= 64;
        -- What follows from options, and is null without any.
        happened_at timestamptz;
        due_at timestamptz;
        later_at timestamptz;
        expires_at timestamptz;
        labels text[];
        reach text := coalesce(current_setting('posthorn.tenant', true), '');
        present text;
        owner_id uuid;
        winner_id uuid;
      begin
        if is_plain is not true then
          happened_at := date_trunc('milliseconds', occurred_at);
          due_at := date_trunc('milliseconds', deliver_at);
          is_plain := check_event(type, idempotency_key, priority, tags, expires_after_ms) and check_event_data(body, true)
                      and check_event_times(happened_at, due_at, moment);
          later_at := case when due_at > moment then due_at end;
          expires_at := coalesce(later_at, moment) + expires_after_ms * interval '1 millisecond';
          labels := tags[:];
        end if;
        content := body::json;
        -- find_tenant() for a uid, without its calls.
        present := set_config('posthorn.tenant', '*', true);
        select t.id into owner_id from tenants t where t.uid = tenant;
        present := set_config('posthorn.tenant', reach, true);
        if owner_id is null then
          owner_id := find_tenant(tenant);
        end if;
        if idempotency_key is not null then
          winner_id := take_event_key(owner_id, idempotency_key,
            event_fingerprint(type, body, happened_at, priority, expires_after_ms, tags, due_at), event_id);
          if winner_id is not null then
            return to_public_id('evt', winner_id);
          end if;
        end if;
        -- Partitions are made a week ahead by every worker. Where none has run for longer, the producer does not suffer for it.
        if to_regclass('events_p' || to_char(moment at time zone 'UTC', 'YYYYMMDD')) is null then
          perform ensure_partition('events', (moment at time zone 'UTC')::date);
        end if;
        insert into events (id, tenant_id, type, data, occurred_at, priority, deliver_at, expires_at, tags)
        values (event_id, owner_id, type, content, coalesce(happened_at, moment), coalesce(priority, 0), later_at,
                expires_at, coalesce(labels, '{}'));
        insert into outbox (event_id, tenant_id, needs_admission, next_attempt_at)
        values (event_id, owner_id, true, coalesce(later_at, moment));
        return to_public_id('evt', event_id);
      end $function$;

CREATE OR REPLACE FUNCTION posthorn.publish(type text, data jsonb, tenant text DEFAULT 'default'::text, idempotency_key text DEFAULT NULL::text, priority integer DEFAULT NULL::integer, deliver_at timestamp with time zone DEFAULT NULL::timestamp with time zone, tags text[] DEFAULT NULL::text[], occurred_at timestamp with time zone DEFAULT NULL::timestamp with time zone, expires_after_ms bigint DEFAULT NULL::bigint)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'posthorn', 'pg_temp'
AS $function$
      declare
        body text := btrim(data::text, E' \t\n\r');
        content json;
        moment timestamptz := date_trunc('milliseconds', clock_timestamp());
        event_id uuid := uuid_at(clock_timestamp());
        is_plain boolean := type ~ '^[A-Za-z0-9_.:/-]+$' and octet_length(type) <= 256 and not starts_with(type, 'posthorn.')
          and num_nulls(idempotency_key, priority, deliver_at, tags, occurred_at, expires_after_ms) = 6
          and starts_with(body, '{') and octet_length(body) <= 10000
          and octet_length(body) - octet_length(replace(replace(body, '{', ''), '[', '')) <= 64;
        -- What follows from options, and is null without any.
        happened_at timestamptz;
        due_at timestamptz;
        later_at timestamptz;
        expires_at timestamptz;
        labels text[];
        reach text := coalesce(current_setting('posthorn.tenant', true), '');
        present text;
        owner_id uuid;
        winner_id uuid;
      begin
        if is_plain is not true then
          happened_at := date_trunc('milliseconds', occurred_at);
          due_at := date_trunc('milliseconds', deliver_at);
          is_plain := check_event(type, idempotency_key, priority, tags, expires_after_ms) and check_event_data(body, true)
                      and check_event_times(happened_at, due_at, moment);
          later_at := case when due_at > moment then due_at end;
          expires_at := coalesce(later_at, moment) + expires_after_ms * interval '1 millisecond';
          labels := tags[:];
        end if;
        content := body::json;
        -- find_tenant() for a uid, without its calls.
        present := set_config('posthorn.tenant', '*', true);
        select t.id into owner_id from tenants t where t.uid = tenant;
        present := set_config('posthorn.tenant', reach, true);
        if owner_id is null then
          owner_id := find_tenant(tenant);
        end if;
        if idempotency_key is not null then
          winner_id := take_event_key(owner_id, idempotency_key,
            event_fingerprint(type, body, happened_at, priority, expires_after_ms, tags, due_at), event_id);
          if winner_id is not null then
            return to_public_id('evt', winner_id);
          end if;
        end if;
        -- Partitions are made a week ahead by every worker. Where none has run for longer, the producer does not suffer for it.
        if to_regclass('events_p' || to_char(moment at time zone 'UTC', 'YYYYMMDD')) is null then
          perform ensure_partition('events', (moment at time zone 'UTC')::date);
        end if;
        insert into events (id, tenant_id, type, data, occurred_at, priority, deliver_at, expires_at, tags)
        values (event_id, owner_id, type, content, coalesce(happened_at, moment), coalesce(priority, 0), later_at,
                expires_at, coalesce(labels, '{}'));
        insert into outbox (event_id, tenant_id, needs_admission, next_attempt_at)
        values (event_id, owner_id, true, coalesce(later_at, moment));
        return to_public_id('evt', event_id);
      end $function$;

CREATE OR REPLACE FUNCTION posthorn.publish(type text, data text, tenant text DEFAULT 'default'::text, idempotency_key text DEFAULT NULL::text, priority integer DEFAULT NULL::integer, deliver_at timestamp with time zone DEFAULT NULL::timestamp with time zone, tags text[] DEFAULT NULL::text[], occurred_at timestamp with time zone DEFAULT NULL::timestamp with time zone, expires_after_ms bigint DEFAULT NULL::bigint)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'posthorn', 'pg_temp'
AS $function$
      declare
        body text := btrim(data::text, E' \t\n\r');
        content json;
        moment timestamptz := date_trunc('milliseconds', clock_timestamp());
        event_id uuid := uuid_at(clock_timestamp());
        is_plain boolean := type ~ '^[A-Za-z0-9_.:/-]+$' and octet_length(type) <= 256 and not starts_with(type, 'posthorn.')
          and num_nulls(idempotency_key, priority, deliver_at, tags, occurred_at, expires_after_ms) = 6
          and starts_with(body, '{') and octet_length(body) <= 10000
          and octet_length(body) - octet_length(replace(replace(body, '{', ''), '[', '')) <= 64;
        -- What follows from options, and is null without any.
        happened_at timestamptz;
        due_at timestamptz;
        later_at timestamptz;
        expires_at timestamptz;
        labels text[];
        reach text := coalesce(current_setting('posthorn.tenant', true), '');
        present text;
        owner_id uuid;
        winner_id uuid;
      begin
        if is_plain is not true then
          happened_at := date_trunc('milliseconds', occurred_at);
          due_at := date_trunc('milliseconds', deliver_at);
          is_plain := check_event(type, idempotency_key, priority, tags, expires_after_ms) and check_event_data(body, true)
                      and check_event_times(happened_at, due_at, moment);
          later_at := case when due_at > moment then due_at end;
          expires_at := coalesce(later_at, moment) + expires_after_ms * interval '1 millisecond';
          labels := tags[:];
        end if;
        
          begin
            content := body::json;
          exception when invalid_text_representation then
            is_plain := check_event_data(body, false);
            raise;
          end;
        -- find_tenant() for a uid, without its calls.
        present := set_config('posthorn.tenant', '*', true);
        select t.id into owner_id from tenants t where t.uid = tenant;
        present := set_config('posthorn.tenant', reach, true);
        if owner_id is null then
          owner_id := find_tenant(tenant);
        end if;
        if idempotency_key is not null then
          winner_id := take_event_key(owner_id, idempotency_key,
            event_fingerprint(type, body, happened_at, priority, expires_after_ms, tags, due_at), event_id);
          if winner_id is not null then
            return to_public_id('evt', winner_id);
          end if;
        end if;
        -- Partitions are made a week ahead by every worker. Where none has run for longer, the producer does not suffer for it.
        if to_regclass('events_p' || to_char(moment at time zone 'UTC', 'YYYYMMDD')) is null then
          perform ensure_partition('events', (moment at time zone 'UTC')::date);
        end if;
        insert into events (id, tenant_id, type, data, occurred_at, priority, deliver_at, expires_at, tags)
        values (event_id, owner_id, type, content, coalesce(happened_at, moment), coalesce(priority, 0), later_at,
                expires_at, coalesce(labels, '{}'));
        insert into outbox (event_id, tenant_id, needs_admission, next_attempt_at)
        values (event_id, owner_id, true, coalesce(later_at, moment));
        return to_public_id('evt', event_id);
      end $function$;

CREATE OR REPLACE FUNCTION posthorn.quota_refusal(tenant uuid, event_bytes integer)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'posthorn', 'pg_temp'
AS $function$
  select case
    when event_bytes > coalesce(t.payload_bytes_quota, d.payload_bytes) then 'payload_bytes'
    when coalesce(t.events_per_minute_quota, d.events_per_minute)
         <= case when u.minute = date_trunc('minute', now(), 'UTC') then u.events else 0 end then 'events_per_minute'
    when coalesce(t.live_deliveries_quota, d.live_deliveries)
         <= u.counted_deliveries + u.admitted_deliveries - u.admitted_when_counted
         and u.counted_at > now() - interval '10 seconds' then 'live_deliveries'
  end
  from tenants t
  cross join default_quotas d
  left join tenant_usage u on u.tenant_id = t.id
  where t.id = tenant
$function$;

CREATE OR REPLACE FUNCTION posthorn.reach_tenants(wanted text)
 RETURNS text
 LANGUAGE plpgsql
AS $function$
declare
  before text := coalesce(current_setting('posthorn.tenant', true), '');
  present text;
begin
  if before <> wanted then
    present := set_config('posthorn.tenant', wanted, true);
  end if;
  return before;
end $function$;

CREATE OR REPLACE FUNCTION posthorn.read_statuses(given text, allowed text[])
 RETURNS delivery_status[]
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
declare
  statuses text[] := string_to_array(replace(replace(given, ' ', ''), 'failed', 'retrying,dead_letter'), ',');
begin
  if not coalesce(cardinality(statuses) > 0 and statuses <@ allowed, false) then
    raise exception 'status must be some of %.', array_to_string(allowed, ', ')
      using errcode = 'invalid_parameter_value', hint = 'Several are separated by commas.';
  end if;
  return statuses::delivery_status[];
end $function$;

CREATE OR REPLACE FUNCTION posthorn.refuse_audit_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'posthorn', 'pg_temp'
AS $function$
begin
  raise exception 'The audit log only grows: % is refused.', tg_op
    using errcode = 'insufficient_privilege',
          hint = 'Old rows are removed by forget_audit(timestamptz), which the owner alone may call.';
end $function$;

CREATE OR REPLACE FUNCTION posthorn.requeue(webhook text DEFAULT NULL::text, status text DEFAULT 'dead_letter'::text, event_type text DEFAULT NULL::text, since timestamp with time zone DEFAULT NULL::timestamp with time zone, until timestamp with time zone DEFAULT NULL::timestamp with time zone, max_rows integer DEFAULT 1000, tenant text DEFAULT NULL::text)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'posthorn', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
declare
  reach text := reach_tenants('*');
  statuses delivery_status[] := read_statuses(status, array['retrying', 'dead_letter', 'cancelled', 'delivered', 'shadowed']);
  target_id uuid;
  chosen_tenant_id uuid;
  ids uuid[];
  waiting_ids uuid[] := '{}';
  moved integer;
begin
  perform check_control_filter(webhook, event_type, since, max_rows);
  if webhook is null then
    chosen_tenant_id := find_tenant(coalesce(tenant, 'default'));
  else
    select w.webhook_id, w.owner_id into target_id, chosen_tenant_id from find_webhook(webhook, tenant) w;
  end if;
  -- A delivery is made before it ends, so until bounds its id, by which the days are partitioned.
  ids := array(
    select f.id from finished_deliveries f
    where f.tenant_id = chosen_tenant_id and f.status = any (statuses) and (target_id is null or f.webhook_id = target_id)
      and (requeue.event_type is null or f.event_type = requeue.event_type)
      and (since is null or f.completed_at >= since)
      and (until is null or f.completed_at < until)
      and exists (select from webhooks w where w.id = f.webhook_id and w.deleted_at is null)
      and exists (select from events e where e.id = f.event_id and e.data is not null for share)
    order by f.id limit max_rows
    for update of f skip locked);
  if 'retrying' = any (statuses) then
    waiting_ids := array(
      select d.id from live_deliveries d
      where d.tenant_id = chosen_tenant_id and d.status = 'retrying'
        and (target_id is null or d.webhook_id = target_id)
        and (requeue.event_type is null or d.event_type = requeue.event_type)
        and (since is null or d.updated_at >= since) and (until is null or d.updated_at < until)
      order by d.id limit max_rows - cardinality(ids)
      for update of d skip locked);
  end if;
  with moved_rows as (
    delete from finished_deliveries f where f.id = any (ids) returning f.*),
  back as (
    insert into live_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, ready, next_attempt_at, priority,
                                 attempt_count, attempts_before, max_attempts, lease_token, last_response_status,
                                 last_error_type, tags, created_at)
    select m.id, m.tenant_id, m.webhook_id, m.event_id, m.event_type, 'pending', true, now(), case when m.priority < 0 then m.priority + 101 else m.priority end,
           m.attempt_count, m.attempt_count, m.max_attempts, m.lease_token + 1, m.last_response_status, m.last_error_type,
           m.tags, m.created_at
    from moved_rows m
    returning id),
  hurried as (
    update live_deliveries d set ready = true, next_attempt_at = m.moment, updated_at = m.moment
    from (select now() as moment) m
    where d.id = any (waiting_ids)
    returning d.id)
  select (select count(*) from back) + (select count(*) from hurried) into moved;
  perform note_control('deliveries.retried', chosen_tenant_id, target_id,
                       told_of_deliveries(moved, statuses, event_type, since, until), moved);
  perform reach_tenants(reach);
  return moved;
end $function$;

CREATE OR REPLACE FUNCTION posthorn.resume(webhook text, tenant text DEFAULT NULL::text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'posthorn', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
begin
  return set_paused(webhook, tenant, false);
end $function$;

CREATE OR REPLACE FUNCTION posthorn.set_paused(webhook text, tenant text, is_paused boolean)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
declare
  reach text := reach_tenants('*');
  found_webhook record := find_webhook(webhook, tenant);
  moment timestamptz := date_trunc('milliseconds', clock_timestamp());
  was_changed boolean;
begin
  update subscription_versions v set version = v.version + 1 where v.tenant_id = found_webhook.owner_id;
  update webhooks w set paused_at = case when is_paused then moment end, updated_at = moment
  where w.id = found_webhook.webhook_id and w.deleted_at is null and (w.paused_at is null) = is_paused;
  was_changed := found;
  perform note_control(case when is_paused then 'webhook.paused' else 'webhook.resumed' end, found_webhook.owner_id,
                       found_webhook.webhook_id, '{}', was_changed::integer);
  perform reach_tenants(reach);
  return was_changed;
end $function$;

CREATE OR REPLACE FUNCTION posthorn.short_name(name text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'posthorn', 'pg_temp'
AS $function$
begin
  return case when octet_length(name) <= 63 then name
              else left(regexp_replace(name, '[^A-Za-z0-9_]', '', 'g'), 30) || '_' || md5(name) end;
end $function$;

CREATE OR REPLACE FUNCTION posthorn.store_event(type text, body text, tenant text, idempotency_key text, priority integer, deliver_at timestamp with time zone, tags text[], occurred_at timestamp with time zone, expires_after_ms bigint)
 RETURNS text
 LANGUAGE plpgsql
AS $function$
declare
  moment timestamptz := date_trunc('milliseconds', clock_timestamp());
  event_id uuid := uuid_at(clock_timestamp());
  owner_id uuid := find_tenant(tenant);
  happened_at timestamptz := date_trunc('milliseconds', occurred_at);
  due_at timestamptz := date_trunc('milliseconds', deliver_at);
  winner_id uuid;
begin
  if happened_at not between '0001-01-01 00:00:00+00 BC' and '9999-12-31 23:59:59.999+00' then
    raise exception 'occurred_at must be in one of the years 0 to 9999.'
      using errcode = 'datetime_field_overflow', hint = 'Leave it out for the present moment.';
  end if;
  if due_at > moment + interval '720 hours' or due_at = '-infinity' then
    raise exception 'deliver_at must be at most 30 days ahead.'
      using errcode = 'datetime_field_overflow', hint = 'Leave it out for an event that is delivered at once.';
  end if;
  if idempotency_key is not null then
    winner_id := take_event_key(owner_id, idempotency_key,
      event_fingerprint(type, body, happened_at, priority, expires_after_ms, tags, due_at), event_id);
    if winner_id is not null then
      return to_public_id('evt', winner_id);
    end if;
  end if;
  -- Partitions are made a week ahead by every worker. Where none has run for longer, the producer does not suffer for it.
  if to_regclass('events_p' || to_char(moment at time zone 'UTC', 'YYYYMMDD')) is null then
    perform ensure_partition('events', (moment at time zone 'UTC')::date);
  end if;
  insert into events (id, tenant_id, type, data, occurred_at, priority, deliver_at, expires_at, tags)
  values (event_id, owner_id, type, body::json, coalesce(happened_at, moment), coalesce(priority, 0),
          case when due_at > moment then due_at end, greatest(due_at, moment) + expires_after_ms * interval '1 millisecond',
          coalesce(tags[:], '{}'));
  insert into outbox (event_id, tenant_id, needs_admission, next_attempt_at)
  values (event_id, owner_id, true, greatest(due_at, moment));
  return to_public_id('evt', event_id);
end $function$;

CREATE OR REPLACE FUNCTION posthorn.take_event_key(owner_id uuid, given_key text, given_fingerprint bytea, event_id uuid)
 RETURNS uuid
 LANGUAGE plpgsql
AS $function$
declare
  reach text := reach_tenants(owner_id::text);
  winner_id uuid;
  winner_fingerprint bytea;
begin
  loop
    insert into idempotency_keys (tenant_id, scope, key, fingerprint, resource_id)
    values (owner_id, 'event', given_key, given_fingerprint, event_id)
    on conflict do nothing;
    exit when found;
    select k.resource_id, k.fingerprint into winner_id, winner_fingerprint from idempotency_keys k
    where k.tenant_id = owner_id and k.scope = 'event' and k.key = given_key;
    exit when found;
  end loop;
  perform reach_tenants(reach);
  if winner_fingerprint <> given_fingerprint and winner_fingerprint <> '' then
    raise exception 'The idempotency key % was used before with another event.', quote_literal(given_key)
      using errcode = 'unique_violation', constraint = 'idempotency_keys_pkey', table = 'idempotency_keys',
            hint = 'Use another key for another event; the same event may be published again with the same key.';
  end if;
  return winner_id;
end $function$;

CREATE OR REPLACE FUNCTION posthorn.to_public_id(prefix text, id uuid)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
    declare
      bits bit(130) := b'00' || ('x' || translate(id::text, '-', ''))::bit(128);
      digits bytea := '';
    begin
      for place in 0..12 loop
        digits := digits || substring('000102030405060708090a0b0c0d0e0f0g0h0j0k0m0n0p0q0r0s0t0v0w0x0y0z101112131415161718191a1b1c1d1e1f1g1h1j1k1m1n1p1q1r1s1t1v1w1x1y1z202122232425262728292a2b2c2d2e2f2g2h2j2k2m2n2p2q2r2s2t2v2w2x2y2z303132333435363738393a3b3c3d3e3f3g3h3j3k3m3n3p3q3r3s3t3v3w3x3y3z404142434445464748494a4b4c4d4e4f4g4h4j4k4m4n4p4q4r4s4t4v4w4x4y4z505152535455565758595a5b5c5d5e5f5g5h5j5k5m5n5p5q5r5s5t5v5w5x5y5z606162636465666768696a6b6c6d6e6f6g6h6j6k6m6n6p6q6r6s6t6v6w6x6y6z707172737475767778797a7b7c7d7e7f7g7h7j7k7m7n7p7q7r7s7t7v7w7x7y7z808182838485868788898a8b8c8d8e8f8g8h8j8k8m8n8p8q8r8s8t8v8w8x8y8z909192939495969798999a9b9c9d9e9f9g9h9j9k9m9n9p9q9r9s9t9v9w9x9y9za0a1a2a3a4a5a6a7a8a9aaabacadaeafagahajakamanapaqarasatavawaxayazb0b1b2b3b4b5b6b7b8b9babbbcbdbebfbgbhbjbkbmbnbpbqbrbsbtbvbwbxbybzc0c1c2c3c4c5c6c7c8c9cacbcccdcecfcgchcjckcmcncpcqcrcsctcvcwcxcyczd0d1d2d3d4d5d6d7d8d9dadbdcdddedfdgdhdjdkdmdndpdqdrdsdtdvdwdxdydze0e1e2e3e4e5e6e7e8e9eaebecedeeefegehejekemenepeqeresetevewexeyezf0f1f2f3f4f5f6f7f8f9fafbfcfdfefffgfhfjfkfmfnfpfqfrfsftfvfwfxfyfzg0g1g2g3g4g5g6g7g8g9gagbgcgdgegfggghgjgkgmgngpgqgrgsgtgvgwgxgygzh0h1h2h3h4h5h6h7h8h9hahbhchdhehfhghhhjhkhmhnhphqhrhshthvhwhxhyhzj0j1j2j3j4j5j6j7j8j9jajbjcjdjejfjgjhjjjkjmjnjpjqjrjsjtjvjwjxjyjzk0k1k2k3k4k5k6k7k8k9kakbkckdkekfkgkhkjkkkmknkpkqkrksktkvkwkxkykzm0m1m2m3m4m5m6m7m8m9mambmcmdmemfmgmhmjmkmmmnmpmqmrmsmtmvmwmxmymzn0n1n2n3n4n5n6n7n8n9nanbncndnenfngnhnjnknmnnnpnqnrnsntnvnwnxnynzp0p1p2p3p4p5p6p7p8p9papbpcpdpepfpgphpjpkpmpnpppqprpsptpvpwpxpypzq0q1q2q3q4q5q6q7q8q9qaqbqcqdqeqfqgqhqjqkqmqnqpqqqrqsqtqvqwqxqyqzr0r1r2r3r4r5r6r7r8r9rarbrcrdrerfrgrhrjrkrmrnrprqrrrsrtrvrwrxryrzs0s1s2s3s4s5s6s7s8s9sasbscsdsesfsgshsjsksmsnspsqsrssstsvswsxsyszt0t1t2t3t4t5t6t7t8t9tatbtctdtetftgthtjtktmtntptqtrtstttvtwtxtytzv0v1v2v3v4v5v6v7v8v9vavbvcvdvevfvgvhvjvkvmvnvpvqvrvsvtvvvwvxvyvzw0w1w2w3w4w5w6w7w8w9wawbwcwdwewfwgwhwjwkwmwnwpwqwrwswtwvwwwxwywzx0x1x2x3x4x5x6x7x8x9xaxbxcxdxexfxgxhxjxkxmxnxpxqxrxsxtxvxwxxxyxzy0y1y2y3y4y5y6y7y8y9yaybycydyeyfygyhyjykymynypyqyrysytyvywyxyyyzz0z1z2z3z4z5z6z7z8z9zazbzczdzezfzgzhzjzkzmznzpzqzrzsztzvzwzxzyzz'::bytea from 1 + 2 * substring(bits from 1 + 10 * place for 10)::integer for 2);
      end loop;
      return prefix || '_' || encode(digits, 'escape');
    end $function$;

CREATE OR REPLACE FUNCTION posthorn.told_of_deliveries(affected integer, statuses delivery_status[], event_type text, since timestamp with time zone, until timestamp with time zone)
 RETURNS json
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  return (select json_object_agg(field, json_build_object('after', value))
          from (values ('deliveries', to_json(affected)), ('status', to_json(statuses)), ('event_type', to_json(event_type)),
                       ('since', to_json(since)), ('until', to_json(until))) as told(field, value)
          where value is not null);
end $function$;

CREATE OR REPLACE FUNCTION posthorn.uuid_at(moment timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 PARALLEL SAFE
AS $function$
declare
  micros bigint := date_part('epoch', moment) * 1000000;
begin
  return (lpad(to_hex(micros / 1000), 12, '0') || to_hex(28672 | (micros % 1000 * 4096 / 1000))
          || substr(gen_random_uuid()::text, 20))::uuid;
end $function$;

CREATE OR REPLACE FUNCTION posthorn.uuid_floor(moment timestamp with time zone)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((lpad(to_hex((floor((EXTRACT(epoch FROM moment) * (1000)::numeric)))::bigint), 12, '0'::text) || repeat('0'::text, 20)))::uuid;

-- Triggers

CREATE TRIGGER audit_log_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON posthorn.audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change(); -- enabled always

CREATE TRIGGER finished_deliveries_added AFTER INSERT ON posthorn.finished_deliveries REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_delivery_changes();

CREATE TRIGGER finished_deliveries_taken AFTER DELETE ON posthorn.finished_deliveries REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_delivery_changes();

-- Row security

alter table api_keys enable row level security;

alter table api_keys force row level security;

alter table attempt_stats enable row level security;

alter table attempt_stats force row level security;

alter table attempt_totals enable row level security;

alter table attempt_totals force row level security;

alter table audit_log enable row level security;

alter table audit_log force row level security;

alter table delivery_stats enable row level security;

alter table delivery_stats force row level security;

alter table delivery_totals enable row level security;

alter table delivery_totals force row level security;

alter table dialect_webhooks enable row level security;

alter table dialect_webhooks force row level security;

alter table event_revisits enable row level security;

alter table event_revisits force row level security;

alter table event_types enable row level security;

alter table event_types force row level security;

alter table formats enable row level security;

alter table formats force row level security;

alter table idempotency_keys enable row level security;

alter table idempotency_keys force row level security;

alter table inbox_requests enable row level security;

alter table inbox_requests force row level security;

alter table inboxes enable row level security;

alter table inboxes force row level security;

alter table ingest_errors enable row level security;

alter table ingest_errors force row level security;

alter table replay_deliveries enable row level security;

alter table replay_deliveries force row level security;

alter table replays enable row level security;

alter table replays force row level security;

alter table retention_marks enable row level security;

alter table retention_marks force row level security;

alter table subscription_versions enable row level security;

alter table subscription_versions force row level security;

alter table tenants enable row level security;

alter table tenants force row level security;

alter table webhook_breakers enable row level security;

alter table webhook_breakers force row level security;

alter table webhook_buckets enable row level security;

alter table webhook_buckets force row level security;

alter table webhook_secrets enable row level security;

alter table webhook_secrets force row level security;

alter table webhook_states enable row level security;

alter table webhook_states force row level security;

alter table webhooks enable row level security;

alter table webhooks force row level security;

create policy reporting on attempt_stats for SELECT using (( SELECT ((CURRENT_USER <> 'posthorn'::name) AND pg_has_role(CURRENT_USER, 'posthorn_reader'::name, 'usage'::text)))) with check ();

create policy reporting on tenants for SELECT using (( SELECT ((CURRENT_USER <> 'posthorn'::name) AND pg_has_role(CURRENT_USER, 'posthorn_reader'::name, 'usage'::text)))) with check ();

create policy reporting on webhook_breakers for SELECT using (( SELECT ((CURRENT_USER <> 'posthorn'::name) AND pg_has_role(CURRENT_USER, 'posthorn_reader'::name, 'usage'::text)))) with check ();

create policy reporting on webhook_states for SELECT using (( SELECT ((CURRENT_USER <> 'posthorn'::name) AND pg_has_role(CURRENT_USER, 'posthorn_reader'::name, 'usage'::text)))) with check ();

create policy reporting on webhooks for SELECT using (( SELECT ((CURRENT_USER <> 'posthorn'::name) AND pg_has_role(CURRENT_USER, 'posthorn_reader'::name, 'usage'::text)))) with check ();

create policy tenant_rows on api_keys for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text)));

create policy tenant_rows on attempt_stats for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text)));

create policy tenant_rows on attempt_totals for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text)));

create policy tenant_rows on audit_log for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text)));

create policy tenant_rows on delivery_stats for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text)));

create policy tenant_rows on delivery_totals for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text)));

create policy tenant_rows on dialect_webhooks for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text)));

create policy tenant_rows on event_revisits for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text)));

create policy tenant_rows on event_types for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text)));

create policy tenant_rows on formats for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text)));

create policy tenant_rows on idempotency_keys for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text)));

create policy tenant_rows on inbox_requests for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text)));

create policy tenant_rows on inboxes for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text)));

create policy tenant_rows on ingest_errors for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text)));

create policy tenant_rows on replay_deliveries for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text)));

create policy tenant_rows on replays for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text)));

create policy tenant_rows on retention_marks for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text)));

create policy tenant_rows on subscription_versions for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text)));

create policy tenant_rows on tenants for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (id)::text))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (id)::text)));

create policy tenant_rows on webhook_breakers for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT w.id
   FROM webhooks w
  WHERE (w.id = webhook_breakers.webhook_id)) IS NOT NULL))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT w.id
   FROM webhooks w
  WHERE (w.id = webhook_breakers.webhook_id)) IS NOT NULL)));

create policy tenant_rows on webhook_buckets for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT w.id
   FROM webhooks w
  WHERE (w.id = webhook_buckets.webhook_id)) IS NOT NULL))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT w.id
   FROM webhooks w
  WHERE (w.id = webhook_buckets.webhook_id)) IS NOT NULL)));

create policy tenant_rows on webhook_secrets for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT w.id
   FROM webhooks w
  WHERE (w.id = webhook_secrets.webhook_id)) IS NOT NULL))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT w.id
   FROM webhooks w
  WHERE (w.id = webhook_secrets.webhook_id)) IS NOT NULL)));

create policy tenant_rows on webhook_states for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT w.id
   FROM webhooks w
  WHERE (w.id = webhook_states.webhook_id)) IS NOT NULL))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT w.id
   FROM webhooks w
  WHERE (w.id = webhook_states.webhook_id)) IS NOT NULL)));

create policy tenant_rows on webhooks for ALL using (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text))) with check (((( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = '*'::text) OR (( SELECT NULLIF(current_setting('posthorn.tenant'::text, true), ''::text) AS "nullif") = (tenant_id)::text)));

-- Grants

grant usage on schema posthorn to posthorn_app;

grant usage on schema posthorn to posthorn_operator;

grant usage on schema posthorn to posthorn_publisher;

grant delete, insert, select, update on table api_keys to posthorn_app;

grant delete, insert, select, update on table attempt_stats to posthorn_app;

grant delete, insert, select, update on table attempt_totals to posthorn_app;

grant delete, insert, select, update on table attempts to posthorn_app;

grant insert, select on table audit_log to posthorn_app;

grant delete, insert, select, update on table console_sessions to posthorn_app;

grant delete, insert, select, update on table default_quotas to posthorn_app;

grant delete, insert, select, update on table deliveries to posthorn_app;

grant delete, insert, select, update on table delivery_changes to posthorn_app;

grant delete, insert, select, update on table delivery_stats to posthorn_app;

grant delete, insert, select, update on table delivery_totals to posthorn_app;

grant delete, insert, select, update on table dialect_webhooks to posthorn_app;

grant delete, insert, select, update on table encryption_keys to posthorn_app;

grant delete, insert, select, update on table event_revisits to posthorn_app;

grant delete, insert, select, update on table event_types to posthorn_app;

grant delete, insert, select, update on table events to posthorn_app;

grant delete, insert, select, update on table finished_deliveries to posthorn_app;

grant delete, insert, select, update on table formats to posthorn_app;

grant delete, insert, select, update on table idempotency_keys to posthorn_app;

grant delete, insert, select, update on table inbox_requests to posthorn_app;

grant delete, insert, select, update on table inboxes to posthorn_app;

grant delete, insert, select, update on table ingest_errors to posthorn_app;

grant delete, insert, select, update on table live_deliveries to posthorn_app;

grant delete, insert, select, update on table outbox to posthorn_app;

grant delete, insert, select, update on table replay_deliveries to posthorn_app;

grant delete, insert, select, update on table replays to posthorn_app;

grant delete, insert, select, update on table retention_marks to posthorn_app;

grant delete, insert, select, update on table stats_mark to posthorn_app;

grant delete, insert, select, update on table stats_watch to posthorn_app;

grant delete, insert, select, update on table subscription_versions to posthorn_app;

grant delete, insert, select, update on table tenant_usage to posthorn_app;

grant delete, insert, select, update on table tenants to posthorn_app;

grant delete, insert, select, update on table test_send_counts to posthorn_app;

grant delete, insert, select, update on table webhook_breakers to posthorn_app;

grant delete, insert, select, update on table webhook_buckets to posthorn_app;

grant delete, insert, select, update on table webhook_holds to posthorn_app;

grant delete, insert, select, update on table webhook_secrets to posthorn_app;

grant delete, insert, select, update on table webhook_states to posthorn_app;

grant delete, insert, select, update on table webhooks to posthorn_app;

grant execute on function attach(regclass,text,text,text,text[],text[],text,text) to posthorn_publisher;

grant execute on function attach_table(regclass,text,text,text,text[],text[],text,text,text) to posthorn_publisher;

grant execute on function cancel(text,text,text,timestamp with time zone,timestamp with time zone,integer,text) to posthorn_app;

grant execute on function cancel(text,text,text,timestamp with time zone,timestamp with time zone,integer,text) to posthorn_operator;

grant execute on function change_publisher(text,text[],text,text,text) to posthorn_publisher;

grant execute on function detach(regclass,text) to posthorn_publisher;

grant execute on function drop_partition(text,date) to posthorn_app;

grant execute on function ensure_partition(text,date) to posthorn_app;

grant execute on function find_own_columns(regclass) to posthorn_publisher;

grant execute on function from_public_id(text,text) to posthorn_reader;

grant execute on function pause(text,text) to posthorn_app;

grant execute on function pause(text,text) to posthorn_operator;

grant execute on function publish(text,json,text,text,integer,timestamp with time zone,text[],timestamp with time zone,bigint) to posthorn_app;

grant execute on function publish(text,json,text,text,integer,timestamp with time zone,text[],timestamp with time zone,bigint) to posthorn_publisher;

grant execute on function publish(text,jsonb,text,text,integer,timestamp with time zone,text[],timestamp with time zone,bigint) to posthorn_app;

grant execute on function publish(text,jsonb,text,text,integer,timestamp with time zone,text[],timestamp with time zone,bigint) to posthorn_publisher;

grant execute on function publish(text,text,text,text,integer,timestamp with time zone,text[],timestamp with time zone,bigint) to posthorn_app;

grant execute on function publish(text,text,text,text,integer,timestamp with time zone,text[],timestamp with time zone,bigint) to posthorn_publisher;

grant execute on function quota_refusal(uuid,integer) to posthorn_app;

grant execute on function requeue(text,text,text,timestamp with time zone,timestamp with time zone,integer,text) to posthorn_app;

grant execute on function requeue(text,text,text,timestamp with time zone,timestamp with time zone,integer,text) to posthorn_operator;

grant execute on function resume(text,text) to posthorn_app;

grant execute on function resume(text,text) to posthorn_operator;

grant execute on function short_name(text) to posthorn_publisher;

grant execute on function to_public_id(text,uuid) to posthorn_reader;

grant delete, insert, select, update on tables to come to posthorn_app;

-- The schema of the reports

-- Views

create view attempts as
 SELECT id,
    tenant_id,
    delivery_id,
    webhook_id,
    name AS webhook_name,
    webhook_version,
    number,
    started_at,
    duration_ms,
    outcome,
    response_status,
    error_type,
    error_message,
    ((timings ->> 'dnsMs'::text))::double precision AS dns_ms,
    ((timings ->> 'connectMs'::text))::double precision AS connect_ms,
    ((timings ->> 'tlsMs'::text))::double precision AS tls_ms,
    ((timings ->> 'firstByteMs'::text))::double precision AS first_byte_ms,
    stale AS is_stale
   FROM (attempts a
     LEFT JOIN webhooks w ON ((id = webhook_id)));

create view deliveries as
 SELECT id,
    tenant_id,
    event_id,
    event_type,
    webhook_id,
    name AS webhook_name,
    status,
    reason,
    priority,
    attempt_count,
    max_attempts,
    next_retry_at,
    last_response_status,
    last_error_type,
    tags,
    created_at,
    updated_at,
    completed_at
   FROM (deliveries d
     LEFT JOIN webhooks w ON ((id = webhook_id)));

create view events as
 SELECT id,
    tenant_id,
    type,
    occurred_at,
    created_at,
    priority,
    deliver_at,
    expires_at,
    tags,
    cancelled_at,
    octet_length((data)::text) AS payload_bytes,
    (refusal ->> 'reason'::text) AS refusal_reason,
    erased_at
   FROM events e;

create view failures_by_reason as
 SELECT hour,
    tenant_id,
    webhook_id,
    event_type,
    error_type,
    (sum(count))::bigint AS failures
   FROM ( SELECT date_bin('01:00:00'::interval, at, '1970-01-01 00:00:00+00'::timestamp with time zone) AS hour,
            grain,
            at,
            tenant_id,
            webhook_id,
            event_type,
            outcome,
            error_type,
            is_counted,
            up_to_ms,
            count,
            duration_ms_sum
           FROM attempt_stats s
          WHERE (is_counted AND (outcome <> 'shadowed'::attempt_outcome) AND (grain = 'minute'::text) AND (at >= ( SELECT date_bin('01:00:00'::interval, rolled_until, '1970-01-01 00:00:00+00'::timestamp with time zone) AS date_bin
                   FROM stats_mark m)))
        UNION ALL
         SELECT at,
            grain,
            at,
            tenant_id,
            webhook_id,
            event_type,
            outcome,
            error_type,
            is_counted,
            up_to_ms,
            count,
            duration_ms_sum
           FROM attempt_stats s
          WHERE (is_counted AND (outcome <> 'shadowed'::attempt_outcome) AND (grain = 'hour'::text))) h
  WHERE (outcome = 'failed'::attempt_outcome)
  GROUP BY hour, tenant_id, webhook_id, event_type, error_type;

create view hourly as
 SELECT hour,
    tenant_id,
    webhook_id,
    event_type,
    (sum(count))::bigint AS attempts,
    (COALESCE(sum(count) FILTER (WHERE (outcome = 'succeeded'::attempt_outcome)), (0)::numeric))::bigint AS succeeded,
    (COALESCE(sum(count) FILTER (WHERE (outcome = 'failed'::attempt_outcome)), (0)::numeric))::bigint AS failed
   FROM ( SELECT date_bin('01:00:00'::interval, at, '1970-01-01 00:00:00+00'::timestamp with time zone) AS hour,
            grain,
            at,
            tenant_id,
            webhook_id,
            event_type,
            outcome,
            error_type,
            is_counted,
            up_to_ms,
            count,
            duration_ms_sum
           FROM attempt_stats s
          WHERE (is_counted AND (outcome <> 'shadowed'::attempt_outcome) AND (grain = 'minute'::text) AND (at >= ( SELECT date_bin('01:00:00'::interval, rolled_until, '1970-01-01 00:00:00+00'::timestamp with time zone) AS date_bin
                   FROM stats_mark m)))
        UNION ALL
         SELECT at,
            grain,
            at,
            tenant_id,
            webhook_id,
            event_type,
            outcome,
            error_type,
            is_counted,
            up_to_ms,
            count,
            duration_ms_sum
           FROM attempt_stats s
          WHERE (is_counted AND (outcome <> 'shadowed'::attempt_outcome) AND (grain = 'hour'::text))) h
  GROUP BY hour, tenant_id, webhook_id, event_type;

create view latency as
 SELECT hour,
    tenant_id,
    webhook_id,
    (sum(attempts))::bigint AS attempts,
    (round((sum(duration_ms) / sum(attempts)), 3))::double precision AS average_ms,
    min(up_to_ms) FILTER (WHERE (below >= (0.5 * total))) AS p50_ms,
    min(up_to_ms) FILTER (WHERE (below >= (0.95 * total))) AS p95_ms,
    min(up_to_ms) FILTER (WHERE (below >= (0.99 * total))) AS p99_ms
   FROM ( SELECT hour,
            tenant_id,
            webhook_id,
            up_to_ms,
            attempts,
            duration_ms,
            sum(attempts) OVER (PARTITION BY hour, tenant_id, webhook_id ORDER BY up_to_ms) AS below,
            sum(attempts) OVER (PARTITION BY hour, tenant_id, webhook_id) AS total
           FROM ( SELECT hour,
                    tenant_id,
                    webhook_id,
                    up_to_ms,
                    sum(count) AS attempts,
                    sum(duration_ms_sum) AS duration_ms
                   FROM ( SELECT date_bin('01:00:00'::interval, at, '1970-01-01 00:00:00+00'::timestamp with time zone) AS hour,
                            grain,
                            at,
                            tenant_id,
                            webhook_id,
                            event_type,
                            outcome,
                            error_type,
                            is_counted,
                            up_to_ms,
                            count,
                            duration_ms_sum
                           FROM attempt_stats s
                          WHERE (is_counted AND (outcome <> 'shadowed'::attempt_outcome) AND (grain = 'minute'::text) AND (at >= ( SELECT date_bin('01:00:00'::interval, rolled_until, '1970-01-01 00:00:00+00'::timestamp with time zone) AS date_bin
                                   FROM stats_mark m)))
                        UNION ALL
                         SELECT at,
                            grain,
                            at,
                            tenant_id,
                            webhook_id,
                            event_type,
                            outcome,
                            error_type,
                            is_counted,
                            up_to_ms,
                            count,
                            duration_ms_sum
                           FROM attempt_stats s
                          WHERE (is_counted AND (outcome <> 'shadowed'::attempt_outcome) AND (grain = 'hour'::text))) h
                  GROUP BY hour, tenant_id, webhook_id, up_to_ms) by_time) placed
  GROUP BY hour, tenant_id, webhook_id;

create view webhook_health as
 SELECT id AS webhook_id,
    tenant_id,
    uid AS tenant_uid,
    uid,
    name,
    "substring"(url, '^https?://[^/?#]+'::text) AS origin,
    mode,
        CASE
            WHEN ((NOT active) OR (disabled_reason IS NOT NULL)) THEN 'disabled'::text
            WHEN (paused_at IS NOT NULL) THEN 'paused'::text
            WHEN (opened_at IS NOT NULL) THEN 'failing'::text
            ELSE 'active'::text
        END AS state,
        CASE
            WHEN (NOT active) THEN 'inactive'::text
            ELSE disabled_reason
        END AS state_reason,
    failing_since,
    COALESCE(failure_count, 0) AS failure_count,
    next_probe_at,
    COALESCE(waiting, (0)::bigint) AS waiting,
    COALESCE(due, (0)::bigint) AS due,
    oldest_due_at,
    delivered_24h,
    dead_letters_24h,
    cancelled_24h,
    ((delivered_24h)::double precision / (NULLIF(((delivered_24h + dead_letters_24h) + cancelled_24h), 0))::double precision) AS success_rate_24h,
    last_delivered_at
   FROM (((((webhooks w
     JOIN tenants t ON ((id = tenant_id)))
     LEFT JOIN webhook_states s ON ((webhook_id = id)))
     LEFT JOIN webhook_breakers b ON ((webhook_id = id)))
     LEFT JOIN ( SELECT webhook_id,
            count(*) AS waiting,
            count(*) FILTER (WHERE (ready OR (next_attempt_at <= now()))) AS due,
            min(next_attempt_at) FILTER (WHERE (ready OR (next_attempt_at <= now()))) AS oldest_due_at
           FROM live_deliveries l
          WHERE (status <> 'in_progress'::delivery_status)
          GROUP BY webhook_id) q ON ((webhook_id = id)))
     LEFT JOIN LATERAL ( SELECT count(*) FILTER (WHERE (status = 'delivered'::delivery_status)) AS delivered_24h,
            count(*) FILTER (WHERE (status = 'dead_letter'::delivery_status)) AS dead_letters_24h,
            count(*) FILTER (WHERE (status = 'cancelled'::delivery_status)) AS cancelled_24h,
            max(completed_at) FILTER (WHERE (status = 'delivered'::delivery_status)) AS last_delivered_at
           FROM finished_deliveries f
          WHERE ((webhook_id = id) AND (id >= first_id((now() - '24:00:00'::interval))))) h ON (true))
  WHERE (deleted_at IS NULL);

-- Functions

CREATE OR REPLACE FUNCTION posthorn_report.first_id(moment timestamp with time zone)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((lpad(to_hex((floor((EXTRACT(epoch FROM moment) * (1000)::numeric)))::bigint), 12, '0'::text) || repeat('0'::text, 20)))::uuid;

CREATE OR REPLACE FUNCTION posthorn_report.internal_id(public_id text)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN from_public_id(split_part(public_id, '_'::text, 1), public_id);

CREATE OR REPLACE FUNCTION posthorn_report.public_id(prefix text, id uuid)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN to_public_id(prefix, id);

CREATE OR REPLACE FUNCTION posthorn_report.time_of(id uuid)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN to_timestamp(((((('x'::text || translate("left"((id)::text, 13), '-'::text, ''::text)))::bit(48))::bigint)::double precision / (1000.0)::double precision));

-- Grants

grant usage on schema posthorn_report to posthorn_reader;

grant select on table attempts to posthorn_reader;

grant select on table deliveries to posthorn_reader;

grant select on table events to posthorn_reader;

grant select on table failures_by_reason to posthorn_reader;

grant select on table hourly to posthorn_reader;

grant select on table latency to posthorn_reader;

grant select on table webhook_health to posthorn_reader;

grant execute on function first_id(timestamp with time zone) to posthorn_reader;

grant execute on function internal_id(text) to posthorn_reader;

grant execute on function public_id(text,uuid) to posthorn_reader;

grant execute on function time_of(uuid) to posthorn_reader;
