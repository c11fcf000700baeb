import type { Statement } from '../../engine/statement.ts';

/**
 * Counts a request and keeps it, by inboxes_token. The row lock of the update puts those of one inbox in a row, so that each has a
 * count, and with it a slot of the ring, of its own; what was in the slot is replaced. No row for a token that nobody has, nor
 * for an answer to hold back where no more are.
 * $1 token, $2 id of the request, $3 method, $4 path, $5 headers (JSON), $6 body, $7 bytes of the whole, $8 size of the ring,
 * $9 whether no more answers are held back.
 */
export const RECEIVE: Statement = {
  name: 'receive_in_inbox',
  text: `
with taken as (
  update inboxes set received_count = received_count + 1
  where token = $1 and expires_at > now() and (delay_ms = 0 or not $9::boolean)
  returning id, tenant_id, received_count, delay_ms, response_body,
            case when received_count <= fail_until then fail_status else status end as response_status),
kept as (
  insert into inbox_requests (inbox_id, slot, id, tenant_id, method, path, headers, body, body_bytes, response_status, received_at)
  select id, received_count % $8::int, $2::uuid, tenant_id, $3, $4, $5::json, $6::bytea, $7::int, response_status, now()
  from taken
  on conflict (inbox_id, slot) do update
  set id = excluded.id, method = excluded.method, path = excluded.path, headers = excluded.headers, body = excluded.body,
      body_bytes = excluded.body_bytes, response_status = excluded.response_status, received_at = excluded.received_at)
select delay_ms, response_body, response_status from taken`,
};
