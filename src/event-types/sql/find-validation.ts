import type { Statement } from '../../engine/statement.ts';

/** What a tenant asks of its events, and the version of its event types; by primary key. $1 tenant id. */
export const FIND_VALIDATION: Statement = {
  name: 'find_validation',
  text: 'select validation, event_types_version from tenants where id = $1',
};

/** Those of the named types that have a schema, by the index of names. $1 tenant id, $2 names. */
export const FIND_SCHEMAS: Statement = {
  name: 'find_event_type_schemas',
  text: `
select id, name, version, schema
from event_types
where tenant_id = $1 and name = any($2::text[]) and schema is not null`,
};
