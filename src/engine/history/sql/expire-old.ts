import { giveUpTaken } from '../../queue/sql/give-up-taken.ts';
import type { Statement } from '../../statement.ts';

/**
 * Gives up deliveries that have been alive for too long, paused webhooks' included: 1,000 a call, oldest first by the
 * primary key. What is in flight is left to its attempt, and what was retried by hand has as long again from its last
 * change. $1 the smallest id that may stay, $2 the longest age (ms).
 */
export const EXPIRE_OLD: Statement = {
  name: 'expire_old',
  text: `
with due as (
  select id, now() as moment from live_deliveries
  where id < $1::uuid and status <> 'in_progress'
    and (attempts_before = 0 or updated_at < now() - $2::float8 * interval '1 millisecond')
  order by id limit 1000
  for update skip locked),
taken as (delete from live_deliveries d using due where d.id = due.id returning d.*, due.moment)${giveUpTaken('expired')}
returning id`,
};

/** Forgets idempotency keys a thousand a call. $1 age in ms. */
export const FORGET_IDEMPOTENCY_KEYS: Statement = {
  name: 'forget_idempotency_keys',
  text: `
with old as (
  select tenant_id, scope, key from idempotency_keys
  where created_at < now() - $1::float8 * interval '1 millisecond'
  order by created_at limit 1000
  for update skip locked)
delete from idempotency_keys k using old
where k.tenant_id = old.tenant_id and k.scope = old.scope and k.key = old.key
returning k.key`,
};

/** Forgets what came from elsewhere and was no event, a thousand a call, oldest first by the primary key. $1 the smallest id that stays. */
export const FORGET_INGEST_ERRORS: Statement = {
  name: 'forget_ingest_errors',
  text: `
with old as (
  select id from ingest_errors where id < $1::uuid order by id limit 1000
  for update skip locked)
delete from ingest_errors e using old where e.id = old.id
returning e.id`,
};

/** Ends inboxes whose time is over, with what they have kept, a thousand a call, by inboxes_expiry. $1 the present (ms). */
export const FORGET_INBOXES: Statement = {
  name: 'forget_inboxes',
  text: `
with old as (
  select id from inboxes where expires_at <= to_timestamp($1::float8 / 1000) order by expires_at limit 1000
  for update skip locked)
delete from inboxes i using old where i.id = old.id
returning i.id`,
};

/** Forgets what ended replays have made due, a thousand a call, by the primary key. $1 the smallest replay id that stays. */
export const FORGET_REPLAY_DELIVERIES: Statement = {
  name: 'forget_replay_deliveries',
  text: `
with old as (
  select d.replay_id, d.delivery_id from replay_deliveries d
  join replays r on r.id = d.replay_id and r.status <> 'running'
  where d.replay_id < $1::uuid order by d.replay_id, d.delivery_id limit 1000
  for update of d skip locked)
delete from replay_deliveries d using old where d.replay_id = old.replay_id and d.delivery_id = old.delivery_id
returning d.delivery_id`,
};

/** Forgets ended replays of which no delivery is known any more, a thousand a call. $1 the smallest id that stays. */
export const FORGET_REPLAYS: Statement = {
  name: 'forget_replays',
  text: `
with old as (
  select id from replays r
  where id < $1::uuid and status <> 'running'
    and not exists (select from replay_deliveries d where d.replay_id = r.id)
  order by id limit 1000
  for update skip locked)
delete from replays r using old where r.id = old.id
returning r.id`,
};
