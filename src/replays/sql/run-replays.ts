import type { Statement } from '../../engine/statement.ts';

/** Replays whose pace lets them go on, those that have waited longest first. Served by replays_running. */
export const FIND_DUE_REPLAYS: Statement = {
  name: 'find_due_replays',
  text: `
select id from replays where status = 'running' and next_batch_at <= now() order by next_batch_at limit 100`,
};

/**
 * Takes a replay for one batch: until its transaction ends nobody else goes on with it, cancels it, or reads an older mark. No
 * row where somebody is at it, or it is not due any more. $1 id.
 */
export const TAKE_REPLAY: Statement = {
  name: 'take_replay',
  text: `
select id, tenant_id, mode, filter, rate_per_second, mark, created_at from replays
where id = $1::uuid and status = 'running' and next_batch_at <= now()
for update skip locked`,
};

/**
 * Puts the mark behind a batch, in its transaction. The next one is due when the pace allows, counted from when this one
 * was, so that a late look makes up for itself, though never for more than a second. $1 id, $2 mark, null at the end, $3
 * deliveries.
 */
export const ADVANCE_REPLAY: Statement = {
  name: 'advance_replay',
  text: `
with pace as (
  select id, now() as moment, case when $2::uuid is null then now() end as ended_at,
         greatest(next_batch_at, now() - interval '1 second')
           + $3::int * interval '1 second' / rate_per_second as due
  from replays where id = $1::uuid)
update replays r
set mark = coalesce($2::uuid, r.mark), replayed_count = r.replayed_count + $3::int, next_batch_at = p.due,
    status = case when p.ended_at is null then r.status else 'completed' end, completed_at = p.ended_at, updated_at = p.moment
from pace p where r.id = p.id`,
};

/** Puts a replay off whose batch has failed. $1 id, $2 pause (ms). */
export const POSTPONE_REPLAY: Statement = {
  name: 'postpone_replay',
  text: `
update replays r set next_batch_at = p.due
from (select now() + $2::int * interval '1 millisecond' as due) p
where r.id = $1::uuid and r.status = 'running'`,
};
