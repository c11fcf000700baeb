import type { Statement } from '../../statement.ts';

/**
 * A tenant's webhooks with the version of its subscriptions, in one statement: what is read belongs to exactly the
 * version beside it, its quotas and the wire formats of the tenant too. $1 tenant id. No row means no such tenant; a row
 * without id means no webhooks. An old id is what receivers of an imported webhook know it by. A format that many webhooks have is sent once, with one of them: it may take 64 KiB.
 */
export const LOAD_WEBHOOKS: Statement = {
  name: 'load_webhooks',
  text: `
select v.version as subscription_version,
       coalesce(t.events_per_minute_quota, d.events_per_minute) as events_per_minute,
       coalesce(t.live_deliveries_quota, d.live_deliveries) as live_deliveries,
       coalesce(t.payload_bytes_quota, d.payload_bytes) as payload_bytes, w.id, o.old_id, v.tenant_id, w.url, w.events, w.filter, w.headers,
       w.sealed_headers, w.headers_key_id, w.format, f.id as format_id, f.version as format_version,
       case when row_number() over (partition by f.id order by w.id) = 1 then f.document::text end as format_document,
       w.retry, w.timeout_ms,
       w.version, not coalesce(w.active, true) or s.disabled_at is not null as is_disabled,
       w.mode = 'shadow' as is_shadow, w.paused_at is not null as is_paused, w.rate_limit is not null or b.opened_at is not null as is_held_back,
       w.max_in_flight,
       (select json_agg(json_build_object('secret', k.secret, 'key_id', k.key_id,
                                          'expires_at_ms', (extract(epoch from k.expires_at) * 1000)::float8)
                        order by k.expires_at is not null, k.created_at desc)
        from webhook_secrets k
        where k.webhook_id = w.id and (k.expires_at is null or k.expires_at > now())) as secrets
from subscription_versions v
join tenants t on t.id = v.tenant_id
cross join default_quotas d
left join webhooks w on w.tenant_id = v.tenant_id and w.deleted_at is null
left join webhook_states s on s.webhook_id = w.id
left join webhook_breakers b on b.webhook_id = w.id
left join dialect_webhooks o on o.webhook_id = w.id
left join formats f on f.tenant_id = w.tenant_id and f.name = w.format
where v.tenant_id = $1`,
};
