import type { Socket } from 'node:net';
import { Client, type buildConnector } from 'undici';
import { Dial, type AddressGuard } from './dial.ts';
import { RESPONSE_HEADER_BYTES_MAX, type ConnectionFate, type Exchange } from './exchange.ts';
import { InterimResponses } from './interim-responses.ts';
import { interrupted, invalidResponse } from './send-failure.ts';
import type { Target } from './target.ts';

/**
 * An idle connection is given up after 4 s, and any connection takes no further request after 60 s, so that a name
 * that moved (or was bound to another address) is asked for again soon. 4 s is below the 5 s after which many servers
 * close an idle connection themselves, which would lose a request sent at that moment.
 */
const IDLE_MS_MAX = 4_000;
const AGE_MS_MAX = 60_000;
/** Subtracted from a server's `Keep-Alive: timeout`, for the way there. */
const KEEP_ALIVE_MARGIN_MS = 1_000;

/** What its pool has to know. */
export interface ConnectionEvents {
  onFree(connection: Connection): void;
  onGone(connection: Connection): void;
}

/**
 * One connection to one origin, with at most one exchange at a time: the exchange that made it connect owns the
 * dial's timings, and destroying it ends that exchange and no other. Around an undici client, which dials again when
 * an idle socket was closed in the meantime; the guard stands in front of every dial.
 */
export class Connection {
  private readonly client: Client;
  private readonly target: Target;
  private readonly guard: AddressGuard;
  private readonly events: ConnectionEvents;
  private exchange: Exchange | null = null;
  private dial: Dial | null = null;
  private socket: Socket | null = null;
  private responses: InterimResponses | null = null;
  private openedAt = 0;

  constructor(target: Target, guard: AddressGuard, events: ConnectionEvents) {
    this.target = target;
    this.guard = guard;
    this.events = events;
    this.client = new Client(target.origin, {
      connect: this.connect,
      pipelining: 1,
      allowH2: false,
      maxHeaderSize: RESPONSE_HEADER_BYTES_MAX,
      // The exchange keeps one deadline over everything; undici's timers start anew with each byte.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: IDLE_MS_MAX,
      keepAliveMaxTimeout: IDLE_MS_MAX,
      keepAliveTimeoutThreshold: KEEP_ALIVE_MARGIN_MS,
    });
    this.client.on('disconnect', this.onDisconnect);
  }

  get isIdle(): boolean {
    return this.exchange === null;
  }

  get isFitForReuse(): boolean {
    const { socket } = this;
    // Bytes of the last request still on their way: its receiver answered early and may never read them.
    if (socket === null || socket.destroyed || socket.writableLength > 0) return false;
    return performance.now() - this.openedAt < AGE_MS_MAX;
  }

  run(exchange: Exchange, path: string): void {
    this.exchange = exchange;
    exchange.onEnd = this.onExchangeEnd;
    this.responses?.expectResponse();
    this.client.dispatch(exchange.toDispatchOptions(path), exchange);
  }

  /** Ends what runs on it as `interrupted`. */
  async destroy(): Promise<void> {
    this.dial?.cancel();
    this.exchange?.interrupt();
    await this.client.destroy(interrupted());
  }

  private readonly onExchangeEnd = (fate: ConnectionFate): void => {
    this.exchange = null;
    if (fate === 'reusable' && this.isFitForReuse) {
      this.events.onFree(this);
      return;
    }
    void this.destroy();
    this.events.onGone(this);
  };

  private readonly onDisconnect = (): void => {
    this.socket = null;
    this.responses = null;
    // With an exchange, undici either fails it or, when nothing of it was written, dials again for it.
    if (this.exchange !== null) return;
    void this.destroy();
    this.events.onGone(this);
  };

  private readonly connect: buildConnector.connector = (_options, callback) => {
    const { exchange } = this;
    const dial = new Dial(this.target, this.guard, exchange?.deadlineAt ?? performance.now());
    this.dial = dial;
    if (exchange !== null) exchange.connectionTimings = dial.timings;
    dial
      .open()
      .then(
        (socket) => {
          this.adopt(socket);
          callback(null, socket);
        },
        (error: unknown) => {
          callback(error instanceof Error ? error : new Error('Dial failed', { cause: error }), null);
        },
      )
      .catch((error: unknown) => {
        this.exchange?.fail(error);
      });
  };

  private adopt(socket: Socket): void {
    this.dial = null;
    this.socket = socket;
    this.openedAt = performance.now();
    this.responses = new InterimResponses(socket, RESPONSE_HEADER_BYTES_MAX, (bytes) => {
      return this.exchange?.onRead(bytes) ?? true;
    });
    this.responses.expectResponse();
    socket.once('close', () => {
      // undici reports it as a closed connection, which it is not the fault of.
      if (this.responses?.hasSwitchedProtocols === true) {
        this.exchange?.fail(invalidResponse('The response switches to a protocol that was not asked for.'));
      }
    });
  }
}
