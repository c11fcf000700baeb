import type { Statement } from '../../engine/statement.ts';
import { SUMMARY_COLUMNS } from '../event-columns.ts';

/** One event with its data as text, exactly as it was published. $1 tenant id, $2 event id. */
export const FIND_EVENT: Statement = {
  name: 'find_event',
  text: `select ${SUMMARY_COLUMNS}, created_at, data::text as data, refusal from events where id = $2 and tenant_id = $1`,
};

/** Some events without their data, in no order. $1 tenant id, $2 event ids. */
export const FIND_SUMMARIES: Statement = {
  name: 'find_event_summaries',
  text: `select ${SUMMARY_COLUMNS} from events where id = any ($2::uuid[]) and tenant_id = $1`,
};
