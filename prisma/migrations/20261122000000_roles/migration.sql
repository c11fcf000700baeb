-- Three roles stand beside the owner (whoever runs the migrations). Roles belong to the whole cluster while
-- installations share a database, so each name begins with the schema's.
--   <schema>_app        what the processes run as: rows only, no DDL
--   <schema>_publisher  may publish events from SQL, and nothing else
--   <schema>_reader     may read the report views, and nothing else
do $$
declare
  role_name text;
begin
  foreach role_name in array array['app', 'publisher', 'reader'] loop
    role_name := current_schema() || '_' || role_name;
    if not exists (select from pg_roles where rolname = role_name) then
      begin
        execute format('create role %I nologin', role_name);
      exception
        when duplicate_object or unique_violation then
          null; -- an installation of the same name in another database made it a moment ago
        when insufficient_privilege then
          raise exception 'The role % is missing and % may not create it.', role_name, current_user
            using hint = 'Run as a superuser: '
              || (select string_agg(format('CREATE ROLE %1$I NOLOGIN; GRANT %1$I TO %2$I WITH ADMIN OPTION;',
                                           missing, current_user), ' ' order by missing)
                  from unnest(array['app', 'publisher', 'reader']) as kind,
                       lateral (select current_schema() || '_' || kind) as name(missing)
                  where not exists (select from pg_roles where rolname = missing));
      end;
    end if;
  end loop;

  -- The owner's own connections step down to the app role (SET ROLE), so the owner must be a member of it.
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant %I to %I', current_schema() || '_app', current_user);
  end if;

  execute format('revoke all on schema %I from public', current_schema());
  execute format('grant usage on schema %1$I to %2$I, %3$I', current_schema(),
                 current_schema() || '_app', current_schema() || '_publisher');
  execute format('alter default privileges in schema %I grant select, insert, update, delete on tables to %I',
                 current_schema(), current_schema() || '_app');
  -- Made before these privileges were: a process that finds every migration applied needs no owner's login.
  if to_regclass('_prisma_migrations') is not null then
    execute format('grant select on _prisma_migrations to %I', current_schema() || '_app');
  end if;
end $$;
