-- The views for reporting (docs/reporting.md), in a schema of their own named after this one, for the reader role. They hold no
-- payload, no header, no secret, and of a webhook's URL the origin alone: some receivers have a secret in their path.
do $$
declare
  report text := current_schema() || '_report';
begin
  -- Read first: CREATE SCHEMA IF NOT EXISTS asks for the right before it looks.
  if not exists (select from pg_namespace where nspname = report) then
    begin
      execute format('create schema %I', report);
    exception when insufficient_privilege then
      raise exception 'The schema % is missing and % may not create it.', report, current_user
        using hint = format('Run as a superuser: CREATE SCHEMA %I AUTHORIZATION %I;', report, current_user);
    end;
  end if;
end $$;

-- Two that help to name rows as the API does, and two for times, since days are told apart by ids. All four are pure.
do $$
declare
  report text := current_schema() || '_report';
begin
  execute format($f$
    create function %I.first_id(moment timestamptz) returns uuid
    language sql immutable parallel safe
    return (lpad(to_hex(floor(extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid$f$, report);
  execute format($f$
    create function %I.time_of(id uuid) returns timestamptz
    language sql immutable parallel safe
    return to_timestamp((('x' || translate(left(id::text, 13), '-', ''))::bit(48)::bigint) / 1000.0::float8)$f$, report);
  execute format($f$
    create function %I.public_id(prefix text, id uuid) returns text
    language sql immutable parallel safe
    return to_public_id(prefix, id)$f$, report);
  execute format($f$
    create function %I.internal_id(public_id text) returns uuid
    language sql immutable parallel safe
    return from_public_id(split_part(public_id, '_', 1), public_id)$f$, report);
end $$;

-- The reader sees the rows of all tenants, by the views alone: policies are judged as those of the views' owner, who has no
-- row of a guarded table where no tenant is named. The owner itself, and functions that run as it, are as before.
do $$
declare
  table_name text;
begin
  foreach table_name in array array['tenants', 'webhooks', 'webhook_states', 'webhook_breakers'] loop
    execute format($p$create policy reporting on %I for select to %I
                      using ((select current_user <> %L and pg_has_role(current_user, %L, 'usage')))$p$,
                   table_name, current_user, current_user, current_schema() || '_reader');
  end loop;
end $$;

do $$
declare
  report text := current_schema() || '_report';
  view record;
begin
  for view in
    select * from (values
      ('deliveries', $v$
        select d.id, d.tenant_id, d.event_id, d.event_type, d.webhook_id, w.name as webhook_name, d.status, d.reason,
               d.priority, d.attempt_count, d.max_attempts, d.next_retry_at, d.last_response_status, d.last_error_type,
               d.tags, d.created_at, d.updated_at, d.completed_at
        from deliveries d left join webhooks w on w.id = d.webhook_id$v$,
       'Version 1. One row for each delivery: the queue and history together.'),

      ('attempts', $v$
        select a.id, a.tenant_id, a.delivery_id, a.webhook_id, w.name as webhook_name, a.webhook_version, a.number,
               a.started_at, a.duration_ms, a.outcome, a.response_status, a.error_type, a.error_message,
               (a.timings ->> 'dnsMs')::float8 as dns_ms, (a.timings ->> 'connectMs')::float8 as connect_ms,
               (a.timings ->> 'tlsMs')::float8 as tls_ms, (a.timings ->> 'firstByteMs')::float8 as first_byte_ms,
               a.stale as is_stale
        from attempts a left join webhooks w on w.id = a.webhook_id$v$,
       'Version 1. One row for each request that was made, and for each that was recorded in shadow mode.'),

      ('events', $v$
        select e.id, e.tenant_id, e.type, e.occurred_at, e.created_at, e.priority, e.deliver_at, e.expires_at, e.tags,
               e.cancelled_at, octet_length(e.data::text) as payload_bytes
        from events e$v$,
       'Version 1. One row for each event, without its payload.'),

      ('webhook_health', $v$
        select w.id as webhook_id, w.tenant_id, t.uid as tenant_uid, w.uid, w.name,
               substring(w.url from '^https?://[^/?#]+') as origin, w.mode,
               case when not w.active or s.disabled_reason is not null then 'disabled' when w.paused_at is not null then 'paused'
                    when b.opened_at is not null then 'failing' else 'active' end as state,
               case when not w.active then 'inactive' else s.disabled_reason end as state_reason,
               b.failing_since, coalesce(b.failure_count, 0) as failure_count, b.next_probe_at,
               coalesce(q.waiting, 0) as waiting, coalesce(q.due, 0) as due, q.oldest_due_at, h.delivered_24h, h.dead_letters_24h, h.cancelled_24h,
               h.delivered_24h::float8 / nullif(h.delivered_24h + h.dead_letters_24h + h.cancelled_24h, 0)
                 as success_rate_24h,
               h.last_delivered_at
        from webhooks w
        join tenants t on t.id = w.tenant_id
        left join webhook_states s on s.webhook_id = w.id
        left join webhook_breakers b on b.webhook_id = w.id
        left join (
          select l.webhook_id, count(*) as waiting, count(*) filter (where l.ready or l.next_attempt_at <= now()) as due,
                 min(l.next_attempt_at) filter (where l.ready or l.next_attempt_at <= now()) as oldest_due_at
          from live_deliveries l where l.status <> 'in_progress' group by l.webhook_id) q on q.webhook_id = w.id
        left join lateral (
          select count(*) filter (where f.status = 'delivered') as delivered_24h,
                 count(*) filter (where f.status = 'dead_letter') as dead_letters_24h,
                 count(*) filter (where f.status = 'cancelled') as cancelled_24h,
                 max(f.completed_at) filter (where f.status = 'delivered') as last_delivered_at
          from finished_deliveries f
          where f.webhook_id = w.id and f.id >= FIRST_ID(now() - interval '24 hours')) h on true
        where w.deleted_at is null$v$,
       'Version 1. One row for each webhook that is not deleted: its state, its queue, and the deliveries of the last 24 hours.'),

      ('hourly', $v$
        select date_bin('1 hour', TIME_OF(a.id), timestamptz '1970-01-01 00:00Z') as hour, a.tenant_id, a.webhook_id,
               d.event_type, count(*) as attempts,
               count(*) filter (where a.outcome = 'succeeded') as succeeded,
               count(*) filter (where a.outcome = 'failed') as failed
        from attempts a join deliveries d on d.id = a.delivery_id
        where not a.stale and a.error_type is distinct from 'interrupted' and a.outcome <> 'shadowed'
        group by 1, 2, 3, 4$v$,
       'Version 1. One row for each hour (UTC), webhook and event type with attempts that count.'),

      ('failures_by_reason', $v$
        select date_bin('1 hour', TIME_OF(a.id), timestamptz '1970-01-01 00:00Z') as hour, a.tenant_id, a.webhook_id,
               d.event_type, a.error_type, count(*) as failures
        from attempts a join deliveries d on d.id = a.delivery_id
        where not a.stale and a.error_type <> 'interrupted' and a.outcome = 'failed'
        group by 1, 2, 3, 4, 5$v$,
       'Version 1. One row for each hour (UTC), webhook, event type and error type with failed attempts that count.'),

      ('latency', $v$
        select date_bin('1 hour', TIME_OF(a.id), timestamptz '1970-01-01 00:00Z') as hour, a.tenant_id, a.webhook_id,
               count(*) as attempts, round(avg(a.duration_ms), 3)::float8 as average_ms,
               percentile_disc(0.5) within group (order by a.duration_ms) as p50_ms,
               percentile_disc(0.95) within group (order by a.duration_ms) as p95_ms,
               percentile_disc(0.99) within group (order by a.duration_ms) as p99_ms
        from attempts a
        where not a.stale and a.error_type is distinct from 'interrupted' and a.outcome <> 'shadowed'
        group by 1, 2, 3$v$,
       'Version 1. One row for each hour (UTC) and webhook with attempts that count: how long they took.')
    ) as v(name, query, comment)
  loop
    execute format('create view %I.%I as %s', report, view.name,
                   replace(replace(view.query, 'FIRST_ID', format('%I.first_id', report)),
                           'TIME_OF', format('%I.time_of', report)));
    execute format('comment on view %I.%I is %L', report, view.name, view.comment);
  end loop;
end $$;

do $$
declare
  report text := current_schema() || '_report';
  reader text := current_schema() || '_reader';
  signature text;
begin
  execute format('revoke all on schema %I from public', report);
  execute format('revoke execute on all functions in schema %I from public', report);
  execute format('grant usage on schema %I to %I', report, reader);
  execute format('grant select on all tables in schema %I to %I', report, reader);
  execute format('grant execute on all functions in schema %I to %I', report, reader);
  -- What the two for ids stand on; without USAGE of this schema nobody can name them.
  foreach signature in array array['to_public_id(text, uuid)', 'from_public_id(text, text)'] loop
    execute format('grant execute on function %s to %I', signature, reader);
  end loop;
end $$;
