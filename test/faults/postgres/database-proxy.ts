import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * What becomes of the bytes between a process and its database. In a black hole nothing passes and nobody is told:
 * connections stay open, and new ones are taken; what was sent meanwhile comes when it is over.
 */
export type ProxyMode = 'forward' | 'black hole' | 'slow';

/** How much later each piece comes, in each direction, where the way is slow. */
const SLOW_MS = 150;

/** Stands between a process and its database, and can be broken. */
export class DatabaseProxy {
  private readonly sockets = new Set<Socket>();
  private readonly waiting = new Set<() => void>();
  private readonly server: Server;
  private mode: ProxyMode = 'forward';

  private constructor(private readonly databaseUrl: URL) {
    this.server = createServer((inbound) => {
      this.join(inbound, connect(Number(databaseUrl.port), databaseUrl.hostname));
    });
  }

  static async start(databaseUrl: string): Promise<DatabaseProxy> {
    const proxy = new DatabaseProxy(new URL(databaseUrl));
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** The database's, by way of the proxy. */
  get url(): string {
    const url = new URL(this.databaseUrl);
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  setMode(mode: ProxyMode): void {
    this.mode = mode;
    for (const resume of this.waiting) resume();
    this.waiting.clear();
  }

  /** Ends every connection at once (RST). */
  resetAll(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.setMode('forward');
    this.resetAll();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(inbound: Socket, outbound: Socket): void {
    for (const [socket, other] of [
      [inbound, outbound],
      [outbound, inbound],
    ] as const) {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.once('close', () => {
        this.sockets.delete(socket);
        void this.pass().then(() => other.destroy());
      });
      let last: Promise<unknown> = Promise.resolve();
      socket.on('data', (piece: Buffer) => {
        last = Promise.all([last, this.pass()]).then(() => other.write(piece));
      });
    }
  }

  /** Resolves when what has come now may go on. */
  private async pass(): Promise<void> {
    if (this.mode === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    while (this.mode === 'black hole') await new Promise<void>((resume) => this.waiting.add(resume));
  }
}
