import type { Socket } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
/** Enough to see the status: `HTTP/1.1 100`. */
const STATUS_BYTES = 12;
const INTERIM_START = 'HTTP/1.1 1';
const SWITCHING_PROTOCOLS = '101';

/**
 * Takes interim (1xx) responses out of what a socket receives. RFC 9110 §15.2 has a client accept any number of them,
 * asked for or not; undici 7 breaks the connection at a `100 Continue`, which some receivers send to every POST.
 */
export class InterimResponses {
  /** A 101 nobody asked for: it is passed on, and undici ends the connection. */
  hasSwitchedProtocols = false;
  private isAtResponseStart = false;
  private held: Buffer | null = null;
  private readonly headBytesMax: number;

  /**
   * @param headBytesMax an interim head beyond it is passed on to the parser, which has limits of its own
   * @param onRead told of every read before it is parsed; answers whether it is to be
   */
  constructor(socket: Socket, headBytesMax: number, onRead: (bytes: number) => boolean) {
    this.headBytesMax = headBytesMax;
    const read = socket.read.bind(socket) as (size?: number) => Buffer | null;
    socket.read = (size?: number): Buffer | null => {
      const chunk = read(size);
      if (chunk !== null && !onRead(chunk.length)) return null;
      return this.isAtResponseStart ? this.strip(chunk) : chunk;
    };
  }

  /** To be called before each request. */
  expectResponse(): void {
    this.isAtResponseStart = true;
  }

  private strip(chunk: Buffer | null): Buffer | null {
    if (chunk === null) return null;
    let data = this.held === null ? chunk : Buffer.concat([this.held, chunk]);
    this.held = null;
    while (this.isInterim(data)) {
      const end = data.indexOf(HEAD_END);
      if (end === -1) return this.holdBack(data);
      data = data.subarray(end + HEAD_END.length);
    }
    if (data.length < STATUS_BYTES && couldBeInterim(data)) return this.holdBack(data);
    this.isAtResponseStart = false;
    return data;
  }

  private isInterim(data: Buffer): boolean {
    if (data.length < STATUS_BYTES || !couldBeInterim(data)) return false;
    this.hasSwitchedProtocols =
      data.toString('latin1', STATUS_BYTES - 3, STATUS_BYTES) === SWITCHING_PROTOCOLS;
    return !this.hasSwitchedProtocols;
  }

  private holdBack(data: Buffer): Buffer | null {
    if (data.length > this.headBytesMax) {
      this.isAtResponseStart = false;
      return data;
    }
    this.held = data.length === 0 ? null : data;
    return null;
  }
}

/** Whether the data, as far as it goes, begins like an interim response. */
function couldBeInterim(data: Buffer): boolean {
  return INTERIM_START.startsWith(data.toString('latin1', 0, INTERIM_START.length));
}
