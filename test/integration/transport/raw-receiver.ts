import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

export interface ReceivedRequest {
  /** Request line and headers, without the empty line. */
  readonly head: string;
  readonly body: Buffer;
}

/** What the receiver does once it has a whole request. */
export type Answer = (socket: Socket, request: ReceivedRequest) => void;

export interface ReceiverOptions {
  readonly host?: string;
  readonly port?: number;
  /** Leaves IPv4 to another receiver when it listens on `::`. */
  readonly isVersion6Only?: boolean;
  readonly tls?: TlsOptions;
  /** Called as soon as the head is there, instead of after the body. */
  readonly isEarly?: boolean;
}

const HEAD_END = '\r\n\r\n';

/** A server on real sockets that answers with whatever bytes a test wants, and notes all it saw. */
export class RawReceiver {
  requests: ReceivedRequest[] = [];
  /** The local address of each connection accepted so far: the address that the sender dialled. */
  acceptedOn: string[] = [];
  readonly openSockets = new Set<Socket>();
  bytesReceived = 0;
  private readonly server: Server;
  private readonly answer: Answer;
  private readonly options: ReceiverOptions;

  private constructor(answer: Answer, options: ReceiverOptions) {
    this.answer = answer;
    this.options = options;
    const onSocket = (socket: Socket): void => {
      this.accept(socket);
    };
    this.server = options.tls === undefined ? createServer(onSocket) : createTlsServer(options.tls, onSocket);
    this.server.on('tlsClientError', () => undefined);
  }

  static async start(answer: Answer, options: ReceiverOptions = {}): Promise<RawReceiver> {
    const receiver = new RawReceiver(answer, options);
    await new Promise<void>((resolve, reject) => {
      receiver.server.once('error', reject);
      const { port = 0, host = '127.0.0.1', isVersion6Only = false } = options;
      receiver.server.listen({ port, host, ipv6Only: isVersion6Only }, resolve);
    });
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  url(path = '/', host = '127.0.0.1'): string {
    return `${this.options.tls === undefined ? 'http' : 'https'}://${host}:${String(this.port)}${path}`;
  }

  /** Starts its notes anew. */
  forget(): void {
    this.requests = [];
    this.acceptedOn = [];
    this.bytesReceived = 0;
  }

  async close(): Promise<void> {
    for (const socket of this.openSockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
  }

  private accept(socket: Socket): void {
    this.acceptedOn.push(socket.localAddress ?? 'unknown');
    this.openSockets.add(socket);
    socket.on('close', () => this.openSockets.delete(socket)).on('error', () => undefined);
    let pending = Buffer.alloc(0);
    let hasAnsweredEarly = false;
    socket.on('data', (chunk: Buffer) => {
      this.bytesReceived += chunk.length;
      pending = Buffer.concat([pending, chunk]);
      for (let end = pending.indexOf(HEAD_END); end !== -1; end = pending.indexOf(HEAD_END)) {
        const head = pending.toString('latin1', 0, end);
        const bodyStart = end + HEAD_END.length;
        const bodyEnd = bodyStart + Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
        if (this.options.isEarly === true && !hasAnsweredEarly) {
          hasAnsweredEarly = true;
          this.answer(socket, { head, body: Buffer.alloc(0) });
        }
        if (pending.length < bodyEnd) return;
        const request = { head, body: pending.subarray(bodyStart, bodyEnd) };
        pending = pending.subarray(bodyEnd);
        this.requests.push(request);
        if (this.options.isEarly !== true) this.answer(socket, request);
      }
    });
  }
}

/** A complete response with a body of known length; the connection stays open unless a header says otherwise. */
export function respond(status: number, body = '', headers: readonly string[] = []): Answer {
  const lines = [`HTTP/1.1 ${String(status)} Whatever`, `Content-Length: ${String(Buffer.byteLength(body))}`];
  return (socket) => {
    socket.write([...lines, ...headers].join('\r\n') + HEAD_END + body);
  };
}
