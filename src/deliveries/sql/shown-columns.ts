import { NEXT_RETRY_AT, SHOWN_STATUS } from '../../engine/queue/sql/holds.ts';

const COMMON_COLUMNS = `d.id, d.tenant_id, d.webhook_id, d.event_id, d.event_type, d.attempt_count, d.max_attempts,
    d.last_response_status, d.last_error_type, d.tags, d.created_at`;

/** What is shown of a row `d` of each table, and what has to be joined for it: of few rows, since each is looked up. */
export const SHOWN_OF_TABLE = {
  live_deliveries: {
    columns: `${COMMON_COLUMNS}, ${SHOWN_STATUS} as status, null::text as reason, d.updated_at,
    null::timestamptz as completed_at, ${NEXT_RETRY_AT} as next_retry_at`,
    join: 'left join webhook_holds h on h.webhook_id = d.webhook_id',
  },
  finished_deliveries: {
    columns: `${COMMON_COLUMNS}, d.status::text as status, d.reason, d.completed_at as updated_at, d.completed_at,
    null::timestamptz as next_retry_at`,
    join: '',
  },
} as const;
