import type { Statement } from '../../../engine/statement.ts';

/**
 * Forgets the keys that nothing is sealed with any more. $1 the key that stays. A process that is about to seal with one
 * of them holds its row, so that this waits for it and is then refused by the foreign key.
 */
export const RETIRE_KEYS: Statement = {
  name: 'retire_keys',
  text: `
delete from encryption_keys k
where k.id <> $1
  and not exists (select from webhook_secrets s where s.key_id = k.id)
  and not exists (select from webhooks w where w.headers_key_id = k.id)
returning k.id`,
};
