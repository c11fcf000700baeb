import type { Statement } from '../../statement.ts';

/**
 * Locks the breakers of webhooks, in the order of their ids, and tells the time; one row without a webhook where there is
 * none. By the primary key, which has entries of failing webhooks alone. $1 webhook ids.
 */
export const LOCK_BREAKERS: Statement = {
  name: 'lock_breakers',
  text: `
select (extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms, b.*
from (select) as always
left join lateral (
  select webhook_id, failure_count, (extract(epoch from failing_since) * 1000)::float8 as failing_since_ms,
         (extract(epoch from opened_at) * 1000)::float8 as opened_ms, probe_count,
         (extract(epoch from next_probe_at) * 1000)::float8 as next_probe_ms
  from webhook_breakers where webhook_id = any ($1::uuid[]) order by webhook_id for update) b on true`,
};

/**
 * Writes breakers that are locked, or that are new: of one that another process has made meanwhile, the failures are added.
 * What belongs to a webhook that is gone is left out. $1 webhook ids in their order, $2 failure counts, $3 failing since
 * (ms), $4 opened at (ms or null), $5 probe counts, $6 next probe at (ms or null), $7 whether it was there.
 */
export const WRITE_BREAKERS: Statement = {
  name: 'write_breakers',
  text: `
with given as materialized (
  select g.webhook_id, g.failure_count, to_timestamp(g.failing_since_ms / 1000) as failing_since,
         to_timestamp(g.opened_ms / 1000) as opened_at, g.probe_count,
         to_timestamp(g.next_probe_ms / 1000) as next_probe_at, g.is_known
  from unnest($1::uuid[], $2::int[], $3::float8[], $4::float8[], $5::int[], $6::float8[], $7::bool[])
    as g(webhook_id, failure_count, failing_since_ms, opened_ms, probe_count, next_probe_ms, is_known)),
changed as (
  update webhook_breakers b
  set failure_count = g.failure_count, failing_since = g.failing_since, opened_at = g.opened_at,
      probe_count = g.probe_count, next_probe_at = g.next_probe_at
  from given g where g.is_known and b.webhook_id = g.webhook_id)
insert into webhook_breakers (webhook_id, failure_count, failing_since)
select g.webhook_id, g.failure_count, g.failing_since
from given g where not g.is_known and exists (select from webhooks w where w.id = g.webhook_id)
order by g.webhook_id
on conflict (webhook_id) do update set failure_count = webhook_breakers.failure_count + excluded.failure_count`,
};

/** $1 webhook ids: nothing speaks against them any more. */
export const FORGET_BREAKERS: Statement = {
  name: 'forget_breakers',
  text: `delete from webhook_breakers where webhook_id = any ($1::uuid[])`,
};
