import type { Statement } from '../../../engine/statement.ts';

/** $1 key id, $2 canary. Of several processes that start at once with a new key, the first names it. */
export const REGISTER_KEY: Statement = {
  name: 'register_key',
  text: 'insert into encryption_keys (id, canary) values ($1, $2) on conflict do nothing',
};
