-- What a dialect keeps of a webhook that was made in it: the id that the old system gave it, and whose it is there. A table
-- of its own, since webhooks of the native API have neither; one without a row is seen in every dialect all the same.
create table dialect_webhooks (
  webhook_id uuid not null,
  tenant_id uuid not null,
  dialect text not null,
  old_id text,
  owner text,
  created_at timestamptz not null default now(),
  constraint dialect_webhooks_pkey primary key (webhook_id),
  constraint dialect_webhooks_webhook_id_fkey foreign key (webhook_id) references webhooks (id)
    on delete cascade on update cascade,
  constraint dialect_webhooks_tenant_id_fkey foreign key (tenant_id) references tenants (id)
    on delete cascade on update cascade,
  constraint dialect_webhooks_dialect_form check (dialect ~ '^[a-z]{1,32}$'),
  constraint dialect_webhooks_old_id_form check (old_id ~ '^[!-~]+$' and char_length(old_id) <= 256),
  constraint dialect_webhooks_owner_length check (char_length(owner) between 1 and 512)
);
create unique index dialect_webhooks_old_id_key on dialect_webhooks (tenant_id, dialect, old_id);
create index dialect_webhooks_owner on dialect_webhooks (tenant_id, dialect, owner);

alter table dialect_webhooks enable row level security;
alter table dialect_webhooks force row level security;
create policy tenant_rows on dialect_webhooks
  using ((select nullif(current_setting('posthorn.tenant', true), '')) in ('*', tenant_id::text))
  with check ((select nullif(current_setting('posthorn.tenant', true), '')) in ('*', tenant_id::text));
