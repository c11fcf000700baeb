import type { Statement } from '../../../../src/engine/statement.ts';

/**
 * A target with the secrets that sign for it, the current one first. By webhooks_uid_key. $1 tenant id, $2 uid. Not
 * prepared for many: it is read once a registration and, by queues, once a version.
 */
export const FIND_TARGET: Statement = {
  name: 'client_find_target',
  text: `
select w.id, w.version, w.uid, w.name, w.url, w.events, w.headers, w.sealed_headers, w.headers_key_id, w.format, w.retry,
       w.timeout_ms, w.rate_limit, w.max_in_flight, w.active, w.metadata,
       coalesce((select json_agg(json_build_object('id', k.id, 'secret', k.secret, 'key_id', k.key_id,
                                                   'is_current', k.expires_at is null)
                                 order by k.expires_at is not null, k.created_at desc)
                 from webhook_secrets k
                 where k.webhook_id = w.id and (k.expires_at is null or k.expires_at > now())), '[]'::json) as secrets
from webhooks w
where w.tenant_id = $1 and w.uid = $2 and w.deleted_at is null`,
};

/** Takes the lock under which a tenant's changes follow each other, and tells publishers that their snapshot is old. $1 tenant id. */
export const BUMP_VERSION: Statement = {
  name: 'client_bump_version',
  text: 'update subscription_versions set version = version + 1 where tenant_id = $1 returning version',
};

/** How many webhooks a tenant may have, null for any number, and how many it has. By webhooks_page. $1 tenant id. */
export const READ_WEBHOOK_QUOTA: Statement = {
  name: 'client_read_webhook_quota',
  text: `
select coalesce(t.webhooks_quota, d.webhooks) as quota,
       (select count(*)::int from webhooks w where w.tenant_id = t.id and w.deleted_at is null) as count
from tenants t cross join default_quotas d where t.id = $1`,
};

const COLUMNS = `name = g.name, url = g.url, events = g.events, headers = g.headers, sealed_headers = g.sealed_headers,
    headers_key_id = g.headers_key_id, format = g.format, retry = g.retry, timeout_ms = g.timeout_ms,
    rate_limit = g.rate_limit, max_in_flight = g.max_in_flight, active = g.active, metadata = g.metadata,
    signature = g.signature, public_key = null`;

const GIVEN = `(select $2::text as name, $3::text as url, $4::text[] as events, $5::jsonb as headers,
       $6::text as sealed_headers, $7::text as headers_key_id, $8::text as format, $9::jsonb as retry,
       $10::int as timeout_ms, $11::jsonb as rate_limit, $12::int as max_in_flight, $13::boolean as active,
       $14::jsonb as metadata, $15::text as signature, now() as moment) g`;

/**
 * A new target's row and its state. $1 id, $2 name, $3 url, $4 events, $5 headers (masked where they are sealed), $6 sealed
 * headers, $7 their key, $8 format, $9 retry, $10 timeout (ms), $11 rate limit, $12 in flight at most, $13 active,
 * $14 metadata, $15 signature, $16 tenant id, $17 uid.
 */
export const INSERT_TARGET: Statement = {
  name: 'client_insert_target',
  text: `
with made as (
  insert into webhooks (id, tenant_id, uid, name, url, events, headers, sealed_headers, headers_key_id, format, retry,
                        timeout_ms, rate_limit, max_in_flight, active, metadata, signature)
  select $1::uuid, $16::uuid, $17::text, g.name, g.url, g.events, g.headers, g.sealed_headers, g.headers_key_id, g.format,
         g.retry, g.timeout_ms, g.rate_limit, g.max_in_flight, g.active, g.metadata, g.signature
  from ${GIVEN}
  returning id)
insert into webhook_states (webhook_id) select id from made`,
};

/** Gives a target its next version, which nothing speaks against yet. $1 to $15 as for `client_insert_target`. */
export const REPLACE_TARGET: Statement = {
  name: 'client_replace_target',
  text: `
with forgotten as (delete from webhook_breakers where webhook_id = $1::uuid)
update webhooks w set ${COLUMNS}, version = w.version + 1, updated_at = g.moment
from ${GIVEN} where w.id = $1::uuid`,
};

/** Takes back that deliveries have disabled a target. $1 id. */
export const ENABLE_TARGET: Statement = {
  name: 'client_enable_target',
  text: `
update webhook_states s set disabled_at = null, disabled_reason = null, updated_at = t.moment
from (select now() as moment) t
where s.webhook_id = $1 and s.disabled_at is not null
returning s.webhook_id`,
};

/** Soft: its deliveries stay in history, and what waits for it ends as cancelled. $1 tenant id, $2 uid. */
export const DELETE_TARGET: Statement = {
  name: 'client_delete_target',
  text: `
update webhooks w set deleted_at = t.moment, updated_at = t.moment
from (select now() as moment) t
where w.tenant_id = $1 and w.uid = $2 and w.deleted_at is null
returning w.id, w.name`,
};

/**
 * The secret before signs beside the next one for $2 ms, those before it no more: a format that gives the old signature in
 * a header of its own has room for one. $1 webhook id.
 */
export const END_SECRETS: Statement = {
  name: 'client_end_secrets',
  text: `
with ended as (delete from webhook_secrets where webhook_id = $1 and (expires_at is not null or $2::float8 = 0))
update webhook_secrets s set expires_at = t.ending
from (select now() + $2::float8 * interval '1 millisecond' as ending) t
where s.webhook_id = $1 and s.expires_at is null and $2::float8 > 0`,
};

/** $1 id, $2 webhook id, $3 secret, sealed or not, $4 key id. */
export const INSERT_SECRET: Statement = {
  name: 'client_insert_secret',
  text: 'insert into webhook_secrets (id, webhook_id, secret, key_id) values ($1, $2, $3, $4)',
};

/** The format of a user agent of the client's own, which never changes. $1 id, $2 tenant id, $3 name, $4 document. */
export const INSERT_FORMAT: Statement = {
  name: 'client_insert_format',
  text: `
insert into formats (id, tenant_id, name, document) values ($1, $2, $3, $4::json)
on conflict (tenant_id, name) do nothing
returning id`,
};
