import type pg from 'pg';
import type { Uuid } from '../../domain/ids.ts';
import { inTransaction, run, type Queryable } from '../statement.ts';
import {
  BEGIN_BATCH,
  CHANGE_BATCH,
  EXPIRE_EVENT_DATA,
  FORGET_REVISITS,
  LOCK_DUE_EVENT_DATA,
  LOCK_EVENT_DATA,
  REVISIT_DATA,
} from './sql/shorter-keeping.ts';

interface HeldRow {
  readonly id: Uuid;
  readonly tenant_id: Uuid;
  readonly is_held: boolean;
}

/** Between two ids, of some tenants. */
interface Span {
  readonly tenantIds: readonly Uuid[];
  readonly after: Uuid;
  readonly until: Uuid;
}

/** Takes the data out of events whose time is over, but for those that a live delivery needs: these are looked at again. */
export class EventDataExpiry {
  constructor(private readonly pool: pg.Pool) {}

  /** Looks at a batch. @returns the id behind which the next begins; null when there is none */
  async expire(tx: Queryable, { tenantIds, after, until }: Span): Promise<Uuid | null> {
    type Row = Partial<HeldRow> & { readonly reached_id: Uuid };
    const rows = await run<Row & pg.QueryResultRow>(tx, LOCK_EVENT_DATA, [tenantIds, after, until]);
    const found = rows.filter((row): row is Row & HeldRow => typeof row.id === 'string');
    await this.free(tx, found);
    return rows[0]?.reached_id ?? null;
  }

  /** @param ends of each tenant: the id before which its events lose their data now. */
  async revisit(ends: ReadonlyMap<Uuid, Uuid>): Promise<void> {
    for (let isFull = true; isFull;) {
      isFull = await inTransaction(this.pool, async (tx) => {
        await tx.query(BEGIN_BATCH);
        type Row = HeldRow & { readonly is_there: boolean };
        const rows = await run<Row>(tx, LOCK_DUE_EVENT_DATA, []);
        // One whose tenant keeps its data for longer by now has time.
        const isOver = ({ id, tenant_id: tenantId }: HeldRow): boolean => id < (ends.get(tenantId) ?? '');
        const there = rows
          .filter((row) => row.is_there)
          .map((row) => ({ ...row, is_held: row.is_held && isOver(row) }));
        const freed = await this.free(tx, there);
        const gone = rows.filter((row) => !row.is_there).map(({ id }) => id);
        await run(tx, FORGET_REVISITS, [[...freed, ...gone]]);
        return rows.length === CHANGE_BATCH;
      });
    }
  }

  /** @returns those that have lost their data; the others are looked at again */
  private async free(tx: Queryable, rows: readonly HeldRow[]): Promise<Uuid[]> {
    if (rows.length === 0) return [];
    // A statement of its own: it sees what was committed before they were held.
    const heldIds = rows.filter((row) => row.is_held).map(({ id }) => id);
    const freed = await run<{ id: Uuid }>(tx, EXPIRE_EVENT_DATA, [heldIds]);
    const freedIds = new Set(freed.map(({ id }) => id));
    const kept = rows.filter(({ id }) => !freedIds.has(id));
    if (kept.length > 0) {
      const values = [kept.map(({ id }) => id), kept.map(({ tenant_id: tenantId }) => tenantId)];
      await run(tx, REVISIT_DATA, values);
    }
    return [...freedIds];
  }
}
