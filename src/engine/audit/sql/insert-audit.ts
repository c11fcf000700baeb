import type { Statement } from '../../statement.ts';

/**
 * One row of the audit log. $1 id, $2 tenant id or null, $3 kind, $4 id and $5 name of the actor, $6 action, $7 type,
 * $8 id and $9 name of the object, $10 request id, $11 changes (JSON text).
 */
export const INSERT_AUDIT: Statement = {
  name: 'insert_audit',
  text: `
insert into audit_log (id, tenant_id, actor_kind, actor_id, actor_name, action, object_type, object_id, object_name,
                       request_id, changes)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::json)`,
};
