-- Attempts, counted by minute, hour and day (docs/decisions/0026-stats-rollups.md). A bucket is counted over the rows and replaced
-- as a whole, never added to: done twice, it is the same.
create table attempt_stats (
  grain text not null,
  -- Where the bucket begins, by the times within the attempts' ids.
  at timestamptz not null,
  tenant_id uuid not null,
  webhook_id uuid not null,
  -- Empty where the delivery was no longer there to tell.
  event_type text not null,
  outcome attempt_outcome not null,
  -- Empty where there was none.
  error_type text not null,
  -- Whether attempt_count counts them: stale ones, and those that a stop of Posthorn interrupted, are rows too.
  is_counted boolean not null,
  -- The histogram: they took no longer than this, and longer than the next smaller bound (src/domain/stats/duration-bounds.ts).
  up_to_ms integer not null,
  count bigint not null,
  duration_ms_sum bigint not null,
  constraint attempt_stats_pkey primary key (grain, at, tenant_id, webhook_id, event_type, outcome, error_type, is_counted, up_to_ms),
  constraint attempt_stats_grain_known check (grain in ('minute', 'hour', 'day')),
  constraint attempt_stats_failure_explained check ((outcome = 'failed') = (error_type <> '')),
  constraint attempt_stats_counts check (count > 0 and duration_ms_sum >= 0 and up_to_ms > 0)
);
create index attempt_stats_tenant on attempt_stats (tenant_id, grain, at);
create index attempt_stats_webhook on attempt_stats (webhook_id, grain, at);

-- Up to where every minute has been counted: what is younger is counted over the rows.
create table stats_mark (
  only_row boolean not null default true,
  rolled_until timestamptz not null,
  constraint stats_mark_pkey primary key (only_row),
  constraint stats_mark_only_row check (only_row)
);

alter table attempt_stats enable row level security;
alter table attempt_stats force row level security;
create policy tenant_rows on attempt_stats
  using ((select nullif(current_setting('posthorn.tenant', true), '')) in ('*', tenant_id::text))
  with check ((select nullif(current_setting('posthorn.tenant', true), '')) in ('*', tenant_id::text));

do $$
begin
  execute format($p$create policy reporting on attempt_stats for select to %I
                    using ((select current_user <> %L and pg_has_role(current_user, %L, 'usage')))$p$,
                 current_user, current_user, current_schema() || '_reader');
end $$;

-- The reports by hour read them from here on: whole hours, and the minutes of the one that has not ended yet.
do $$
declare
  report text := current_schema() || '_report';
  hours constant text := $v$
    from (select date_bin('1 hour', s.at, timestamptz '1970-01-01 00:00Z') as hour, s.*
          from attempt_stats s
          where s.is_counted and s.outcome <> 'shadowed' and s.grain = 'minute'
            and s.at >= (select date_bin('1 hour', m.rolled_until, timestamptz '1970-01-01 00:00Z') from stats_mark m)
          union all
          select s.at, s.* from attempt_stats s
          where s.is_counted and s.outcome <> 'shadowed' and s.grain = 'hour') h$v$;
begin
  execute format($v$
    create or replace view %I.hourly as
    select hour, tenant_id, webhook_id, event_type, sum(count)::bigint as attempts,
           coalesce(sum(count) filter (where outcome = 'succeeded'), 0)::bigint as succeeded,
           coalesce(sum(count) filter (where outcome = 'failed'), 0)::bigint as failed %s
    group by hour, tenant_id, webhook_id, event_type$v$, report, hours);
  execute format($v$
    create or replace view %I.failures_by_reason as
    select hour, tenant_id, webhook_id, event_type, error_type, sum(count)::bigint as failures %s
    where outcome = 'failed'
    group by hour, tenant_id, webhook_id, event_type, error_type$v$, report, hours);
  execute format($v$
    create or replace view %I.latency as
    select hour, tenant_id, webhook_id, sum(attempts)::bigint as attempts,
           round(sum(duration_ms) / sum(attempts), 3)::float8 as average_ms,
           min(up_to_ms) filter (where below >= 0.5 * total) as p50_ms,
           min(up_to_ms) filter (where below >= 0.95 * total) as p95_ms,
           min(up_to_ms) filter (where below >= 0.99 * total) as p99_ms
    from (select *, sum(attempts) over (partition by hour, tenant_id, webhook_id order by up_to_ms) as below,
                 sum(attempts) over (partition by hour, tenant_id, webhook_id) as total
          from (select hour, tenant_id, webhook_id, up_to_ms, sum(count) as attempts, sum(duration_ms_sum) as duration_ms %s
                group by hour, tenant_id, webhook_id, up_to_ms) by_time) placed
    group by hour, tenant_id, webhook_id$v$, report, hours);
end $$;
