import type { Statement } from '../../statement.ts';

/**
 * Gives tokens back that were taken for requests which were not made. What was counted in an hour that has ended since
 * stays so: it is counted anew when it is claimed again. Beyond its burst a bucket holds nothing, whatever stands here.
 * $1 webhook ids, $2 when they came past (ms), $3 whether they were counted in the hour then.
 */
export const GIVE_BACK_TOKENS: Statement = {
  name: 'give_back_tokens',
  text: `
with given as materialized (
  select * from unnest($1::uuid[], $2::float8[], $3::bool[]) as g(webhook_id, passed_ms, is_counted)),
locked as (
  select b.webhook_id, (extract(epoch from b.hour_began_at) * 1000)::float8 as hour_began_ms
  from webhook_buckets b
  where b.webhook_id in (select webhook_id from given)
  order by b.webhook_id
  for update),
returned as (
  select l.webhook_id, count(*) as tokens,
         count(*) filter (where g.is_counted and g.passed_ms >= l.hour_began_ms) as counted
  from given g join locked l on l.webhook_id = g.webhook_id
  group by l.webhook_id)
update webhook_buckets b set tokens = b.tokens + r.tokens, hour_count = greatest(0, b.hour_count - r.counted)
from returned r where b.webhook_id = r.webhook_id`,
};
