import type { Statement } from '../../engine/statement.ts';

/**
 * Keeps what is no event, an entry that is delivered again only once. Of a tenant's errors the newest $8 stay, which its
 * page index finds by reading that many: a flood of them fills no disk. $1 their tenant, $2 ids, $3 sources, $4 ids of entries, $5
 * what came as JSON, $6 whether that was cut short, $7 reasons.
 */
export const KEEP_INGEST_ERRORS: Statement = {
  name: 'keep_ingest_errors',
  text: `
with beyond as (
  select id from ingest_errors where tenant_id = $1::uuid order by id desc offset $8::int limit 1),
trimmed as (
  delete from ingest_errors e using beyond where e.tenant_id = $1::uuid and e.id <= beyond.id)
insert into ingest_errors (id, tenant_id, source, entry_id, raw, is_truncated, reason)
select e.id, $1::uuid, e.source, e.entry_id, e.raw::json, e.is_truncated, e.reason
from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::bool[], $7::text[])
  as e (id, source, entry_id, raw, is_truncated, reason)
on conflict do nothing`,
};
