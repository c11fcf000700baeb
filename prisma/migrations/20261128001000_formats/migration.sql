-- A tenant's own wire formats. A webhook names its format; a name that is not here is one of the built-in ones. Whoever
-- changes a webhook or a format holds the tenant's row of subscription_versions, so that no format goes while a webhook has it.
create table formats (
  id uuid not null,
  tenant_id uuid not null,
  name text not null,
  description text not null default '',
  -- json, not jsonb: bodies are written with their members in the order of the template. What stands in it is checked by
  -- the API, which compiles it; here only its form is.
  document json not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint formats_pkey primary key (id),
  constraint formats_tenant_id_fkey foreign key (tenant_id) references tenants (id)
    on delete cascade on update cascade,
  constraint formats_name_form check (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  constraint formats_description_length check (char_length(description) <= 2000),
  constraint formats_document_form check (json_typeof(document) = 'object'),
  constraint formats_version_positive check (version > 0)
);
create unique index formats_name_key on formats (tenant_id, name);
create index formats_page on formats (tenant_id, id desc);

alter table formats enable row level security;
alter table formats force row level security;
create policy tenant_rows on formats
  using ((select nullif(current_setting('posthorn.tenant', true), '')) in ('*', tenant_id::text))
  with check ((select nullif(current_setting('posthorn.tenant', true), '')) in ('*', tenant_id::text));

-- A webhook of a format that does not sign, or that was given no secret to sign with, has none.
alter table webhooks
  drop constraint webhooks_signature_known,
  add constraint webhooks_signature_known check (signature in ('hmac-sha256', 'hmac-sha512', 'ed25519', 'none')) not valid;
alter table webhooks validate constraint webhooks_signature_known;
