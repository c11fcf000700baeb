import { Parameters, ROWS_READ_MAX, TOTAL_MAX, type Query } from '../../database/walk.ts';
import { planBranches, type Branch, type DeliveryFilter } from './branches.ts';

/**
 * How many deliveries a filter matches, at most 10,001 (`total`), along the same walks as a page. `is_cut` tells that a
 * walk ended at its bound, so that there may be more than `total`. Null when no table can hold a match.
 */
export function countMatches(filter: DeliveryFilter): Query | null {
  const parameters = new Parameters();
  const branches = planBranches(filter, parameters);
  if (branches.length === 0) return null;
  const text = `
select least(sum(matches), ${TOTAL_MAX})::int as total, bool_or(is_cut) and sum(matches) < ${TOTAL_MAX} as is_cut
from (${branches.map(countBranch).join(' union all ')}) counts`;
  return { text, values: parameters.values };
}

function countBranch(branch: Branch): string {
  const bound = branch.isSmall ? 'offset 0' : `order by id desc limit ${ROWS_READ_MAX}`;
  const where = branch.walk.length === 0 ? '' : `where ${branch.walk.join(' and ')}`;
  const walk = `select * from ${branch.table} ${where} ${bound}`;
  const matches = `select from (${walk}) d where ${branch.rest.join(' and ')} limit ${TOTAL_MAX}`;
  const isCut = branch.isNarrowed ? `exists (select from (${walk}) w offset ${ROWS_READ_MAX - 1})` : 'false';
  return `select (select count(*) from (${matches}) m) as matches, ${isCut} as is_cut`;
}
