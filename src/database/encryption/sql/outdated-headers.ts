import type { Statement } from '../../../engine/statement.ts';

/** $1 the key that seals now. Webhooks without headers have nothing to seal; deleted ones keep theirs. */
export const COUNT_OUTDATED_HEADERS: Statement = {
  name: 'count_outdated_headers',
  text: `
select count(*)::int as count from webhooks where headers_key_id is distinct from $1 and headers <> '{}'`,
};

/** As `find_outdated_secrets`; the text is the JSON of the headers, sealed or not. */
export const FIND_OUTDATED_HEADERS: Statement = {
  name: 'find_outdated_headers',
  text: `
select id, tenant_id, id as webhook_id, coalesce(sealed_headers, headers::text) as text, headers_key_id as key_id
from webhooks
where id > $2 and headers_key_id is distinct from $1 and headers <> '{}'
order by id limit $3`,
};

/** As `replace_secrets`. Neither the version nor the time of the webhook changes: what it says is what it said. */
export const REPLACE_HEADERS: Statement = {
  name: 'replace_headers',
  text: `
update webhooks w
set sealed_headers = g.sealed, headers_key_id = $1,
    headers = (select jsonb_object_agg(name, '***') from jsonb_object_keys(w.headers) as name)
from unnest($2::uuid[], $3::text[], $4::text[]) as g(id, was, sealed)
where w.id = g.id and coalesce(w.sealed_headers, w.headers::text) = g.was`,
};
