import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What a hostile endpoint does with a connection, from the moment that it is accepted. */
export type Serve = (socket: Socket) => void;

const HEAD_END = '\r\n\r\n';
const DRIP_INTERVAL_MS = 5;
const BLOCK_BYTES = 65_536;

/** A server on 127.0.0.1 that is at the mercy of nobody: it reads, answers and breaks off as `serve` says. */
export class HostileServer {
  readonly openSockets = new Set<Socket>();
  acceptedCount = 0;
  private readonly server: Server;

  private constructor(serve: Serve) {
    this.server = createServer((socket) => {
      this.acceptedCount += 1;
      this.openSockets.add(socket);
      socket.on('close', () => this.openSockets.delete(socket)).on('error', () => undefined);
      serve(socket);
    });
  }

  static async start(serve: Serve): Promise<HostileServer> {
    const hostile = new HostileServer(serve);
    await new Promise<void>((resolve) => hostile.server.listen({ port: 0, host: '127.0.0.1' }, resolve));
    return hostile;
  }

  url(scheme: 'http' | 'https' = 'http'): string {
    return `${scheme}://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/`;
  }

  /** Reads whatever comes from now on: a socket that nobody reads does not learn that the other side has gone. */
  resume(): void {
    for (const socket of this.openSockets) socket.resume();
  }

  async close(): Promise<void> {
    for (const socket of this.openSockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
  }
}

/** Acts once a whole request has come. */
export function afterRequest(act: Serve): Serve {
  return (socket) => {
    let received = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const headEnd = received.indexOf(HEAD_END);
      if (headEnd === -1) return;
      const length = /^content-length: *(\d+)/im.exec(received.toString('latin1', 0, headEnd))?.[1] ?? 0;
      const end = headEnd + HEAD_END.length + Number(length);
      if (received.length < end) return;
      received = received.subarray(end);
      act(socket);
    });
  };
}

/** Answers each request with these bytes; the connection stays open. */
export function answer(text: string | Buffer): Serve {
  return afterRequest((socket) =>
    socket.write(typeof text === 'string' ? Buffer.from(text, 'latin1') : text),
  );
}

/** Answers with the start, then with the piece again and again, as fast as the other side takes it. */
export function flood(start: string, piece: string): Serve {
  const block = Buffer.from(piece.repeat(Math.ceil(BLOCK_BYTES / piece.length)), 'latin1');
  return afterRequest((socket) => {
    socket.write(start, 'latin1');
    const pump = (): void => {
      while (!socket.destroyed && socket.write(block));
    };
    socket.on('drain', pump);
    pump();
  });
}

/** The same, byte by byte, so slowly that it never comes to anything. */
export function drip(start: string, piece: string): Serve {
  return afterRequest(dripAtOnce(start, piece));
}

/** The same without waiting for a request. */
export function dripAtOnce(start: string | Buffer, piece: string): Serve {
  return (socket) => {
    socket.write(start);
    let sent = 0;
    const timer = setInterval(() => {
      socket.write(piece.charAt(sent % piece.length), 'latin1');
      sent += 1;
    }, DRIP_INTERVAL_MS);
    socket.on('close', () => {
      clearInterval(timer);
    });
  };
}

/**
 * Answers with the bytes, and resets the connection once they have gone out: a reset that comes together with them would
 * have the kernel discard them unread.
 */
export function resetAfter(text: string): Serve {
  return afterRequest((socket) => {
    socket.write(text, 'latin1', () => setTimeout(() => socket.resetAndDestroy(), 100));
  });
}
