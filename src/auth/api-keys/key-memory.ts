import { putNewest } from '../../domain/bounded-map.ts';
import type { Uuid } from '../../domain/ids.ts';

/** Below a second, in which a revocation has to be effective in every process. */
const REMEMBERED_MS = 750;
const KEYS_MAX = 10_000;

interface Reading<Row> {
  /** Of its beginning: the row may have changed while it was read. */
  readonly startedAt: number;
  readonly key: Promise<Row | null>;
}

export interface KeyMemoryParts<Row> {
  readonly read: (id: Uuid) => Promise<Row | null>;
  /** Milliseconds of a clock that only goes on. */
  readonly now: () => number;
}

/** Keys, or sessions, as they were read less than a second ago: every request asks for one, and all of a moment share a reading. */
export class KeyMemory<Row> {
  private readonly readings = new Map<Uuid, Reading<Row>>();

  constructor(private readonly parts: KeyMemoryParts<Row>) {}

  async find(id: Uuid): Promise<Row | null> {
    const startedAt = this.parts.now();
    const known = this.readings.get(id);
    if (known !== undefined && startedAt < known.startedAt + REMEMBERED_MS) return await known.key;
    const key = this.parts.read(id);
    putNewest(this.readings, id, { startedAt, key }, KEYS_MAX);
    // What could not be read is asked for again by the next request.
    key.catch(() => {
      if (this.readings.get(id)?.key === key) this.readings.delete(id);
    });
    return await key;
  }

  /** Called after every change of the key. */
  forget(id: Uuid): void {
    this.readings.delete(id);
  }
}
