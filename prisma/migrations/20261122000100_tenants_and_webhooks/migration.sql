create type delivery_status as enum ('pending', 'in_progress', 'retrying', 'delivered', 'dead_letter', 'cancelled');
create type attempt_outcome as enum ('succeeded', 'failed');

create table tenants (
  id uuid not null,
  uid text,
  name text not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint tenants_pkey primary key (id),
  constraint tenants_uid_form check (uid ~ '^[A-Za-z0-9._-]{1,128}$'),
  constraint tenants_name_length check (char_length(name) <= 200)
);
create unique index tenants_uid_key on tenants (uid);

-- One narrow row a tenant, bumped in the transaction of every change to its webhooks. A publish that matched against
-- an older snapshot sees it in its own statement and leaves the event to the relay. Room is left for HOT updates.
create table subscription_versions (
  tenant_id uuid not null,
  version bigint not null default 1,
  constraint subscription_versions_pkey primary key (tenant_id),
  constraint subscription_versions_tenant_id_fkey foreign key (tenant_id) references tenants (id)
    on delete cascade on update cascade,
  constraint subscription_versions_version_positive check (version > 0)
) with (fillfactor = 50);

create table webhooks (
  id uuid not null,
  tenant_id uuid not null,
  uid text,
  name text not null,
  description text not null default '',
  metadata jsonb not null default '{}',
  url text not null,
  events text[] not null default '{}',
  headers jsonb not null default '{}',
  format text not null default 'standard',
  retry jsonb not null,
  timeout_ms integer not null default 15000,
  max_in_flight integer not null default 64,
  active boolean not null default true,
  paused_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  constraint webhooks_pkey primary key (id),
  constraint webhooks_tenant_id_fkey foreign key (tenant_id) references tenants (id)
    on delete cascade on update cascade,
  constraint webhooks_uid_form check (uid ~ '^[A-Za-z0-9._-]{1,128}$'),
  constraint webhooks_name_length check (char_length(name) <= 200),
  constraint webhooks_url_length check (char_length(url) between 1 and 2048),
  constraint webhooks_timeout_bounds check (timeout_ms between 100 and 300000),
  constraint webhooks_in_flight_bounds check (max_in_flight between 1 and 1000),
  constraint webhooks_version_positive check (version > 0)
);
-- A deleted webhook's own name may be given to a new one.
create unique index webhooks_uid_key on webhooks (tenant_id, uid) where deleted_at is null;
create index webhooks_page on webhooks (tenant_id, id desc) where deleted_at is null;

create table webhook_secrets (
  id uuid not null,
  webhook_id uuid not null,
  secret text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  constraint webhook_secrets_pkey primary key (id),
  constraint webhook_secrets_webhook_id_fkey foreign key (webhook_id) references webhooks (id)
    on delete cascade on update cascade
);
create index webhook_secrets_webhook_id on webhook_secrets (webhook_id);
-- At most one secret is current; the others run out at expires_at.
create unique index webhook_secrets_current on webhook_secrets (webhook_id) where expires_at is null;

-- What deliveries change about a webhook, apart from its configuration row, which they never touch.
create table webhook_states (
  webhook_id uuid not null,
  disabled_at timestamptz,
  disabled_reason text,
  updated_at timestamptz not null default now(),
  constraint webhook_states_pkey primary key (webhook_id),
  constraint webhook_states_webhook_id_fkey foreign key (webhook_id) references webhooks (id)
    on delete cascade on update cascade,
  constraint webhook_states_reason_given check ((disabled_at is null) = (disabled_reason is null))
) with (fillfactor = 50);

-- The tenant of a fresh install. Its id is a fixed UUIDv7, so that two installations can be compared and merged.
insert into tenants (id, uid, name) values ('01980000-0000-7000-8000-000000000001', 'default', 'default');
insert into subscription_versions (tenant_id) values ('01980000-0000-7000-8000-000000000001');
