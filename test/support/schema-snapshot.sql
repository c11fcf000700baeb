-- What the migrations make, as the catalogue tells it; partitions are left out. Written by
--   UPDATE_SNAPSHOT=1 npm test -- test/integration/database/schema-snapshot.spec.ts

-- Types

create type attempt_outcome as enum ('succeeded', 'failed');

create type delivery_status as enum ('pending', 'in_progress', 'retrying', 'delivered', 'dead_letter', 'cancelled');

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
  stale boolean not null default false
) partition by range (id);

create table encryption_keys (
  id text not null,
  canary text not null,
  created_at timestamp with time zone not null default now()
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
  created_at timestamp with time zone not null default now()
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
  created_at timestamp with time zone not null default now()
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=2000);

create table subscription_versions (
  tenant_id uuid not null,
  version bigint not null default 1
) with (fillfactor=50);

create table tenants (
  id uuid not null,
  uid text,
  name text not null default ''::text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  validation text not null default 'off'::text,
  version integer not null default 1,
  event_types_version bigint not null default 1
);

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
  public_key text
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

alter table attempts add constraint attempts_counts CHECK (((number > 0) AND (duration_ms >= 0)));

alter table attempts add constraint attempts_failure_explained CHECK (((outcome = 'failed'::attempt_outcome) = (error_type IS NOT NULL)));

alter table attempts add constraint attempts_pkey PRIMARY KEY (id);

alter table attempts add constraint attempts_success_answered CHECK (((outcome = 'failed'::attempt_outcome) OR ((response_status >= 200) AND (response_status <= 299))));

alter table encryption_keys add constraint encryption_keys_canary_sealed CHECK (starts_with(canary, (('ph1:'::text || id) || ':'::text)));

alter table encryption_keys add constraint encryption_keys_id_form CHECK ((id ~ '^[A-Za-z0-9_-]{1,32}$'::text));

alter table encryption_keys add constraint encryption_keys_pkey PRIMARY KEY (id);

alter table event_types add constraint event_types_description_length CHECK ((char_length(description) <= 2000));

alter table event_types add constraint event_types_example_form CHECK ((json_typeof(example) = 'object'::text));

alter table event_types add constraint event_types_name_form CHECK (((name ~ '^[A-Za-z0-9_.:/-]+$'::text) AND (char_length(name) <= 256) AND (NOT starts_with(name, 'posthorn.'::text))));

alter table event_types add constraint event_types_pkey PRIMARY KEY (id);

alter table event_types add constraint event_types_schema_form CHECK ((json_typeof(schema) = 'object'::text));

alter table event_types add constraint event_types_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table event_types add constraint event_types_version_positive CHECK ((version > 0));

alter table events add constraint events_pkey PRIMARY KEY (id);

alter table events add constraint events_priority_bounds CHECK (((priority >= 0) AND (priority <= 100)));

alter table events add constraint events_tags_count CHECK ((cardinality(tags) <= 20));

alter table events add constraint events_type_length CHECK (((char_length(type) >= 1) AND (char_length(type) <= 256)));

alter table finished_deliveries add constraint finished_deliveries_delivered_by_attempt CHECK (((status <> 'delivered'::delivery_status) OR (attempt_count > 0)));

alter table finished_deliveries add constraint finished_deliveries_pkey PRIMARY KEY (id);

alter table finished_deliveries add constraint finished_deliveries_reason_given CHECK (((status = 'delivered'::delivery_status) = (reason IS NULL)));

alter table finished_deliveries add constraint finished_deliveries_status_final CHECK ((status = ANY (ARRAY['delivered'::delivery_status, 'dead_letter'::delivery_status, 'cancelled'::delivery_status])));

alter table formats add constraint formats_description_length CHECK ((char_length(description) <= 2000));

alter table formats add constraint formats_document_form CHECK ((json_typeof(document) = 'object'::text));

alter table formats add constraint formats_name_form CHECK ((name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'::text));

alter table formats add constraint formats_pkey PRIMARY KEY (id);

alter table formats add constraint formats_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table formats add constraint formats_version_positive CHECK ((version > 0));

alter table idempotency_keys add constraint idempotency_keys_key_length CHECK (((char_length(key) >= 1) AND (char_length(key) <= 256)));

alter table idempotency_keys add constraint idempotency_keys_pkey PRIMARY KEY (tenant_id, scope, key);

alter table live_deliveries add constraint live_deliveries_counts CHECK ((((attempts_before >= 0) AND (attempts_before <= attempt_count)) AND (lease_token >= 0) AND (unrecorded_claims >= 0) AND ((max_attempts >= 1) AND (max_attempts <= 100))));

alter table live_deliveries add constraint live_deliveries_leased_not_ready CHECK (((status <> 'in_progress'::delivery_status) OR ((NOT ready) AND (lease_token > 0))));

alter table live_deliveries add constraint live_deliveries_pkey PRIMARY KEY (id);

alter table live_deliveries add constraint live_deliveries_retrying_was_tried CHECK (((status <> 'retrying'::delivery_status) OR (attempt_count > 0)));

alter table live_deliveries add constraint live_deliveries_status_live CHECK ((status = ANY (ARRAY['pending'::delivery_status, 'in_progress'::delivery_status, 'retrying'::delivery_status])));

alter table outbox add constraint outbox_error_recorded CHECK (((failure_count = 0) = (last_error IS NULL)));

alter table outbox add constraint outbox_pkey PRIMARY KEY (event_id);

alter table subscription_versions add constraint subscription_versions_pkey PRIMARY KEY (tenant_id);

alter table subscription_versions add constraint subscription_versions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON UPDATE CASCADE ON DELETE CASCADE;

alter table subscription_versions add constraint subscription_versions_version_positive CHECK ((version > 0));

alter table tenants add constraint tenants_name_length CHECK ((char_length(name) <= 200));

alter table tenants add constraint tenants_pkey PRIMARY KEY (id);

alter table tenants add constraint tenants_uid_form CHECK ((uid ~ '^[A-Za-z0-9._-]{1,128}$'::text));

alter table tenants add constraint tenants_validation_known CHECK ((validation = ANY (ARRAY['off'::text, 'warn'::text, 'reject'::text])));

alter table tenants add constraint tenants_versions_positive CHECK (((version > 0) AND (event_types_version > 0)));

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

CREATE INDEX attempts_delivery ON ONLY posthorn.attempts USING btree (delivery_id, number);

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

CREATE INDEX live_deliveries_event_id ON posthorn.live_deliveries USING btree (event_id);

CREATE INDEX live_deliveries_ready ON posthorn.live_deliveries USING btree (webhook_id, priority DESC, id) WHERE ready;

CREATE INDEX live_deliveries_scheduled ON posthorn.live_deliveries USING btree (next_attempt_at) WHERE (NOT ready);

CREATE INDEX outbox_due ON posthorn.outbox USING btree (next_attempt_at);

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

-- Functions

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

CREATE OR REPLACE FUNCTION posthorn.uuid_floor(moment timestamp with time zone)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((lpad(to_hex((floor((EXTRACT(epoch FROM moment) * (1000)::numeric)))::bigint), 12, '0'::text) || repeat('0'::text, 20)))::uuid;

-- Grants

grant usage on schema posthorn to posthorn_app;

grant usage on schema posthorn to posthorn_publisher;

grant delete, insert, select, update on table api_keys to posthorn_app;

grant delete, insert, select, update on table attempts to posthorn_app;

grant delete, insert, select, update on table deliveries to posthorn_app;

grant delete, insert, select, update on table encryption_keys to posthorn_app;

grant delete, insert, select, update on table event_types to posthorn_app;

grant delete, insert, select, update on table events to posthorn_app;

grant delete, insert, select, update on table finished_deliveries to posthorn_app;

grant delete, insert, select, update on table formats to posthorn_app;

grant delete, insert, select, update on table idempotency_keys to posthorn_app;

grant delete, insert, select, update on table live_deliveries to posthorn_app;

grant delete, insert, select, update on table outbox to posthorn_app;

grant delete, insert, select, update on table subscription_versions to posthorn_app;

grant delete, insert, select, update on table tenants to posthorn_app;

grant delete, insert, select, update on table webhook_secrets to posthorn_app;

grant delete, insert, select, update on table webhook_states to posthorn_app;

grant delete, insert, select, update on table webhooks to posthorn_app;

grant execute on function drop_partition(text,date) to posthorn_app;

grant execute on function ensure_partition(text,date) to posthorn_app;

grant delete, insert, select, update on tables to come to posthorn_app;
