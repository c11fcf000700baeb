import type { Statement } from '../../engine/statement.ts';
import { rowsInWindow } from './rows-in-window.ts';

/**
 * The newest delivery that is too much: down to it, queue or history has more than $5 rows in the window, deliveries and
 * their attempts taken together. No row when neither has. Reads $5 + 1 rows of a table at most, by the indexes of
 * `rowsInWindow`. $1 tenant id, $2 and $3 bounds of ids, $4 webhook id or null, $5 rows.
 */
export const FIND_START: Statement = {
  name: 'find_stats_start',
  text: `
select id
from (${walk('live_deliveries')} union all ${walk('finished_deliveries')}) stops
order by id desc limit 1`,
};

function walk(table: 'live_deliveries' | 'finished_deliveries'): string {
  return `
  (select id
   from (select id, sum(1 + attempt_count) over (order by id desc rows unbounded preceding) as rows_read
         from (select id, attempt_count ${rowsInWindow(table)} order by id desc limit $5::int + 1) newest) walked
   where rows_read > $5::int order by id desc limit 1)`;
}
