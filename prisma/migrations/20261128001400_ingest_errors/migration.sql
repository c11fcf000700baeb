-- What came from Redis and is no event: acknowledged there, kept here, so that nothing that was sent vanishes without a reason.
create table ingest_errors (
  id uuid not null,
  tenant_id uuid not null,
  -- The stream, or the channel.
  source text not null,
  -- Of an entry of a stream; a message of a channel has none.
  entry_id text,
  -- json, not jsonb, which takes no \u0000: field names and values as texts, or {"base64": …} where they are no UTF-8.
  raw json not null,
  is_truncated boolean not null,
  reason text not null,
  created_at timestamptz not null default now(),
  constraint ingest_errors_pkey primary key (id),
  constraint ingest_errors_tenant_id_fkey foreign key (tenant_id) references tenants (id)
    on delete cascade on update cascade,
  constraint ingest_errors_source_length check (char_length(source) <= 512),
  constraint ingest_errors_raw_form check (json_typeof(raw) = 'array'),
  constraint ingest_errors_raw_length check (octet_length(raw::text) <= 131072),
  constraint ingest_errors_reason_length check (char_length(reason) <= 4000)
);
create index ingest_errors_page on ingest_errors (tenant_id, id desc);
-- An entry that is delivered again is kept once.
create unique index ingest_errors_entry_key on ingest_errors (tenant_id, source, entry_id);

alter table ingest_errors enable row level security;
alter table ingest_errors force row level security;
create policy tenant_rows on ingest_errors
  using ((select nullif(current_setting('posthorn.tenant', true), '')) in ('*', tenant_id::text))
  with check ((select nullif(current_setting('posthorn.tenant', true), '')) in ('*', tenant_id::text));

-- A word of a type cannot be used in the transaction that adds it: the next migration says what these mean.
alter type delivery_status add value 'shadowed';
alter type attempt_outcome add value 'shadowed';
