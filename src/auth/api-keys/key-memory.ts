import { putNewest } from '../../domain/bounded-map.ts';
import type { Uuid } from '../../domain/ids.ts';
import type { KnownKey } from '../bearer-access.ts';

/** Below a second, in which a revocation has to be effective in every process. */
const REMEMBERED_MS = 750;
const KEYS_MAX = 10_000;

interface Reading {
  /** Of its beginning: the row may have changed while it was read. */
  readonly startedAt: number;
  readonly key: Promise<KnownKey | null>;
}

export interface KeyMemoryParts {
  readonly read: (id: Uuid) => Promise<KnownKey | null>;
  /** Milliseconds of a clock that only goes on. */
  readonly now: () => number;
}

/** Keys as they were read less than a second ago: every request asks for one, and all of a moment share a reading. */
export class KeyMemory {
  private readonly readings = new Map<Uuid, Reading>();

  constructor(private readonly parts: KeyMemoryParts) {}

  async find(id: Uuid): Promise<KnownKey | null> {
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
