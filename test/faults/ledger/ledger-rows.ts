import type pg from 'pg';
import type { TestDatabase } from '../../support/test-database.ts';

/** A delivery as the database tells of it, with its attempts counted. Times in ms since 1970. */
export interface DeliveryTally {
  readonly event_id: string;
  readonly url: string;
  readonly status: string;
  readonly attempt_count: number;
  /** When its event was stored. */
  readonly published_ms: number;
  /** Null while it is not finished. */
  readonly completed_ms: number | null;
  /** Attempts of any kind, stale ones included. */
  readonly recorded: number;
  /** Of those, the ones that were answered. */
  readonly answered: number;
  /** Of those, the ones that count: made under the lease that stood, and not broken off by a shutdown. */
  readonly counted: number;
  readonly succeeded: number;
}

export interface Overwrite {
  readonly delivery_id: string;
  readonly change: string;
}

const TALLIES = `
with tallies as (
  select delivery_id, count(*) as recorded, count(response_status) as answered,
         count(*) filter (where not stale and error_type is distinct from 'interrupted') as counted,
         count(*) filter (where not stale and outcome = 'succeeded') as succeeded
  from attempts group by delivery_id)
select d.event_id, w.url, d.status, d.attempt_count,
       (extract(epoch from e.created_at) * 1000)::float8 as published_ms,
       (extract(epoch from d.completed_at) * 1000)::float8 as completed_ms,
       coalesce(t.recorded, 0)::int as recorded, coalesce(t.answered, 0)::int as answered,
       coalesce(t.counted, 0)::int as counted, coalesce(t.succeeded, 0)::int as succeeded
from deliveries d
join webhooks w on w.id = d.webhook_id
join events e on e.id = d.event_id
left join tallies t on t.delivery_id = d.id`;

/** Finished rows leave only when somebody asks for a retry, and never change. Nobody asks here. */
const WATCH_FINISHED = `
create table overwrites (delivery_id uuid not null, change text not null);
create function note_overwrite() returns trigger language plpgsql security definer set search_path = posthorn as $$
begin
  insert into overwrites values (old.id, tg_op || ' of ' || old.status);
  return null;
end $$;
create trigger overwritten after update or delete on finished_deliveries
  for each row execute function note_overwrite();`;

/** From now on the database notes whatever becomes of deliveries that were finished. */
export async function watchFinished(database: TestDatabase): Promise<void> {
  await database.query(WATCH_FINISHED);
}

export async function readTallies(database: TestDatabase): Promise<DeliveryTally[]> {
  return await database.query<DeliveryTally & pg.QueryResultRow>(TALLIES);
}

export async function readOverwrites(database: TestDatabase): Promise<Overwrite[]> {
  return await database.query<Overwrite & pg.QueryResultRow>('select * from overwrites');
}

export async function readEventIds(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ id: string }>('select id from events');
  return rows.map(({ id }) => id);
}

/** What is not delivered yet: live deliveries and events that have not been fanned out. */
export async function countOpen(database: TestDatabase): Promise<number> {
  const [row] = await database.query<{ open: number }>(
    'select ((select count(*) from live_deliveries) + (select count(*) from outbox))::int as open',
  );
  return row?.open ?? 0;
}
