-- What the person on call does with psql alone (docs/control-from-sql.md), by the rules of the API: the moves of
-- docs/delivery-states.md, and the lock under which the webhooks of a tenant change.

-- <schema>_operator may call these functions, and nothing else. Where the owner may not create roles it is left out, and
-- the functions are granted to people one by one.
do $$
declare
  role_name text := current_schema() || '_operator';
begin
  if not exists (select from pg_roles where rolname = role_name) then
    begin
      execute format('create role %I nologin', role_name);
    exception
      when duplicate_object or unique_violation then
        null; -- an installation of the same name in another database made it a moment ago
      when insufficient_privilege then
        raise notice 'The role % is missing and % may not create it.', role_name, current_user;
    end;
  end if;
  if exists (select from pg_roles where rolname = role_name) then
    execute format('grant usage on schema %I to %I', current_schema(), role_name);
  end if;
end $$;

-- A webhook that is not deleted, by its id (wh_…), which needs no tenant, or by its uid.
create function find_webhook(webhook text, tenant text, out webhook_id uuid, out owner_id uuid)
language plpgsql volatile
as $$
declare
  given_id uuid := from_public_id('wh', webhook);
  ended_at timestamptz;
begin
  if given_id is null or tenant is not null then
    owner_id := find_tenant(coalesce(tenant, 'default'));
  end if;
  select w.id, w.tenant_id, w.deleted_at into webhook_id, owner_id, ended_at from webhooks w
  where (w.id = given_id or given_id is null and w.uid = find_webhook.webhook)
    and (w.tenant_id = find_webhook.owner_id or find_webhook.owner_id is null)
  order by w.deleted_at is not null limit 1;
  if webhook_id is null then
    raise exception 'There is no webhook %.', coalesce(quote_literal(webhook), 'null')
      using errcode = 'no_data_found', hint = 'Name it by its id (wh_…) or its uid, with tenant => where that is not the default one.';
  elsif ended_at is not null then
    raise exception 'The webhook % is deleted.', quote_literal(webhook)
      using errcode = 'object_not_in_prerequisite_state', hint = 'Nothing is sent to it any more.';
  end if;
end $$;

-- Every act from SQL that has changed something comes by here once, in its transaction, whose posthorn.tenant reaches the
-- tenant: the audit log is told that the system did it, at the word of the login, and the server's log has a line as well.
-- A webhook is what it is about, and the tenant where none was named. No row where nothing changed.
create function note_control(action text, owner_id uuid, subject_id uuid, changes json, affected integer) returns void
language plpgsql volatile
as $$
begin
  if affected = 0 then
    return;
  end if;
  insert into audit_log (id, tenant_id, actor_kind, actor_name, action, object_type, object_id, object_name, changes)
  select uuid_at(clock_timestamp()), owner_id, 'system', session_user, note_control.action,
         case when subject_id is null then 'tenant' else 'webhook' end, coalesce(subject_id, owner_id),
         coalesce((select w.name from webhooks w where w.id = subject_id),
                  (select t.name from tenants t where t.id = owner_id and subject_id is null)), note_control.changes;
  raise log 'posthorn: % by %: %, % affected', action, session_user,
    coalesce(to_public_id('wh', subject_id), to_public_id('tn', owner_id)), affected;
end $$;

-- What the audit log is told of many deliveries: how many, and by which filter they were chosen.
create function told_of_deliveries(affected integer, statuses delivery_status[], event_type text, since timestamptz,
                                   until timestamptz)
returns json
language plpgsql stable
as $$
begin
  return (select json_object_agg(field, json_build_object('after', value))
          from (values ('deliveries', to_json(affected)), ('status', to_json(statuses)), ('event_type', to_json(event_type)),
                       ('since', to_json(since)), ('until', to_json(until))) as told(field, value)
          where value is not null);
end $$;

-- Bumps the version of the tenant's subscriptions first, as each change by the API does: the row is the lock under which
-- they follow each other, and every process sees by it that what it remembers is old.
create function set_paused(webhook text, tenant text, is_paused boolean) returns boolean
language plpgsql volatile
as $$
declare
  reach text := reach_tenants('*');
  found_webhook record := find_webhook(webhook, tenant);
  moment timestamptz := date_trunc('milliseconds', clock_timestamp());
  was_changed boolean;
begin
  update subscription_versions v set version = v.version + 1 where v.tenant_id = found_webhook.owner_id;
  update webhooks w set paused_at = case when is_paused then moment end, updated_at = moment
  where w.id = found_webhook.webhook_id and w.deleted_at is null and (w.paused_at is null) = is_paused;
  was_changed := found;
  perform note_control(case when is_paused then 'webhook.paused' else 'webhook.resumed' end, found_webhook.owner_id,
                       found_webhook.webhook_id, '{}', was_changed::integer);
  perform reach_tenants(reach);
  return was_changed;
end $$;

-- It takes new deliveries and keeps its queue; nothing is sent until it is resumed. @returns false where it was so already
create function pause(webhook text, tenant text default null) returns boolean
language plpgsql volatile
as $$
begin
  return set_paused(webhook, tenant, true);
end $$;

-- What has gathered is sent. @returns false where it was not paused
create function resume(webhook text, tenant text default null) returns boolean
language plpgsql volatile
as $$
begin
  return set_paused(webhook, tenant, false);
end $$;

-- The statuses that a caller names, separated by commas as in the API's lists; failed is retrying,dead_letter.
create function read_statuses(given text, allowed text[]) returns delivery_status[]
language plpgsql immutable
as $$
declare
  statuses text[] := string_to_array(replace(replace(given, ' ', ''), 'failed', 'retrying,dead_letter'), ',');
begin
  if not coalesce(cardinality(statuses) > 0 and statuses <@ allowed, false) then
    raise exception 'status must be some of %.', array_to_string(allowed, ', ')
      using errcode = 'invalid_parameter_value', hint = 'Several are separated by commas.';
  end if;
  return statuses::delivery_status[];
end $$;

create function check_control_filter(webhook text, event_type text, since timestamptz, max_rows integer) returns void
language plpgsql immutable
as $$
begin
  if webhook is null and event_type is null and since is null then
    raise exception 'Name a webhook, an event_type or since.'
      using errcode = 'invalid_parameter_value', hint = 'What is meant for everything says so with since => ''-infinity''.';
  elsif not coalesce(max_rows between 1 and 10000, false) then
    raise exception 'max_rows must be 1 to 10000.'
      using errcode = 'invalid_parameter_value', hint = 'A call is one transaction; call again until it answers 0.';
  end if;
end $$;

-- Retries deliveries, oldest first, and answers how many: finished ones with a fresh budget of attempts under the same id,
-- those that wait for their next attempt at once. Passed over are those of deleted webhooks and of erased payloads, and what
-- another call has just locked. since and until look at when a delivery last changed, so that what has failed again after a
-- fixed until is not found again. The statement is that of src/engine/queue/sql/move-back.ts.
create function requeue(webhook text default null, status text default 'dead_letter', event_type text default null,
                        since timestamptz default null, until timestamptz default null, max_rows integer default 1000,
                        tenant text default null)
returns integer
language plpgsql volatile
as $$
declare
  reach text := reach_tenants('*');
  statuses delivery_status[] := read_statuses(status, array['retrying', 'dead_letter', 'cancelled', 'delivered']);
  target_id uuid;
  chosen_tenant_id uuid;
  ids uuid[];
  waiting_ids uuid[] := '{}';
  moved integer;
begin
  perform check_control_filter(webhook, event_type, since, max_rows);
  if webhook is null then
    chosen_tenant_id := find_tenant(coalesce(tenant, 'default'));
  else
    select w.webhook_id, w.owner_id into target_id, chosen_tenant_id from find_webhook(webhook, tenant) w;
  end if;
  -- A delivery is made before it ends, so until bounds its id, by which the days are partitioned.
  ids := array(
    select f.id from finished_deliveries f
    where f.tenant_id = chosen_tenant_id and f.status = any (statuses) and (target_id is null or f.webhook_id = target_id)
      and (requeue.event_type is null or f.event_type = requeue.event_type)
      and (since is null or f.completed_at >= since)
      and (until is null or f.completed_at < until)
      and exists (select from webhooks w where w.id = f.webhook_id and w.deleted_at is null)
      and exists (select from events e where e.id = f.event_id and e.data is not null)
    order by f.id limit max_rows
    for update of f skip locked);
  if 'retrying' = any (statuses) then
    waiting_ids := array(
      select d.id from live_deliveries d
      where d.tenant_id = chosen_tenant_id and d.status = 'retrying'
        and (target_id is null or d.webhook_id = target_id)
        and (requeue.event_type is null or d.event_type = requeue.event_type)
        and (since is null or d.updated_at >= since) and (until is null or d.updated_at < until)
      order by d.id limit max_rows - cardinality(ids)
      for update of d skip locked);
  end if;
  with moved_rows as (
    delete from finished_deliveries f where f.id = any (ids) returning f.*),
  back as (
    insert into live_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, ready, next_attempt_at, priority,
                                 attempt_count, attempts_before, max_attempts, lease_token, last_response_status,
                                 last_error_type, tags, created_at)
    select m.id, m.tenant_id, m.webhook_id, m.event_id, m.event_type, 'pending', true, now(), m.priority,
           m.attempt_count, m.attempt_count, m.max_attempts, m.lease_token + 1, m.last_response_status, m.last_error_type,
           m.tags, m.created_at
    from moved_rows m
    returning id),
  hurried as (
    update live_deliveries d set ready = true, next_attempt_at = m.moment, updated_at = m.moment
    from (select now() as moment) m
    where d.id = any (waiting_ids)
    returning d.id)
  select (select count(*) from back) + (select count(*) from hurried) into moved;
  perform note_control('deliveries.retried', chosen_tenant_id, target_id,
                       told_of_deliveries(moved, statuses, event_type, since, until), moved);
  perform reach_tenants(reach);
  return moved;
end $$;

-- Ends deliveries that wait for an attempt, oldest first, and answers how many; what is in flight is left to its attempt.
-- The statement is that of src/engine/queue/sql/cancel.ts.
create function cancel(webhook text default null, status text default 'pending,retrying', event_type text default null,
                       since timestamptz default null, until timestamptz default null, max_rows integer default 1000,
                       tenant text default null)
returns integer
language plpgsql volatile
as $$
declare
  reach text := reach_tenants('*');
  statuses delivery_status[] := read_statuses(status, array['pending', 'retrying']);
  target_id uuid;
  chosen_tenant_id uuid;
  ids uuid[];
  ended integer;
begin
  perform check_control_filter(webhook, event_type, since, max_rows);
  if webhook is null then
    chosen_tenant_id := find_tenant(coalesce(tenant, 'default'));
  else
    select w.webhook_id, w.owner_id into target_id, chosen_tenant_id from find_webhook(webhook, tenant) w;
  end if;
  ids := array(
    select d.id from live_deliveries d
    where d.tenant_id = chosen_tenant_id and d.status = any (statuses) and (target_id is null or d.webhook_id = target_id)
      and (cancel.event_type is null or d.event_type = cancel.event_type)
      and (since is null or d.updated_at >= since) and (until is null or d.updated_at < until)
    order by d.id limit max_rows
    for update of d skip locked);
  with taken as (
    delete from live_deliveries d using (select now() as moment) m where d.id = any (ids) returning d.*, m.moment),
  finished as (
    insert into finished_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, reason, priority, attempt_count,
                                     attempts_before, max_attempts, lease_token, last_response_status, last_error_type,
                                     tags, expires_at, created_at, completed_at)
    select t.id, t.tenant_id, t.webhook_id, t.event_id, t.event_type, 'cancelled', 'cancelled_by_request', t.priority,
           t.attempt_count, t.attempts_before, t.max_attempts, t.lease_token, t.last_response_status, t.last_error_type,
           t.tags, t.expires_at, t.created_at, t.moment
    from taken t
    returning id)
  select count(*) into ended from finished;
  perform note_control('deliveries.cancelled', chosen_tenant_id, target_id,
                       told_of_deliveries(ended, statuses, event_type, since, until), ended);
  perform reach_tenants(reach);
  return ended;
end $$;

do $$
declare
  signature regprocedure;
  name text;
begin
  for signature, name in select oid, proname from pg_proc where pronamespace = quote_ident(current_schema())::regnamespace
    and proname in ('find_webhook', 'note_control', 'told_of_deliveries', 'set_paused', 'read_statuses',
                    'check_control_filter', 'pause', 'resume', 'requeue', 'cancel') loop
    execute format('revoke execute on function %s from public', signature);
    continue when name not in ('pause', 'resume', 'requeue', 'cancel');
    execute format('alter function %s security definer', signature);
    execute format('alter function %s set search_path = %I, pg_temp', signature, current_schema());
    -- Whether a webhook or a time is named decides which index serves.
    execute format('alter function %s set plan_cache_mode = force_custom_plan', signature);
    execute format('grant execute on function %s to %I', signature, current_schema() || '_app');
    if exists (select from pg_roles where rolname = current_schema() || '_operator') then
      execute format('grant execute on function %s to %I', signature, current_schema() || '_operator');
    end if;
  end loop;
end $$;
