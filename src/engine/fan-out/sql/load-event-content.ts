import type { Statement } from '../../statement.ts';

/**
 * What filters look at, read only where a webhook has one: a batch of outbox rows with all their payloads could be
 * 100 MiB. $1 event id.
 */
export const LOAD_EVENT_CONTENT: Statement = {
  name: 'load_event_content',
  text: `select coalesce(data::text, 'null') as data, tags from events where id = $1`,
};
