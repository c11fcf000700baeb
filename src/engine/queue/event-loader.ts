import { plainArrayLiteral } from '../array-parameter.ts';
import { isTransient } from '../database-errors.ts';
import { toPublicId, type Uuid } from '../../domain/ids.ts';
import { run, type Queryable } from '../statement.ts';
import type { ClaimedEvent } from './claimed-delivery.ts';
import { LOAD_EVENTS } from './sql/load-events.ts';

interface EventRow {
  readonly id: Uuid;
  readonly type: string;
  readonly data: string | null;
  readonly occurred_ms: number;
  readonly is_left: boolean;
  readonly traceparent: string | null;
  readonly tracestate: string | null;
}

/** Events by id; those that are gone or erased are in none of the three. */
export interface LoadedEvents {
  readonly events: Map<Uuid, ClaimedEvent>;
  /** Beyond the bytes that were asked for. */
  readonly left: Set<Uuid>;
  /** What the database cannot give out, such as a damaged page. */
  readonly unreadable: Set<Uuid>;
}

/**
 * Loads events until their payloads reach `bytesMax`. What the database refuses to read is halved until the culprit stands
 * alone (guarantee 9).
 */
export async function loadEvents(
  db: Queryable,
  ids: readonly Uuid[],
  bytesMax: number,
): Promise<LoadedEvents> {
  const loaded: LoadedEvents = { events: new Map(), left: new Set(), unreadable: new Set() };
  await loadInto(loaded, db, ids, bytesMax);
  return loaded;
}

/** Answers the bytes that may still be loaded. */
async function loadInto(
  loaded: LoadedEvents,
  db: Queryable,
  ids: readonly Uuid[],
  bytesMax: number,
): Promise<number> {
  const [first] = ids;
  if (first === undefined) return bytesMax;
  try {
    const rows = await run<EventRow>(db, LOAD_EVENTS, [plainArrayLiteral(ids, (id) => id), bytesMax]);
    return bytesMax - keep(loaded, rows);
  } catch (error) {
    if (isTransient(error)) throw error;
    if (ids.length === 1) {
      loaded.unreadable.add(first);
      return bytesMax;
    }
    const middle = Math.ceil(ids.length / 2);
    const rest = await loadInto(loaded, db, ids.slice(0, middle), bytesMax);
    return await loadInto(loaded, db, ids.slice(middle), rest);
  }
}

function keep({ events, left }: LoadedEvents, rows: readonly EventRow[]): number {
  let bytes = 0;
  for (const { id, type, data, occurred_ms: occurredAt, is_left: isLeft, ...row } of rows) {
    if (isLeft) left.add(id);
    if (data === null) continue;
    const { traceparent, tracestate } = row;
    const trace = traceparent === null ? null : { traceparent, tracestate };
    events.set(id, { id: toPublicId('event', id), type, data, occurredAt, trace });
    bytes += Buffer.byteLength(data);
  }
  return bytes;
}
