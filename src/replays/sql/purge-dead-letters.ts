import type { Statement } from '../../engine/statement.ts';

/** Dead letters that one call removes at most: it is one transaction. */
export const PURGE_MAX = 10_000;

/**
 * Removes dead letters, oldest first by finished_deliveries_failed; what is being retried this very moment is passed over. A
 * delivery is made before it ends, so its end bounds its id too, by which the days are partitioned. Their attempts stay: they
 * are what statistics count, and go with their day. $1 tenant id, $2 the least id that stays, $3 the end of those that go,
 * $4 webhook id or null.
 */
export const PURGE_DEAD_LETTERS: Statement = {
  name: 'purge_dead_letters',
  text: `
with old as (
  select id from finished_deliveries
  where tenant_id = $1::uuid and status = 'dead_letter' and id < $2::uuid and completed_at < $3::timestamptz
    and ($4::uuid is null or webhook_id = $4::uuid)
  order by id limit ${PURGE_MAX}
  for update skip locked),
purged as (delete from finished_deliveries f using old where f.id = old.id returning f.id)
select count(*)::int as purged from purged`,
};
