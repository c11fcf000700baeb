-- A table's changes as events: select attach('orders'), and detach('orders') to end it (docs/publish-from-sql.md).
--
-- None of these functions is SECURITY DEFINER: what they make is made with the rights of their caller, who must own the
-- table. What publishes is a function of the caller's own beside the table. That one is SECURITY DEFINER, so that whoever
-- may change the table needs no right to publish; and it is not this schema's owner's, since turning a row into JSON calls
-- the casts to json that its types may have, which are code of whoever made the types.

-- A name that Postgres would cut at 63 bytes, cut so that names with different ends stay different.
create function short_name(name text) returns text
language plpgsql immutable strict parallel safe
as $$
begin
  return case when octet_length(name) <= 63 then name
              else left(regexp_replace(name, '[^A-Za-z0-9_]', '', 'g'), 30) || '_' || md5(name) end;
end $$;

-- The columns of a table, in their order, if the caller owns it.
create function find_own_columns(target regclass) returns text[]
language plpgsql stable
as $$
declare
  kind "char";
  owner_id oid;
begin
  select c.relkind, c.relowner into kind, owner_id from pg_class c where c.oid = target;
  if kind is null or kind not in ('r', 'p') then
    raise exception '% is not a table.', coalesce(target::text, 'null')
      using errcode = 'wrong_object_type', hint = 'Attach the table whose rows change.';
  end if;
  if not pg_has_role(owner_id, 'usage') then
    raise exception '% is not your table.', target
      using errcode = 'insufficient_privilege', hint = 'Only who owns a table, or is a member of its owner, attaches or detaches it.';
  end if;
  return array(select a.attname::text from pg_attribute a
               where a.attrelid = target and a.attnum > 0 and not a.attisdropped order by a.attnum);
end $$;

-- Ends what attach() began under that name. Answers false where there was nothing.
create function detach(target regclass, name text default 'default') returns boolean
language plpgsql volatile
as $$
declare
  used record;
  was_attached boolean := false;
begin
  perform find_own_columns(target);
  for used in
    select g.tgname, g.tgfoid::regprocedure as called,
           -- Only what looks like attach()'s own is dropped with it: a trigger may be made to call anything.
           p.pronamespace = c.relnamespace and p.proowner = c.relowner and starts_with(p.proname, current_schema() || '_')
             as is_own
    from unnest(array['insert', 'update', 'delete']) as operation
    join pg_trigger g on g.tgname = short_name(concat_ws('_', current_schema(), name, operation))
    join pg_class c on c.oid = g.tgrelid
    join pg_proc p on p.oid = g.tgfoid
    where g.tgrelid = target and g.tgparentid = 0
  loop
    execute format('drop trigger %I on %s', used.tgname, target);
    if used.is_own and not exists (select from pg_trigger g where g.tgfoid = used.called) then
      execute format('drop function %s', used.called);
    end if;
    was_attached := true;
  end loop;
  return was_attached;
end $$;

-- The body of the function that publishes one changed row of a table.
create function change_publisher(shown_name text, sent text[], event_type text, type_prefix text, tenant text)
returns text
language plpgsql stable
as $$
declare
  of_old text := (select string_agg(format('old.%I', c), ', ') from unnest(sent) as c);
  of_new text := (select string_agg(format('new.%I', c), ', ') from unnest(sent) as c);
  changes text := (select string_agg(format('case when (old.%1$I)::text is distinct from (new.%1$I)::text then %1$L end', c),
                                     ', ') from unnest(sent) as c);
begin
  return format($body$
declare
  type text := coalesce(%1$L, %2$L || case tg_op when 'INSERT' then '.inserted' when 'UPDATE' then '.updated' else '.deleted' end);
  old_row json;
  new_row json;
  changed text[];
begin
  if tg_op <> 'INSERT' then
    old_row := (select row_to_json(r) from (select %3$s) as r);
  end if;
  if tg_op <> 'DELETE' then
    new_row := (select row_to_json(r) from (select %4$s) as r);
  end if;
  case tg_op
    when 'INSERT' then
      perform %5$I.publish(type, json_build_object('operation', 'insert', 'table', %6$L, 'new', new_row), tenant => %7$L);
    when 'DELETE' then
      perform %5$I.publish(type, json_build_object('operation', 'delete', 'table', %6$L, 'old', old_row), tenant => %7$L);
    else
      changed := array_remove(array[%8$s], null);
      if cardinality(changed) > 0 then
        perform %5$I.publish(type, json_build_object('operation', 'update', 'table', %6$L, 'new', new_row, 'old', old_row,
                                                     'changed', changed), tenant => %7$L);
      end if;
  end case;
  return null;
end $body$, event_type, type_prefix, of_old, of_new, current_schema(), shown_name, tenant, changes);
end $$;

-- What attach() does; where_clause is read by the search path of its caller.
create function attach_table(target regclass, name text, event_type text, type_prefix text, columns text[],
                             operations text[], where_clause text, tenant text, callers_path text)
returns void
language plpgsql volatile
as $$
declare
  all_columns text[] := find_own_columns(target);
  sent text[] := coalesce(columns, all_columns);
  own_path text := current_setting('search_path');
  schema_name name;
  table_name name;
  owner_name name;
  prefix text;
  called text;
  commands text;
begin
  select n.nspname, c.relname, pg_get_userbyid(c.relowner) into schema_name, table_name, owner_name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = target;
  prefix := coalesce(type_prefix, table_name);
  if event_type is not null and type_prefix is not null then
    raise exception 'event_type and type_prefix exclude each other.'
      using errcode = 'invalid_parameter_value', hint = 'One type for all changes, or a beginning before .inserted, .updated and .deleted.';
  end if;
  if not coalesce(name ~ '^[a-z0-9_]+$', false) then
    raise exception 'name must be of a-z, 0-9 and _.' using errcode = 'invalid_parameter_value',
      hint = 'A table may be attached several times, each under a name of its own.';
  end if;
  if not coalesce(cardinality(sent) > 0 and sent <@ all_columns, false) then
    raise exception 'columns must name columns of %.', target using errcode = 'undefined_column',
      hint = format('It has %s.', array_to_string(all_columns, ', '));
  end if;
  if not coalesce(cardinality(operations) > 0 and operations <@ array['insert', 'update', 'delete'], false) then
    raise exception 'operations must be some of insert, update and delete.'
      using errcode = 'invalid_parameter_value', hint = 'They are written in small letters.';
  end if;
  if not has_schema_privilege(owner_name, current_schema(), 'usage')
     or not (select bool_and(has_function_privilege(owner_name, p.oid, 'execute')) from pg_proc p
             where p.pronamespace = quote_ident(current_schema())::regnamespace and p.proname = 'publish') then
    raise exception 'The owner of %, %, may not publish.', target, owner_name using errcode = 'insufficient_privilege',
      hint = format('GRANT %I TO %I;', current_schema() || '_publisher', owner_name);
  end if;
  -- What a publish would refuse is found now, and not by the first change of a row.
  begin
    perform publish(coalesce(event_type, prefix || '.inserted'), '{}', tenant => tenant);
    raise exception using errcode = 'PH001';
  exception when sqlstate 'PH001' then
    null; -- taken back
  end;

  perform detach(target, name);
  called := format('%I.%I', schema_name, short_name(concat_ws('_', current_schema(), table_name, name)));
  execute format('create function %s() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as %L',
                 called, change_publisher(target::text, sent, event_type, prefix, tenant));
  execute format('revoke execute on function %s() from public', called);
  -- It acts as the table's owner, whoever of its members attaches.
  execute format('alter function %s() owner to %I', called, owner_name);
  select string_agg(format('create trigger %I after %s on %I.%I for each row %s execute function %s()',
                           short_name(concat_ws('_', current_schema(), name, o)), o, schema_name, table_name,
                           'when (' || where_clause || ')', called), '; ') into commands
  from (select distinct unnest(operations) as o) as chosen;
  perform set_config('search_path', callers_path, true);
  execute commands;
  perform pg_catalog.set_config('search_path', own_path, true);
end $$;

-- Makes each change of a row an event, in the transaction that changes it. Once more under the same name replaces what was.
-- event_type: one type for all; else type_prefix (the table's name) with .inserted, .updated or .deleted.
-- columns: those that are sent; by default all that the table has now, and none that comes later.
-- where_clause: a condition in SQL over new and old, as in CREATE TRIGGER … WHEN.
do $$
begin
  execute format($definition$
    create function attach(target regclass, name text default 'default', event_type text default null,
                           type_prefix text default null, columns text[] default null,
                           operations text[] default '{insert,update,delete}', where_clause text default null,
                           tenant text default 'default')
    returns void
    language plpgsql volatile
    as $function$
    begin
      perform %I.attach_table(target, name, event_type, type_prefix, columns, operations, where_clause, tenant,
                              pg_catalog.current_setting('search_path'));
    end $function$ $definition$, current_schema());
end $$;

do $$
declare
  signature regprocedure;
begin
  for signature in select oid from pg_proc where pronamespace = quote_ident(current_schema())::regnamespace
    and proname in ('attach', 'attach_table', 'change_publisher', 'detach', 'find_own_columns', 'short_name') loop
    execute format('revoke execute on function %s from public', signature);
    execute format('grant execute on function %s to %I', signature, current_schema() || '_publisher');
    if signature <> 'attach'::regproc then
      execute format('alter function %s set search_path = %I, pg_temp', signature, current_schema());
    end if;
  end loop;
end $$;
