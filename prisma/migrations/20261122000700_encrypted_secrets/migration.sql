-- One row a key that something may be sealed with, each with a text that only that key opens: a start with a wrong or a
-- missing key is found out before anything is sent. What a key has sealed refers to it, so that its row stays as long.
create table encryption_keys (
  id text not null,
  canary text not null,
  created_at timestamptz not null default now(),
  constraint encryption_keys_pkey primary key (id),
  constraint encryption_keys_id_form check (id ~ '^[A-Za-z0-9_-]{1,32}$'),
  constraint encryption_keys_canary_sealed check (starts_with(canary, 'ph1:' || id || ':'))
);

-- Null is a secret that was stored before there was a key, or without one.
alter table webhook_secrets
  add column key_id text,
  add constraint webhook_secrets_key_id_fkey foreign key (key_id) references encryption_keys (id)
    on delete restrict on update restrict,
  add constraint webhook_secrets_sealed check (key_id is null or starts_with(secret, 'ph1:' || key_id || ':'));
create index webhook_secrets_key_id on webhook_secrets (key_id);

-- The names of headers stay readable; where the values are sealed, *** stands for each.
alter table webhooks
  add column sealed_headers text,
  add column headers_key_id text,
  add column signature text not null default 'hmac-sha256',
  add column public_key text,
  add constraint webhooks_headers_key_id_fkey foreign key (headers_key_id) references encryption_keys (id)
    on delete restrict on update restrict,
  add constraint webhooks_headers_sealed check ((sealed_headers is null) = (headers_key_id is null)
    and (sealed_headers is null or starts_with(sealed_headers, 'ph1:' || headers_key_id || ':'))),
  add constraint webhooks_headers_masked check (sealed_headers is null
    or not jsonb_path_exists(headers, '$.* ? (@ <> "***")')),
  add constraint webhooks_signature_known check (signature in ('hmac-sha256', 'ed25519')),
  add constraint webhooks_public_key_shown check ((signature = 'ed25519') = (public_key is not null));
create index webhooks_headers_key_id on webhooks (headers_key_id);
