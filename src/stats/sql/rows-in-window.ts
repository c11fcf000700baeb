/**
 * Rows of one table that a tenant ($1) has in a window ($2 <= id < $3), or one webhook of it ($4, else null). Which of the
 * two is asked falls away as the statement is planned for its values. In history finished_deliveries_page
 * (tenant_id, id desc) or finished_deliveries_webhook (webhook_id, id desc) gives them, of the days of the window alone;
 * the queue, which is small and has no such index, is read along its primary key, or whole.
 */
export function rowsInWindow(table: 'live_deliveries' | 'finished_deliveries'): string {
  return `from ${table}
   where tenant_id = $1::uuid and id >= $2::uuid and id < $3::uuid and ($4::uuid is null or webhook_id = $4::uuid)`;
}
