import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { backoffMs } from '../engine/backoff.ts';
import { errorCode } from '../engine/database-errors.ts';
import type { EngineLog } from '../engine/engine-log.ts';
import type { CommittedWork, RemoteWorkers } from '../engine/work-notifier.ts';
import { CONNECT_TIMEOUT_MS } from './session.ts';

/** Signals within this time of one go together as the next. A NOTIFY in every publish costs 60 % of the throughput. */
const DEBOUNCE_MS = 5;
const PROBE_PATIENCE_MS = 2_000;
/** What a signal says: that deliveries are due, that outbox rows are, or both. */
const DELIVERIES = 'd';
const OUTBOX = 'o';
const PROBE = 'probe';
const NOTHING: CommittedWork = { hasDeliveries: false, hasOutboxRows: false };

/** Signals since the process started. */
export interface SignalCounts {
  readonly sent: number;
  readonly received: number;
}

export interface WorkChannelOptions {
  readonly url: string;
  readonly schema: string;
  readonly applicationName: string;
  /** Other connections of this process, to find out whether signals arrive at all. */
  readonly pool: pg.Pool;
  readonly log: EngineLog;
}

/**
 * Tells the workers of other processes that work has been committed, and hears it from them: LISTEN and NOTIFY on a connection
 * of its own, outside of every transaction that does the work. Nothing relies on it: what is not heard is found by polling,
 * a lost connection is made anew, and meanwhile signals are dropped.
 */
export class WorkChannel implements RemoteWorkers {
  private client: pg.Client | null = null;
  private reconnect: NodeJS.Timeout | null = null;
  private isTelling = false;
  private pending: CommittedWork = NOTHING;
  private onWork: ((work: CommittedWork) => void) | null = null;
  private onProbe: () => void = () => undefined;
  private failures = 0;
  private sent = 0;
  private received = 0;
  private isClosed = false;
  private readonly channel: string;

  constructor(private readonly options: WorkChannelOptions) {
    this.channel = `${options.schema}_work`;
  }

  get signals(): SignalCounts {
    return { sent: this.sent, received: this.received };
  }

  /** @param onWork called for what other processes tell; null in a process that only tells */
  start(onWork: ((work: CommittedWork) => void) | null): void {
    this.onWork = onWork;
    void this.connect();
  }

  announce(work: CommittedWork): void {
    this.pending = merge(this.pending, work);
    if (!this.isTelling) void this.tell();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    if (this.reconnect !== null) clearTimeout(this.reconnect);
    const { client } = this;
    this.client = null;
    await client?.end().catch(() => undefined);
  }

  /** One signal after another: the next waits for the server's answer, and at least a few milliseconds. */
  private async tell(): Promise<void> {
    this.isTelling = true;
    while (!this.isClosed && (this.pending.hasDeliveries || this.pending.hasOutboxRows)) {
      const payload =
        (this.pending.hasDeliveries ? DELIVERIES : '') + (this.pending.hasOutboxRows ? OUTBOX : '');
      this.pending = NOTHING;
      await Promise.all([this.signal(payload), pause(DEBOUNCE_MS)]);
    }
    this.isTelling = false;
  }

  /** Dropped where there is no connection. */
  private async signal(payload: string): Promise<void> {
    if (this.client === null) return;
    this.sent += 1;
    await this.client.query('select pg_notify($1, $2)', [this.channel, payload]).catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const { url, applicationName } = this.options;
    const client = new pg.Client({
      connectionString: url,
      application_name: `${applicationName} signals`,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    client.on('notification', (message) => {
      this.hear(message);
    });
    client.on('error', (error) => {
      this.options.log.debug({ code: errorCode(error) }, 'the connection for signals broke; polling goes on');
    });
    client.once('end', () => {
      this.lose(client);
    });
    try {
      await client.connect();
      await this.adopt(client);
    } catch {
      await client.end().catch(() => undefined);
      this.lose(client);
    }
  }

  private async adopt(client: pg.Client): Promise<void> {
    // A signal is not worth a flush to disk.
    await client.query('set synchronous_commit to off');
    if (this.onWork !== null) await client.query(`listen ${pg.escapeIdentifier(this.channel)}`);
    if (this.isClosed) throw new Error('closed meanwhile');
    this.client = client;
    this.failures = 0;
    // Whatever was told while nobody listened.
    this.onWork?.({ hasDeliveries: true, hasOutboxRows: true });
    if (this.onWork !== null) void this.probe();
  }

  private lose(client: pg.Client): void {
    if (this.client === client) this.client = null;
    else if (this.client !== null) return;
    if (this.isClosed || this.reconnect !== null) return;
    this.failures += 1;
    this.reconnect = setTimeout(() => {
      this.reconnect = null;
      void this.connect();
    }, backoffMs(this.failures));
  }

  private hear({ processId, payload = '' }: pg.Notification): void {
    if (payload === PROBE) this.onProbe();
    else if (processId !== this.ownProcessId()) {
      this.received += 1;
      this.onWork?.({ hasDeliveries: payload.includes(DELIVERIES), hasOutboxRows: payload.includes(OUTBOX) });
    }
  }

  /** The server's process of this connection, as the driver was told it. */
  private ownProcessId(): number | undefined {
    return (this.client as { processID?: number } | null)?.processID;
  }

  /** A transaction pooler takes LISTEN and then answers nothing. */
  private async probe(): Promise<void> {
    const { pool, log } = this.options;
    let timer: NodeJS.Timeout | undefined;
    const isHeard = new Promise<boolean>((resolve) => {
      this.onProbe = () => {
        resolve(true);
      };
      timer = setTimeout(() => {
        resolve(this.client === null);
      }, PROBE_PATIENCE_MS);
      timer.unref();
    });
    try {
      await pool.query('select pg_notify($1, $2)', [this.channel, PROBE]);
      if (await isHeard) return;
      log.warn(
        {},
        'signals of other processes do not arrive: DATABASE_URL seems to lead through a transaction pooler. Their work is found by polling, some 50 ms later.',
      );
    } catch {
      // Without the database nothing is found out; the next connection tries again.
    } finally {
      clearTimeout(timer);
    }
  }
}

function merge(a: CommittedWork, b: CommittedWork): CommittedWork {
  return {
    hasDeliveries: a.hasDeliveries || b.hasDeliveries,
    hasOutboxRows: a.hasOutboxRows || b.hasOutboxRows,
  };
}
