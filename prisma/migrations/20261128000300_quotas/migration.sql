-- What a tenant may have and do. Null asks for the installation's default.
alter table tenants
  add column webhooks_quota integer,
  add column events_per_minute_quota integer,
  add column live_deliveries_quota integer,
  add column payload_bytes_quota integer,
  add constraint tenants_quotas_bounds check (webhooks_quota >= 0 and events_per_minute_quota >= 0
    and live_deliveries_quota >= 0 and payload_bytes_quota between 1 and 1048576);

-- The installation's defaults in one row, written by every start that serves the API, so that whoever publishes, from SQL
-- too, is held to the same. Null is no limit.
create table default_quotas (
  only_row boolean not null default true,
  webhooks integer,
  events_per_minute integer,
  live_deliveries integer,
  payload_bytes integer,
  constraint default_quotas_pkey primary key (only_row),
  constraint default_quotas_only_row check (only_row),
  constraint default_quotas_bounds check (webhooks >= 0 and events_per_minute >= 0 and live_deliveries >= 0
    and payload_bytes between 1 and 1048576)
);
insert into default_quotas default values;

-- What tenants with a quota have used, a row each, changed in the transaction of every publish that counts: its lock is
-- under what they are counted. Room is left for HOT updates.
--   events      stored in that minute of the database's clock
--   deliveries  live ones: at most counted_deliveries + admitted_deliveries - admitted_when_counted. Both were read in one
--               snapshot, admitted_deliveries only grows, and what has ended since is found by the next count.
create table tenant_usage (
  tenant_id uuid not null,
  minute timestamptz not null,
  events integer not null default 0,
  admitted_deliveries bigint not null default 0,
  counted_deliveries bigint not null default 0,
  admitted_when_counted bigint not null default 0,
  counted_at timestamptz,
  constraint tenant_usage_pkey primary key (tenant_id),
  constraint tenant_usage_tenant_id_fkey foreign key (tenant_id) references tenants (id)
    on delete cascade on update cascade,
  constraint tenant_usage_counts check (events >= 0 and counted_deliveries >= 0
    and admitted_when_counted between 0 and admitted_deliveries)
) with (fillfactor = 50);

-- Which quota of the tenant an event of that many bytes would be over as things stand, or null. It locks and counts
-- nothing, so a publish from SQL can ask it in a transaction of any length. A count of deliveries that is older than 10
-- seconds refuses nothing.
create function quota_refusal(tenant uuid, event_bytes integer) returns text
language sql stable
as $$
  select case
    when event_bytes > coalesce(t.payload_bytes_quota, d.payload_bytes) then 'payload_bytes'
    when coalesce(t.events_per_minute_quota, d.events_per_minute)
         <= case when u.minute = date_trunc('minute', now(), 'UTC') then u.events else 0 end then 'events_per_minute'
    when coalesce(t.live_deliveries_quota, d.live_deliveries)
         <= u.counted_deliveries + u.admitted_deliveries - u.admitted_when_counted
         and u.counted_at > now() - interval '10 seconds' then 'live_deliveries'
  end
  from tenants t
  cross join default_quotas d
  left join tenant_usage u on u.tenant_id = t.id
  where t.id = tenant
$$;

do $$
begin
  execute format('alter function quota_refusal(uuid, integer) set search_path = %I, pg_temp', current_schema());
  revoke execute on function quota_refusal(uuid, integer) from public;
  execute format('grant execute on function quota_refusal(uuid, integer) to %I', current_schema() || '_app');
end $$;
