import { Connection, type ConnectionEvents } from './connection.ts';
import type { AddressGuard } from './dial.ts';
import type { Exchange } from './exchange.ts';
import type { Target } from './target.ts';

interface WaitingExchange {
  readonly exchange: Exchange;
  readonly path: string;
}

/** The connections to one origin. */
export class ConnectionPool implements ConnectionEvents {
  private readonly connections = new Set<Connection>();
  /** Last in, first out, so that surplus connections grow old and close. */
  private readonly idle: Connection[] = [];
  private waiting: WaitingExchange[] = [];
  private readonly target: Target;
  private readonly guard: AddressGuard;
  private readonly connectionsMax: number;
  private readonly onUnused: () => void;

  /** @param onUnused called whenever nothing runs or waits any more */
  constructor(target: Target, guard: AddressGuard, connectionsMax: number, onUnused: () => void) {
    this.target = target;
    this.guard = guard;
    this.connectionsMax = connectionsMax;
    this.onUnused = onUnused;
  }

  get isBusy(): boolean {
    return this.waiting.length > 0 || this.idle.length < this.connections.size;
  }

  get isEmpty(): boolean {
    return this.connections.size === 0 && this.waiting.length === 0;
  }

  run(exchange: Exchange, path: string): void {
    if (exchange.isOver) return;
    const connection = this.takeIdle() ?? this.openAnother();
    if (connection === null) this.waiting.push({ exchange, path });
    else connection.run(exchange, path);
  }

  onFree(connection: Connection): void {
    this.idle.push(connection);
    this.settleDown();
  }

  onGone(connection: Connection): void {
    this.connections.delete(connection);
    const index = this.idle.indexOf(connection);
    if (index !== -1) this.idle.splice(index, 1);
    this.settleDown();
  }

  /** Ends what runs or waits as `interrupted`. */
  async destroy(): Promise<void> {
    const { waiting } = this;
    this.waiting = [];
    for (const { exchange } of waiting) exchange.interrupt();
    await Promise.all([...this.connections].map(async (connection) => connection.destroy()));
  }

  private takeIdle(): Connection | null {
    for (let connection = this.idle.pop(); connection !== undefined; connection = this.idle.pop()) {
      if (connection.isFitForReuse) return connection;
      this.connections.delete(connection);
      void connection.destroy();
    }
    return null;
  }

  private openAnother(): Connection | null {
    if (this.connections.size >= this.connectionsMax) return null;
    const connection = new Connection(this.target, this.guard, this);
    this.connections.add(connection);
    return connection;
  }

  private settleDown(): void {
    if (this.waiting.length > 0) {
      // undici is still inside the callback that ended the last exchange.
      queueMicrotask(() => {
        this.runNextWaiting();
      });
    }
    if (!this.isBusy) this.onUnused();
  }

  private runNextWaiting(): void {
    let next = this.waiting.shift();
    while (next?.exchange.isOver === true) next = this.waiting.shift();
    if (next !== undefined) this.run(next.exchange, next.path);
    if (!this.isBusy) this.onUnused();
  }
}
