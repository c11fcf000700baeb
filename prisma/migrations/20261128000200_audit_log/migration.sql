-- Who changed what, and when: one row a change, written in its transaction, and never touched again.
create table audit_log (
  id uuid not null,
  -- Null: it concerns the installation. No foreign key: what was done to a tenant outlives it.
  tenant_id uuid,
  actor_kind text not null,
  -- A key's id, a token's subject.
  actor_id text,
  -- A key's name; of what was done from SQL, the login.
  actor_name text,
  -- From the catalogue in src/domain/audit/actions.ts; here only its form.
  action text not null,
  object_type text not null,
  -- Null for the log itself.
  object_id uuid,
  -- What it was called then.
  object_name text,
  request_id text,
  -- json, not jsonb: what is told of a schema may hold \u0000.
  changes json not null default '{}',
  created_at timestamptz not null default now(),
  constraint audit_log_pkey primary key (id),
  constraint audit_log_actor_known check (actor_kind in ('key', 'token', 'open', 'system', 'admin_key')),
  constraint audit_log_actor_named check (actor_kind <> 'key' or actor_id is not null),
  constraint audit_log_action_form check (action ~ '^[a-z_]+\.[a-z_]+$'),
  constraint audit_log_changes_form check (json_typeof(changes) = 'object')
);
create index audit_log_page on audit_log (tenant_id, id desc);
create index audit_log_object on audit_log (object_id, id desc);
create index audit_log_actor on audit_log (actor_id, id desc);
create index audit_log_action on audit_log (action, id desc);

alter table audit_log enable row level security;
alter table audit_log force row level security;
create policy tenant_rows on audit_log
  using ((select nullif(current_setting('posthorn.tenant', true), '')) in ('*', tenant_id::text))
  with check ((select nullif(current_setting('posthorn.tenant', true), '')) in ('*', tenant_id::text));

-- The app role lacks the right; the owner has it by nature, and is refused by this, whatever the session's settings.
create function refuse_audit_change() returns trigger
language plpgsql
as $$
begin
  raise exception 'The audit log only grows: % is refused.', tg_op
    using errcode = 'insufficient_privilege',
          hint = 'Old rows are removed by forget_audit(timestamptz), which the owner alone may call.';
end $$;
create trigger audit_log_only_grows before update or delete or truncate on audit_log
  for each statement execute function refuse_audit_change();
alter table audit_log enable always trigger audit_log_only_grows;

-- Retention, for whoever owns the schema: removes what is older than a moment, and leaves a row that says so. It switches
-- the trigger off, which takes the owner's rights and a lock that no writer of the log passes meanwhile.
create function forget_audit(older_than timestamptz) returns bigint
language plpgsql
as $$
declare
  reach text := coalesce(current_setting('posthorn.tenant', true), '');
  forgotten bigint;
begin
  perform set_config('posthorn.tenant', '*', true);
  perform set_config('lock_timeout', '2s', true);
  alter table audit_log disable trigger audit_log_only_grows;
  delete from audit_log where created_at < older_than;
  get diagnostics forgotten = row_count;
  alter table audit_log enable always trigger audit_log_only_grows;
  if forgotten > 0 then
    insert into audit_log (id, actor_kind, actor_name, action, object_type, changes)
    values ((left(uuid_floor(clock_timestamp())::text, 14) || '7' || substr(gen_random_uuid()::text, 16))::uuid,
            'system', session_user, 'audit.forgotten', 'audit',
            json_build_object('rows', json_build_object('before', forgotten, 'after', 0),
                              'older_than', json_build_object('after', older_than)));
  end if;
  perform set_config('posthorn.tenant', reach, true);
  return forgotten;
end $$;

do $$
declare
  signature text;
begin
  execute format('revoke update, delete, truncate on audit_log from %I', current_schema() || '_app');
  foreach signature in array array['refuse_audit_change()', 'forget_audit(timestamptz)'] loop
    execute format('alter function %s set search_path = %I, pg_temp', signature, current_schema());
    execute format('revoke execute on function %s from public', signature);
  end loop;
end $$;
