import type { Uuid } from '../../../domain/ids.ts';
import type { Statement } from '../../statement.ts';

/** A webhook that has not been made, enabled or, as far as its bucket knows, sent to for so long. */
export interface CandidateRow {
  readonly id: Uuid;
  /** By the history and the queue as well. */
  readonly is_idle: boolean;
}

/**
 * Webhooks of a dialect that seem idle, and whether they are. Of a limited webhook's attempts its bucket knows, which every
 * claim of it writes; so the history is asked of few. It is asked one by one, newest first, by finished_deliveries_webhook:
 * as a join it would be read whole. The queue, which has no index for it, is read once, and only where a candidate has no limit:
 * such a one is left alone where the history does not reach back so far ($3), since then nothing is known of it.
 *
 * $1 dialect, $2 how long (ms), $3 whether the history reaches back, $4 the least id that a delivery tried since can have.
 */
function candidates(name: string, place: string): Statement {
  return {
    name,
    text: `
with moment as materialized (select now() - $2::float8 * interval '1 millisecond' as since),
candidates as materialized (
  select w.id, w.rate_limit is not null as is_limited
  from moment, dialect_webhooks m
  join webhooks w on w.id = m.webhook_id
  left join webhook_states s on s.webhook_id = w.id
  left join webhook_buckets b on b.webhook_id = w.id
  where m.dialect = $1 and w.deleted_at is null and w.active and s.disabled_at is null
    and (w.rate_limit is not null or $3::boolean)
    and greatest(w.created_at, s.updated_at, b.refilled_at) < moment.since
    and ${place})
select c.id,
  (select d.id from finished_deliveries d
   where d.webhook_id = c.id and d.id >= $4::uuid and d.attempt_count > 0 and d.completed_at >= moment.since
   order by d.id desc limit 1) is null
  and (c.is_limited or c.id not in (
    select d.webhook_id from live_deliveries d
    where d.updated_at >= (select since from moment) and (d.attempt_count > 0 or d.status = 'in_progress'))) as is_idle
from moment, candidates c
order by c.id`,
  };
}

/** In the order of their ids, 500 a call. $5 the id to go on behind. */
export const FIND_CANDIDATES = candidates(
  'find_idle_candidates',
  'm.webhook_id > $5::uuid order by m.webhook_id limit 500',
);
export const CANDIDATES_MAX = 500;

/** A row where something is due for the webhook $1, as for a paused one: by live_deliveries_ready. */
export const HAS_DUE: Statement = {
  name: 'has_due_deliveries',
  text: 'select id from live_deliveries where ready and webhook_id = $1 limit 1',
};

/** The webhook $5, where it is one. */
export const FIND_CANDIDATE = candidates('find_idle_candidate', 'm.webhook_id = $5::uuid');
