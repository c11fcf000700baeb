import type { Statement } from '../../../../src/engine/statement.ts';

/** A tenant by its uid, or by its id where $2 is one. By tenants_uid_key and the primary key. $1 uid, $2 id or null. */
export const FIND_TENANT: Statement = {
  name: 'client_find_tenant',
  text: 'select id from tenants where uid = $1 or id = $2::uuid order by uid = $1 desc nulls last limit 1',
};
