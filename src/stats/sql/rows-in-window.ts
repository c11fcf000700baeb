/** Two ids, by their parameters. */
export type Bounds = readonly [from: string, before: string];

/**
 * Rows of one table that a tenant ($1) has between two ids, or one webhook of it ($4, else null). Which of the
 * two is asked falls away as the statement is planned for its values. In history finished_deliveries_page
 * (tenant_id, id desc) or finished_deliveries_webhook (webhook_id, id desc) gives them, of the days between alone;
 * in the queue live_deliveries_page (tenant_id, id desc) does, for a webhook too.
 */
export function rowsBetween(
  table: 'live_deliveries' | 'finished_deliveries',
  from: string,
  before: string,
): string {
  return `from ${table}
   where tenant_id = $1::uuid and id >= ${from}::uuid and id < ${before}::uuid and ($4::uuid is null or webhook_id = $4::uuid)`;
}

/**
 * A window is $2 <= id < $3, and a part in its middle, $5 <= id < $6, is told by buckets: before and behind it are its head and
 * its tail. Where there are no buckets the head is all of it.
 */
export const HEAD: Bounds = ['$2', '$5'];
export const TAIL: Bounds = ['$6', '$3'];
export const WHOLE: Bounds = ['$2', '$3'];
export const MIDDLE: Bounds = ['$5', '$6'];
