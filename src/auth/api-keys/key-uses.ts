import type { Uuid } from '../../domain/ids.ts';
import type { EngineLog } from '../../engine/engine-log.ts';

/** So exact is the time of a key's last use. */
const WRITTEN_EVERY_MS = 60_000;
/** Keys that are used within this time are written together. */
const GATHERED_MS = 1_000;

export interface KeyUsesParts {
  readonly write: (ids: readonly Uuid[]) => Promise<void>;
  readonly log: EngineLog;
  /** Milliseconds of a clock that only goes on. */
  readonly now: () => number;
}

/** Writes when keys were last used: rarely, some at once, and never in the way of a request. */
export class KeyUses {
  private readonly writtenAt = new Map<Uuid, number>();
  private gathered = new Set<Uuid>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly parts: KeyUsesParts) {}

  note(id: Uuid): void {
    const writtenAt = this.writtenAt.get(id);
    if (writtenAt !== undefined && this.parts.now() < writtenAt + WRITTEN_EVERY_MS) return;
    this.gathered.add(id);
    this.timer ??= setTimeout(() => {
      void this.flush();
    }, GATHERED_MS);
  }

  /** Writes what is gathered; what cannot be written is lost, and noted again with the key's next use. */
  async flush(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const ids = [...this.gathered];
    this.gathered = new Set();
    if (ids.length === 0) return;
    try {
      await this.parts.write(ids);
      this.remember(ids);
    } catch (err) {
      this.parts.log.debug({ err }, 'the last use of keys could not be written');
    }
  }

  private remember(ids: readonly Uuid[]): void {
    const now = this.parts.now();
    for (const [id, writtenAt] of this.writtenAt) {
      if (now >= writtenAt + WRITTEN_EVERY_MS) this.writtenAt.delete(id);
    }
    for (const id of ids) this.writtenAt.set(id, now);
  }
}
