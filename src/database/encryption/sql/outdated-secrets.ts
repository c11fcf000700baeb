import type { Statement } from '../../../engine/statement.ts';

/** $1 the key that seals now. One pass over the table, run a few times in the life of a key. */
export const COUNT_OUTDATED_SECRETS: Statement = {
  name: 'count_outdated_secrets',
  text: 'select count(*)::int as count from webhook_secrets where key_id is distinct from $1',
};

/** $1 the key that seals now, $2 the id to go on after, $3 how many. In the order of the primary key. */
export const FIND_OUTDATED_SECRETS: Statement = {
  name: 'find_outdated_secrets',
  text: `
select s.id, w.tenant_id, w.id as webhook_id, s.secret as text, s.key_id
from webhook_secrets s join webhooks w on w.id = s.webhook_id
where s.id > $2 and s.key_id is distinct from $1
order by s.id limit $3`,
};

/**
 * $1 the key that seals now, $2 ids, $3 texts as they were read, $4 the same texts sealed again. What has changed since
 * it was read is left alone: whoever changed it has sealed it.
 */
export const REPLACE_SECRETS: Statement = {
  name: 'replace_secrets',
  text: `
update webhook_secrets s set secret = g.sealed, key_id = $1
from unnest($2::uuid[], $3::text[], $4::text[]) as g(id, was, sealed)
where s.id = g.id and s.secret = g.was`,
};
