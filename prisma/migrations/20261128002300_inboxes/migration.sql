-- Receivers that one throws away: an address below /inbox that keeps what comes and answers what its owner chose
-- (docs/inbox.md). Off but in the embedded start, so that most installations never have a row here.
create table inboxes (
  id uuid not null,
  tenant_id uuid not null,
  -- The last part of its address: who knows it may send.
  token text not null,
  name text not null default '',
  status integer not null default 200,
  fail_status integer not null default 503,
  fail_times integer not null default 0,
  -- Requests up to this count are answered with fail_status.
  fail_until integer not null default 0,
  delay_ms integer not null default 0,
  response_body text not null default '',
  received_count integer not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  expires_at timestamptz not null,
  constraint inboxes_pkey primary key (id),
  constraint inboxes_tenant_id_fkey foreign key (tenant_id) references tenants (id)
    on delete cascade on update cascade,
  constraint inboxes_status_bounds check (status between 200 and 599 and fail_status between 200 and 599),
  constraint inboxes_counts check (fail_times between 0 and 1000 and fail_until >= 0 and received_count >= 0),
  constraint inboxes_delay_bounds check (delay_ms between 0 and 30000),
  constraint inboxes_body_size check (octet_length(response_body) <= 4096)
);
create unique index inboxes_token on inboxes (token);
create index inboxes_page on inboxes (tenant_id, id desc);
-- Looked at by retention.
create index inboxes_expiry on inboxes (expires_at);

-- A ring: the count of a request, modulo the size of the ring, is its slot, so that the newest take the place of the oldest
-- and an inbox never has a row too many, however many come at once.
create table inbox_requests (
  inbox_id uuid not null,
  slot integer not null,
  id uuid not null,
  tenant_id uuid not null,
  method text not null,
  -- What stood behind the token, with the query.
  path text not null,
  -- Pairs of name and value, in their order.
  headers json not null,
  -- As far as it is kept.
  body bytea not null,
  body_bytes integer not null,
  response_status integer not null,
  received_at timestamptz not null,
  constraint inbox_requests_pkey primary key (inbox_id, slot),
  constraint inbox_requests_inbox_id_fkey foreign key (inbox_id) references inboxes (id)
    on delete cascade on update cascade,
  constraint inbox_requests_headers_form check (json_typeof(headers) = 'array'),
  constraint inbox_requests_body_size check (octet_length(body) <= 16384 and octet_length(body) <= body_bytes)
);
create unique index inbox_requests_page on inbox_requests (inbox_id, id desc);

do $$
declare
  own constant text := $p$(select nullif(current_setting('posthorn.tenant', true), '')) in ('*', tenant_id::text)$p$;
  guarded text;
begin
  foreach guarded in array array['inboxes', 'inbox_requests'] loop
    execute format('alter table %I enable row level security', guarded);
    execute format('alter table %I force row level security', guarded);
    execute format('create policy tenant_rows on %I using (%s) with check (%s)', guarded, own, own);
  end loop;
end $$;
