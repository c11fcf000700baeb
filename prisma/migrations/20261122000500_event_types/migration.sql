-- What a tenant says of its event types, and what becomes of events that break what it says.
alter table tenants
  add column validation text not null default 'off',
  add column version integer not null default 1,
  -- Bumped in the transaction of every change to the tenant's event types: the lock under which they follow each other,
  -- and how a process sees that what it remembers of them is old.
  add column event_types_version bigint not null default 1,
  add constraint tenants_validation_known check (validation in ('off', 'warn', 'reject')),
  add constraint tenants_versions_positive check (version > 0 and event_types_version > 0);

create table event_types (
  id uuid not null,
  tenant_id uuid not null,
  name text not null,
  description text not null default '',
  -- json, not jsonb: \u0000 and the order of members survive. What stands in a schema is checked by the API, which
  -- compiles it; here only its form is.
  schema json,
  example json,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint event_types_pkey primary key (id),
  constraint event_types_tenant_id_fkey foreign key (tenant_id) references tenants (id)
    on delete cascade on update cascade,
  constraint event_types_name_form check (name ~ '^[A-Za-z0-9_.:/-]+$' and char_length(name) <= 256
    and not starts_with(name, 'posthorn.')),
  constraint event_types_description_length check (char_length(description) <= 2000),
  constraint event_types_schema_form check (json_typeof(schema) = 'object'),
  constraint event_types_example_form check (json_typeof(example) = 'object'),
  constraint event_types_version_positive check (version > 0)
);
create unique index event_types_name_key on event_types (tenant_id, name);
create index event_types_page on event_types (tenant_id, id desc);
