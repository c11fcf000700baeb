import type { DeliveriesRepository } from './deliveries.repository.ts';
import type { DeliveryRecord } from './delivery-record.ts';
import type { DeliveryFilter } from './sql/branches.ts';
import type { Cursor } from '../http/pagination.ts';

/** Where filters pass rows over, a page reads at most so many walks of 20,000 rows. */
const WALKS_MAX = 10;

/** A page by its place, for lists whose pages have numbers. */
export interface NumberedPlace {
  /** Rows before it; with `limit` at most 10,000, for all of them are read. */
  readonly offset: number;
  readonly limit: number;
}

export interface NumberedRows {
  readonly rows: readonly DeliveryRecord[];
  /** At most 10,001; null where counting would have to read too much. */
  readonly total: number | null;
}

/**
 * The rows at a place, newest first. Unlike behind a cursor, a page costs what lies before it, and moves when rows arrive.
 */
export async function findNumbered(
  repository: Pick<DeliveriesRepository, 'findPage' | 'count'>,
  filter: DeliveryFilter,
  { offset, limit }: NumberedPlace,
): Promise<NumberedRows> {
  const end = offset + limit;
  const read: DeliveryRecord[] = [];
  let cursor: Cursor | undefined;
  let isCut = true;
  for (let walk = 0; isCut && walk < WALKS_MAX && read.length <= end; walk += 1) {
    const { rows, stoppedAtId } = await repository.findPage(filter, { limit: end - read.length, cursor });
    read.push(...rows);
    isCut = stoppedAtId !== undefined;
    if (stoppedAtId !== undefined) cursor = { direction: 'next', id: stoppedAtId };
  }
  const isWhole = !isCut && read.length <= end;
  const total = isWhole ? read.length : await repository.count(filter);
  return { rows: read.slice(offset, end), total };
}
