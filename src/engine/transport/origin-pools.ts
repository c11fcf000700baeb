import { ConnectionPool } from './connection-pool.ts';
import type { AddressGuard } from './dial.ts';
import type { Target } from './target.ts';

export interface PoolLimits {
  readonly originsMax: number;
  readonly connectionsPerOrigin: number;
}

/** One pool for each origin in use; nothing is kept of an origin without a connection. */
export class OriginPools {
  /** In order of use, the longest unused first. */
  private readonly pools = new Map<string, ConnectionPool>();
  private readonly guard: AddressGuard;
  private readonly limits: PoolLimits;

  constructor(guard: AddressGuard, limits: PoolLimits) {
    this.guard = guard;
    this.limits = limits;
  }

  get size(): number {
    return this.pools.size;
  }

  poolOf(target: Target): ConnectionPool {
    const known = this.pools.get(target.origin);
    const pool = known ?? this.createPool(target);
    if (known !== undefined) this.pools.delete(target.origin);
    this.pools.set(target.origin, pool);
    if (known === undefined) this.closeSurplus();
    return pool;
  }

  async destroy(): Promise<void> {
    const pools = [...this.pools.values()];
    this.pools.clear();
    await Promise.all(pools.map(async (pool) => pool.destroy()));
  }

  private createPool(target: Target): ConnectionPool {
    const pool = new ConnectionPool(target, this.guard, this.limits.connectionsPerOrigin, () => {
      if (this.pools.get(target.origin) !== pool) return;
      if (pool.isEmpty || this.pools.size > this.limits.originsMax) this.drop(target.origin, pool);
    });
    return pool;
  }

  /** Busy pools stay: their number is bounded by the requests in flight, and they go when they fall idle. */
  private closeSurplus(): void {
    for (const [origin, pool] of this.pools) {
      if (this.pools.size <= this.limits.originsMax) return;
      // The newest one is idle too until its first request runs.
      if (!pool.isBusy && !pool.isEmpty) this.drop(origin, pool);
    }
  }

  private drop(origin: string, pool: ConnectionPool): void {
    this.pools.delete(origin);
    void pool.destroy();
  }
}
