-- Deliveries of a tenant as a whole, by hour and day (docs/decisions/0034-totals-of-deliveries.md): what fifty webhooks of three
-- types have in 450 buckets of a day is 53 rows here.
create table delivery_totals (
  grain text not null,
  at timestamptz not null,
  tenant_id uuid not null,
  -- What key names.
  kind text not null,
  key text not null,
  -- Finished ones by status; 0 where all have left since.
  delivered bigint not null,
  dead_letter bigint not null,
  cancelled bigint not null,
  shadowed bigint not null,
  last_delivered_at timestamptz,
  constraint delivery_totals_pkey primary key (grain, at, tenant_id, kind, key),
  constraint delivery_totals_grain_known check (grain in ('hour', 'day')),
  constraint delivery_totals_kind_known check (kind in ('webhook', 'event_type'))
);
create index delivery_totals_tenant on delivery_totals (tenant_id, grain, at);

alter table delivery_totals enable row level security;
alter table delivery_totals force row level security;
create policy tenant_rows on delivery_totals
  using ((select nullif(current_setting('posthorn.tenant', true), '')) in ('*', tenant_id::text))
  with check ((select nullif(current_setting('posthorn.tenant', true), '')) in ('*', tenant_id::text));

-- Whoever counts waits for a moment; readers do not.
lock table delivery_stats in share row exclusive mode;
-- The migrating login owns the table, yet its policies hold for it too.
select set_config('posthorn.tenant', '*', true);

-- Whoever writes buckets of deliveries says that totals are written beside them. A process of the version before does not say so
-- and cannot count: what it would say is tried again by one that can.
alter table delivery_stats add column has_totals boolean not null default true;
alter table delivery_stats
  alter column has_totals drop default,
  add constraint delivery_stats_has_totals check (has_totals);

insert into delivery_totals (grain, at, tenant_id, kind, key, delivered, dead_letter, cancelled, shadowed, last_delivered_at)
select grain, at, tenant_id,
       case grouping(webhook_id, event_type) when 1 then 'webhook' else 'event_type' end,
       case grouping(webhook_id, event_type) when 1 then webhook_id::text else event_type end,
       coalesce(sum(count) filter (where status = 'delivered'), 0), coalesce(sum(count) filter (where status = 'dead_letter'), 0),
       coalesce(sum(count) filter (where status = 'cancelled'), 0), coalesce(sum(count) filter (where status = 'shadowed'), 0),
       max(last_completed_at) filter (where status = 'delivered')
from delivery_stats
where grain <> 'minute'
group by grain, at, tenant_id, grouping sets ((webhook_id), (event_type))
-- As they are counted and read, so that a bucket's lie together.
order by grain, at, tenant_id;
