import type { Statement } from '../../../engine/statement.ts';

/** Every key that something in this database may be sealed with: a handful of rows, read at a start. */
export const FIND_KEYS: Statement = {
  name: 'find_keys',
  text: 'select id, canary from encryption_keys order by created_at, id',
};
