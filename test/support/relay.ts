import { once } from 'node:events';
import { connect, createServer, type ListenOptions, type Socket } from 'node:net';

export interface Relay {
  /** Where it listens; null for one on a path. */
  readonly port: number | null;
  close(): Promise<void>;
}

/** Where a relay leads to. */
export type RelayTarget = { readonly host: string; readonly port: number } | { readonly path: string };

/**
 * Joins each connection with one of its own to another place. Paths lead out of a network namespace and into it: they
 * belong to the file system.
 */
export async function startRelay(listenOn: ListenOptions, target: RelayTarget): Promise<Relay> {
  const sockets = new Set<Socket>();
  const hold = (socket: Socket, other: Socket): void => {
    sockets.add(socket);
    socket
      .on('error', () => undefined)
      .on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    socket.pipe(other);
  };
  const server = createServer((near) => {
    const far = connect(target);
    hold(near, far);
    hold(far, near);
  });
  server.listen(listenOn);
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' ? (address?.port ?? null) : null,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
