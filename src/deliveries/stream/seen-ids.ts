import type { Uuid } from '../../domain/ids.ts';

/** Ids that have been told, from a place on, and no more than fit: the oldest are forgotten first, and the place moves up. */
export class SeenIds {
  private readonly ids = new Set<Uuid>();
  private from: Uuid;

  constructor(
    from: Uuid,
    private readonly max: number,
  ) {
    this.from = from;
  }

  /** Below it nothing is known. */
  get floor(): Uuid {
    return this.from;
  }

  has(id: Uuid): boolean {
    return this.ids.has(id);
  }

  add(id: Uuid): void {
    this.ids.add(id);
  }

  /** Forgets what lies below; a place that has been given up is never known again. */
  forgetBelow(from: Uuid): void {
    if (from > this.from) this.from = from;
    for (const id of this.ids) if (id < this.from) this.ids.delete(id);
    if (this.ids.size <= this.max) return;
    const kept = [...this.ids].toSorted().slice(-this.max);
    this.ids.clear();
    for (const id of kept) this.ids.add(id);
    this.from = kept[0] ?? this.from;
  }
}
