import type { Statement } from '../../engine/statement.ts';

export interface TestSendRow {
  readonly sends: number;
  /** Until the window ends. */
  readonly reset_ms: number;
}

/**
 * Counts one test send of a tenant, in its present window or, where that has ended, in one that begins now. One row by its
 * primary key, locked for the statement alone. $1 tenant id, $2 length of the window (s).
 */
export const COUNT_TEST_SEND: Statement = {
  name: 'count_test_send',
  text: `
with moment as materialized (
  select statement_timestamp() as now, statement_timestamp() - $2::integer * interval '1 second' as ended)
insert into test_send_counts as c (tenant_id, began_at, sends)
select $1::uuid, now, 1 from moment
on conflict (tenant_id) do update
set sends = case when c.began_at <= (select ended from moment) then 1 else c.sends + 1 end,
    began_at = case when c.began_at <= (select ended from moment) then excluded.began_at else c.began_at end
returning c.sends,
  (extract(epoch from c.began_at + $2::integer * interval '1 second' - statement_timestamp()) * 1000)::float8 as reset_ms`,
};
