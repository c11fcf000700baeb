-- What is left of a webhook's rate limit: one narrow row a limited webhook, made by the first claim that takes from it
-- and changed by each one after it, with room for HOT updates. The limit itself stands in the webhook's configuration.
create table webhook_buckets (
  webhook_id uuid not null,
  -- What the last claim left, at refilled_at: what has flowed in since is computed.
  tokens double precision not null,
  refilled_at timestamptz not null,
  -- The running hour begins with the first attempt after the one before it.
  hour_began_at timestamptz,
  hour_count integer not null default 0,
  constraint webhook_buckets_pkey primary key (webhook_id),
  constraint webhook_buckets_webhook_id_fkey foreign key (webhook_id) references webhooks (id)
    on delete cascade on update cascade,
  constraint webhook_buckets_counts check (tokens >= 0 and hour_count >= 0),
  constraint webhook_buckets_hour_begun check (hour_began_at is not null or hour_count = 0)
) with (fillfactor = 50);

-- What has been counted in an hour already goes on while that hour takes nothing new: found without its fresh neighbours.
-- What was moved back out of history is as fresh as any, whatever was tried before.
create index live_deliveries_tried on live_deliveries (webhook_id, priority desc, id)
  where ready and attempt_count > attempts_before;

-- Until when a webhook's own limit holds its due deliveries back, as its last claim left it: for readers. A claim does
-- the sum again under the bucket's lock. Of the rows that its reader may see, whoever owns the view.
create view webhook_holds with (security_invoker = true) as
  select w.id as webhook_id, w.tenant_id,
         case when b.tokens < 1 then
           b.refilled_at + (1 - b.tokens) / (w.rate_limit ->> 'requests_per_second')::float8 * interval '1 second'
         end as tokens_until,
         case when b.hour_count >= (w.rate_limit ->> 'per_hour')::int then b.hour_began_at + interval '1 hour'
         end as hour_until
  from webhook_buckets b join webhooks w on w.id = b.webhook_id
  where w.rate_limit is not null and w.deleted_at is null;
