import type { Statement } from '../../engine/statement.ts';

/** One row where an inbox has the token and is not over, by inboxes_token. $1 token. */
export const FIND_OPEN: Statement = {
  name: 'find_open_inbox',
  text: 'select 1 as is_open from inboxes where token = $1 and expires_at > now()',
};
