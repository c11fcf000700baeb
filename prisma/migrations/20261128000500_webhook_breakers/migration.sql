-- Webhooks whose last attempt failed: one narrow row each, gone with the next success, so that healthy webhooks have
-- none. opened_at stands while the breaker is open: nothing but a probe at a time leaves, at next_probe_at.
create table webhook_breakers (
  webhook_id uuid not null,
  failure_count integer not null,
  -- Of the first failure since the last success.
  failing_since timestamptz not null,
  opened_at timestamptz,
  probe_count integer not null default 0,
  next_probe_at timestamptz,
  constraint webhook_breakers_pkey primary key (webhook_id),
  constraint webhook_breakers_webhook_id_fkey foreign key (webhook_id) references webhooks (id)
    on delete cascade on update cascade,
  constraint webhook_breakers_counts check (failure_count >= 0 and probe_count >= 0),
  constraint webhook_breakers_open_is_probed check ((opened_at is null) = (next_probe_at is null)),
  constraint webhook_breakers_closed_has_failed check (opened_at is not null or failure_count > 0)
) with (fillfactor = 50);

create or replace view webhook_holds with (security_invoker = true) as
  select w.id as webhook_id, w.tenant_id,
         case when b.tokens < 1 then
           b.refilled_at + (1 - b.tokens) / (w.rate_limit ->> 'requests_per_second')::float8 * interval '1 second'
         end as tokens_until,
         case when b.hour_count >= (w.rate_limit ->> 'per_hour')::int then b.hour_began_at + interval '1 hour'
         end as hour_until,
         k.next_probe_at as probe_at
  from (select webhook_id from webhook_buckets union select webhook_id from webhook_breakers where opened_at is not null) h
  join webhooks w on w.id = h.webhook_id and w.deleted_at is null
  left join webhook_buckets b on b.webhook_id = h.webhook_id and w.rate_limit is not null
  left join webhook_breakers k on k.webhook_id = h.webhook_id and k.opened_at is not null;
