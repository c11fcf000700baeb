import { ConnectionPool } from './connection-pool.ts';
import type { AddressGuard } from './dial.ts';
import type { Target } from './target.ts';

export interface PoolLimits {
  readonly originsMax: number;
  readonly connectionsPerOrigin: number;
}

/** One pool for each origin in use; nothing is kept of an origin without a connection. */
export class OriginPools {
  /** The longest unused first; a pool moves to the end when it falls idle, which a busy one does not with each send. */
  private readonly pools = new Map<string, ConnectionPool>();
  private readonly guard: AddressGuard;
  private readonly limits: PoolLimits;

  constructor(guard: AddressGuard, limits: PoolLimits) {
    this.guard = guard;
    this.limits = limits;
  }

  poolOf(target: Target): ConnectionPool {
    return this.pools.get(target.origin) ?? this.createPool(target);
  }

  async destroy(): Promise<void> {
    const pools = [...this.pools.values()];
    this.pools.clear();
    await Promise.all(pools.map(async (pool) => pool.destroy()));
  }

  private createPool(target: Target): ConnectionPool {
    const pool = new ConnectionPool(target, this.guard, this.limits.connectionsPerOrigin, () => {
      this.onUnused(target.origin, pool);
    });
    this.closeSurplus();
    this.pools.set(target.origin, pool);
    return pool;
  }

  private onUnused(origin: string, pool: ConnectionPool): void {
    if (this.pools.get(origin) !== pool) return;
    if (pool.isEmpty || this.pools.size > this.limits.originsMax) {
      this.drop(origin, pool);
      return;
    }
    this.pools.delete(origin);
    this.pools.set(origin, pool);
  }

  /** Makes room for one more. Busy pools stay: their number is bounded by the requests in flight, and they go when they fall idle. */
  private closeSurplus(): void {
    for (const [origin, pool] of this.pools) {
      if (this.pools.size < this.limits.originsMax) return;
      if (!pool.isBusy) this.drop(origin, pool);
    }
  }

  private drop(origin: string, pool: ConnectionPool): void {
    this.pools.delete(origin);
    void pool.destroy();
  }
}
