-- Who is signed in at the console. Of the cookie there is only the SHA-256, as of a key's secret; of what was signed in
-- with there is a hash as well, so that a session ends with it.
create table console_sessions (
  id uuid not null,
  secret_hash bytea not null,
  -- Null: the key of the settings, or the link that a start printed.
  api_key_id uuid,
  -- SHA-256 of the key's secret; null for the link, which has been used up.
  credential_hash bytea,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  constraint console_sessions_pkey primary key (id),
  constraint console_sessions_api_key_id_fkey foreign key (api_key_id) references api_keys (id)
    on delete cascade on update cascade,
  constraint console_sessions_secret_is_hashed check (octet_length(secret_hash) = 32),
  constraint console_sessions_credential_is_hashed check (octet_length(credential_hash) = 32),
  constraint console_sessions_key_has_credential check (api_key_id is null or credential_hash is not null),
  constraint console_sessions_end check (expires_at > created_at)
);
-- Those that are over are removed whenever somebody signs in.
create index console_sessions_end on console_sessions (expires_at);
