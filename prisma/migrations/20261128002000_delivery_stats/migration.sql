-- Deliveries, counted by when they were made, and what they were counted over told to be different afterwards
-- (docs/decisions/0029-summary-from-rollups.md).
create table delivery_stats (
  grain text not null,
  -- Where the bucket begins, by the times within the deliveries' ids.
  at timestamptz not null,
  tenant_id uuid not null,
  webhook_id uuid not null,
  event_type text not null,
  -- Finished ones alone: the queue is counted over its rows.
  status delivery_status not null,
  -- 0 where all have left since: a retry takes a delivery back into the queue.
  count bigint not null,
  last_completed_at timestamptz not null,
  constraint delivery_stats_pkey primary key (grain, at, tenant_id, webhook_id, event_type, status),
  constraint delivery_stats_grain_known check (grain in ('minute', 'hour', 'day'))
);
create index delivery_stats_tenant on delivery_stats (tenant_id, grain, at);
create index delivery_stats_webhook on delivery_stats (webhook_id, grain, at);

alter table delivery_stats enable row level security;
alter table delivery_stats force row level security;
create policy tenant_rows on delivery_stats
  using ((select nullif(current_setting('posthorn.tenant', true), '')) in ('*', tenant_id::text))
  with check ((select nullif(current_setting('posthorn.tenant', true), '')) in ('*', tenant_id::text));

-- What has become different of minutes that are counted, or about to be. Rows are added by whoever changes history and taken away
-- by whoever counts, so that none waits for another.
create table delivery_changes (
  id bigserial not null,
  -- The deliveries' minute, and how many more of them there are; fewer where it is negative.
  at timestamptz not null,
  tenant_id uuid not null,
  webhook_id uuid not null,
  event_type text not null,
  status delivery_status not null,
  count integer not null,
  last_completed_at timestamptz not null,
  constraint delivery_changes_pkey primary key (id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- Changes are told of deliveries that were made before this moment.
create table stats_watch (
  only_row boolean not null default true,
  watched_until timestamptz not null,
  constraint stats_watch_pkey primary key (only_row),
  constraint stats_watch_only_row check (only_row)
);

-- For each statement that adds to history or takes from it, whoever runs it. What is finished as soon as it was made, which is
-- nearly all, is younger than the watch and leaves nothing.
create function note_delivery_changes() returns trigger
language plpgsql security definer
as $$
begin
  insert into delivery_changes (at, tenant_id, webhook_id, event_type, status, count, last_completed_at)
  select to_timestamp(('x' || translate(left(id::text, 13), '-', ''))::bit(48)::bigint / 60000 * 60), tenant_id, webhook_id,
         event_type, status, case when tg_op = 'DELETE' then -count(*) else count(*) end, max(completed_at)
  from changed
  where id < (select (lpad(to_hex((extract(epoch from watched_until) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
              from stats_watch)
  group by 1, 2, 3, 4, 5;
  return null;
end $$;
do $$
begin
  execute format('alter function note_delivery_changes() set search_path = %I, pg_temp', current_schema());
end $$;
revoke execute on function note_delivery_changes() from public;
create trigger finished_deliveries_added after insert on finished_deliveries
  referencing new table as changed for each statement execute function note_delivery_changes();
create trigger finished_deliveries_taken after delete on finished_deliveries
  referencing old table as changed for each statement execute function note_delivery_changes();

-- Attempts by when their deliveries were made, beside when they were made themselves. A process of the version before cannot
-- count beside this: what it would say is tried again by one that can.
alter table attempt_stats
  add column made_at timestamptz,
  add column last_started_at timestamptz;
update attempt_stats set made_at = at, last_started_at = at;
alter table attempt_stats
  alter column made_at set not null,
  alter column last_started_at set not null,
  drop constraint attempt_stats_pkey,
  add constraint attempt_stats_pkey primary key (grain, at, tenant_id, webhook_id, event_type, outcome, error_type, is_counted, up_to_ms, made_at);
create index attempt_stats_made on attempt_stats (tenant_id, grain, made_at);
create index attempt_stats_webhook_made on attempt_stats (webhook_id, grain, made_at);

-- Hours and days of a tenant as a whole: attempts that count, summed up by one thing at a time, so that a month is read in
-- thousands of rows.
create table attempt_totals (
  grain text not null,
  at timestamptz not null,
  tenant_id uuid not null,
  -- What the rest of the row tells apart: time (the histogram); made (when the deliveries were made, errors and the histogram);
  -- webhook, event_type and error_type (the key).
  kind text not null,
  key text not null,
  made_at timestamptz not null,
  outcome attempt_outcome not null,
  error_type text not null,
  up_to_ms integer not null,
  count bigint not null,
  duration_ms_sum bigint not null,
  constraint attempt_totals_pkey primary key (grain, at, tenant_id, kind, key, made_at, outcome, error_type, up_to_ms),
  constraint attempt_totals_grain_known check (grain in ('hour', 'day')),
  constraint attempt_totals_kind_known check (kind in ('time', 'made', 'webhook', 'event_type', 'error_type')),
  constraint attempt_totals_counts check (count > 0 and duration_ms_sum >= 0)
);
create index attempt_totals_tenant on attempt_totals (tenant_id, kind, grain, at);
create index attempt_totals_made on attempt_totals (tenant_id, grain, made_at) where kind = 'made';

alter table attempt_totals enable row level security;
alter table attempt_totals force row level security;
create policy tenant_rows on attempt_totals
  using ((select nullif(current_setting('posthorn.tenant', true), '')) in ('*', tenant_id::text))
  with check ((select nullif(current_setting('posthorn.tenant', true), '')) in ('*', tenant_id::text));

-- Everything is counted once more, from the first row that is kept.
delete from stats_mark;
