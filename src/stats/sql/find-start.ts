import type { Statement } from '../../engine/statement.ts';
import { HEAD, rowsBetween, TAIL, WHOLE } from './rows-in-window.ts';

/**
 * The newest delivery that is too much: down to it, the queue, or history before or behind what buckets tell, has more than
 * $7 rows in the window, deliveries and their attempts taken together. No row when none has. Reads $7 + 1 rows of each at
 * most, by the indexes of `rowsBetween`. $1 tenant id, $2 and $3 bounds of ids, $4 webhook id or null, $5 and $6 the
 * bounds of what buckets tell, $7 rows.
 */
export const FIND_START: Statement = {
  name: 'find_stats_start',
  text: `
select id
from (${walk(rowsBetween('live_deliveries', ...WHOLE))} union all ${walk(rowsBetween('finished_deliveries', ...HEAD))}
      union all ${walk(rowsBetween('finished_deliveries', ...TAIL))}) stops
order by id desc limit 1`,
};

function walk(rows: string): string {
  return `
  (select id
   from (select id, sum(1 + attempt_count) over (order by id desc rows unbounded preceding) as rows_read
         from (select id, attempt_count ${rows} order by id desc limit $7::int + 1) newest) walked
   where rows_read > $7::int order by id desc limit 1)`;
}
