import type { Dispatcher } from 'undici';
import { subscribeToAbort } from './abort-subscriptions.ts';
import {
  deadlinePassed,
  exchangeFailure,
  interrupted,
  invalidResponse,
  SendFailure,
} from './send-failure.ts';
import type { AttemptTimings, OutboundRequest, TransportResult } from './transport.ts';

export const RESPONSE_HEADERS_MAX = 100;
export const RESPONSE_HEADER_BYTES_MAX = 16_384;
/** Until a final status: its head as it stands on the wire, and the interim responses before it. */
const HEAD_WIRE_BYTES_MAX = 2 * RESPONSE_HEADER_BYTES_MAX;
/** A body in chunks of one byte takes six times its length. */
const WIRE_BYTES_MAX_OF_BODY_BYTE = 8;
/** RFC 9110 §15: those below are interim, or no statuses at all. */
const FINAL_STATUS_MIN = 200;

/** How an exchange left its connection: fit for the next request, or to be destroyed. */
export type ConnectionFate = 'reusable' | 'spent';

type ConnectionTimings = Pick<AttemptTimings, 'dnsMs' | 'connectMs' | 'tlsMs'>;

const REUSED_CONNECTION: ConnectionTimings = { dnsMs: null, connectMs: null, tlsMs: null };

/**
 * One request and what came of it, as a handler of undici's callbacks. It ends exactly once: with the whole response,
 * with a full body buffer, at the deadline, by the signal or by a failure; later callbacks change nothing.
 */
export class Exchange {
  readonly deadlineAt: number;
  /** Of the dial made for this exchange; set by the connection. */
  connectionTimings: ConnectionTimings = REUSED_CONNECTION;
  /** Called once at the end; set by whoever holds the connection. */
  onEnd: (fate: ConnectionFate) => void = () => undefined;

  private readonly startedAt = performance.now();
  private readonly timer: NodeJS.Timeout;
  private readonly request: OutboundRequest;
  private readonly bodyBytesMax: number;
  private readonly report: (result: TransportResult) => void;
  private unsubscribe: () => void = () => undefined;
  private firstByteAt: number | null = null;
  private status: number | null = null;
  private headers: [string, string][] = [];
  private chunks: Buffer[] = [];
  private bodyBytes = 0;
  private wireBytes = 0;
  private isOnWire = false;
  private hasEnded = false;

  constructor(request: OutboundRequest, bodyBytesMax: number, report: (result: TransportResult) => void) {
    this.request = request;
    this.bodyBytesMax = request.bodyBytesMax ?? bodyBytesMax;
    this.report = report;
    this.deadlineAt = this.startedAt + request.timeoutMs;
    this.timer = setTimeout(() => {
      this.end('spent', deadlinePassed(request.timeoutMs));
    }, request.timeoutMs);
    if (request.signal?.aborted === true) this.interrupt();
    else if (request.signal !== undefined)
      this.unsubscribe = subscribeToAbort(request.signal, this.interrupt);
  }

  get isOver(): boolean {
    return this.hasEnded;
  }

  /** Ends it now; a status that has been received stands. */
  readonly interrupt = (): void => {
    this.end('spent', interrupted());
  };

  fail(cause: unknown): void {
    this.end('spent', exchangeFailure(cause));
  }

  onConnect(abort: (error?: Error) => void): void {
    // undici would announce a second try here; a request may have effects at the receiver, so there is none.
    if (this.isOnWire || this.hasEnded) {
      abort(new SendFailure('network_error', 'The connection was lost while the request was being sent.'));
    } else if (this.request.mayBegin?.() === false) {
      abort(interrupted());
    }
    this.isOnWire = true;
  }

  onResponseStarted(): void {
    this.firstByteAt = performance.now();
  }

  /**
   * To be called for all that is read, before it is parsed: what the parser passes over in silence, such as the text of a
   * status line, spaces before a value, or a chunk's extension, would go on until the deadline at full speed.
   * @returns whether to go on; the exchange has ended otherwise
   */
  onRead(bytes: number): boolean {
    const bodyWireBytesMax = this.status === null ? 0 : WIRE_BYTES_MAX_OF_BODY_BYTE * this.bodyBytesMax;
    if (this.wireBytes > HEAD_WIRE_BYTES_MAX + bodyWireBytesMax) {
      this.end('spent', invalidResponse('The response headers are too large.'));
    }
    this.wireBytes += bytes;
    return !this.hasEnded;
  }

  onHeaders(status: number, rawHeaders: Buffer[]): boolean {
    if (this.hasEnded) return true;
    if (status < FINAL_STATUS_MIN) {
      this.end('spent', invalidResponse('The response has no valid status.'));
      return true;
    }
    if (rawHeaders.length / 2 > RESPONSE_HEADERS_MAX) {
      this.end(
        'spent',
        invalidResponse(`The response has more than ${String(RESPONSE_HEADERS_MAX)} headers.`),
      );
      return true;
    }
    for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
      const [name, value] = [rawHeaders[index], rawHeaders[index + 1]];
      this.headers.push([name?.toString('latin1') ?? '', value?.toString('latin1') ?? '']);
    }
    this.status = status;
    return true;
  }

  onData(chunk: Buffer): boolean {
    if (this.hasEnded) return true;
    const room = this.bodyBytesMax - this.bodyBytes;
    this.chunks.push(chunk.subarray(0, room));
    this.bodyBytes += Math.min(room, chunk.length);
    if (chunk.length > room) this.end('spent', null);
    return true;
  }

  onComplete(): void {
    this.end('reusable', null);
  }

  onError(error: Error): void {
    this.fail(error);
  }

  private end(fate: ConnectionFate, failure: SendFailure | null): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    clearTimeout(this.timer);
    this.unsubscribe();
    this.report(this.toResult(fate, failure));
    this.onEnd(fate);
  }

  private toResult(fate: ConnectionFate, failure: SendFailure | null): TransportResult {
    // A received status stands whatever the body does: the receiver has had the request and said what it made of it.
    const told = this.status === null ? failure : null;
    return {
      status: this.status,
      headers: this.headers,
      body: Buffer.concat(this.chunks),
      isBodyTruncated: this.status !== null && fate === 'spent',
      errorType: told?.type ?? null,
      errorMessage: told?.message ?? null,
      timings: this.toTimings(),
    };
  }

  private toTimings(): AttemptTimings {
    const { dnsMs, connectMs, tlsMs } = this.connectionTimings;
    const firstByteMs = this.firstByteAt === null ? null : this.firstByteAt - this.startedAt;
    return {
      dnsMs: rounded(dnsMs),
      connectMs: rounded(connectMs),
      tlsMs: rounded(tlsMs),
      firstByteMs: rounded(firstByteMs),
      totalMs: Math.round((performance.now() - this.startedAt) * 100) / 100,
    };
  }

  /** What undici's `dispatch` needs beside the handler. */
  toDispatchOptions(path: string): Dispatcher.DispatchOptions {
    const headers: string[] = [];
    for (const [name, value] of this.request.headers) headers.push(name, value);
    const { method = 'POST', body } = this.request;
    return { path, method, headers, body: method === 'GET' ? null : body };
  }
}

function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms * 100) / 100;
}
