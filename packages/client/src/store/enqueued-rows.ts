import type { Uuid } from '../../../../src/domain/ids.ts';
import { plainArrayLiteral, textArray } from '../../../../src/engine/array-parameter.ts';
import { isTransient } from '../../../../src/engine/database-errors.ts';
import { Coalescer } from '../../../../src/engine/publish/coalescer.ts';
import { run } from '../../../../src/engine/statement.ts';
import type { GivenEvent } from '../new-event.ts';
import { ENQUEUE } from '../sql/queue.ts';
import type { Store } from './store.ts';
import type { StoredTarget } from './target-row.ts';

/** A delivery on its way into the queue, with its event. */
export interface EnqueuedRow {
  readonly event: GivenEvent;
  readonly target: StoredTarget;
  readonly priority: number;
  readonly eventId: Uuid;
  readonly id: Uuid;
}

type RowStore = Pick<Store, 'enginePool' | 'tenantId'>;

/** As publishes do: callers that wait at the same moment share a statement, and what may wait is bounded. */
export function coalesceEnqueuing(store: RowStore): Coalescer<EnqueuedRow, boolean> {
  return new Coalescer({
    run: async (rows) => await insert(store, rows),
    sizeOf: (rows) => ({
      events: rows.length,
      deliveries: rows.length,
      characters: rows.reduce((sum, { event }) => sum + event.data.length, 0),
    }),
    // One of them may have an id that another has too.
    isOfOneItem: (error) => !isTransient(error),
    runsMax: 4,
    isShared: true,
    waitingMax: { events: 20_000, deliveries: 20_000, characters: 33_554_432 },
    patienceMs: 5_000,
  });
}

/** Answers of each whether its id was free. */
async function insert({ enginePool, tenantId }: RowStore, rows: readonly EnqueuedRow[]): Promise<boolean[]> {
  const inserted = await run<{ id: Uuid }>(enginePool, ENQUEUE, [
    plainArrayLiteral(rows, ({ eventId }) => eventId),
    tenantId,
    textArray(rows.map(({ event }) => event.type)),
    textArray(rows.map(({ event }) => event.data)),
    plainArrayLiteral(rows, ({ id }) => id),
    plainArrayLiteral(rows, ({ target }) => target.id),
    plainArrayLiteral(rows, ({ priority }) => priority),
    plainArrayLiteral(rows, ({ target }) => target.configuration.retry.max_attempts),
  ]);
  const ids = new Set(inserted.map(({ id }) => id));
  return rows.map(({ id }) => ids.has(id));
}
