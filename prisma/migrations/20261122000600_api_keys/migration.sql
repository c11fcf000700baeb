-- Who may call the API. A key's secret is not here: 256 random bits need no more than their SHA-256 to be known again.
create table api_keys (
  id uuid not null,
  -- Null: the key reaches every tenant.
  tenant_id uuid,
  name text not null,
  scopes text[] not null,
  secret_hash bytea not null,
  -- The secret before the last rotation, good until its end.
  previous_secret_hash bytea,
  previous_secret_expires_at timestamptz,
  expires_at timestamptz,
  -- A revoked key is gone for the API; its row stays for whoever asks later what it was.
  revoked_at timestamptz,
  last_used_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint api_keys_pkey primary key (id),
  constraint api_keys_tenant_id_fkey foreign key (tenant_id) references tenants (id)
    on delete cascade on update cascade,
  constraint api_keys_name_length check (char_length(name) between 1 and 200),
  constraint api_keys_scopes_known check (cardinality(scopes) > 0 and array_position(scopes, null) is null
    and scopes <@ array['publish', 'read', 'manage', 'secrets', 'admin']),
  constraint api_keys_secret_is_hashed check (octet_length(secret_hash) = 32),
  constraint api_keys_previous_is_hashed check (octet_length(previous_secret_hash) = 32),
  constraint api_keys_previous_ends check ((previous_secret_hash is null) = (previous_secret_expires_at is null)),
  constraint api_keys_version_positive check (version > 0)
);
create index api_keys_page on api_keys (tenant_id, id desc) where revoked_at is null;
