import { setTimeout as wait } from 'node:timers/promises';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { PosthornError } from '../domain/errors.ts';
import type { IdGenerator } from '../domain/ids.ts';
import { run, type Queryable } from '../engine/statement.ts';
import { BODY_BYTES_KEPT_MAX, REQUESTS_KEPT_MAX } from './inbox-record.ts';
import { FIND_OPEN } from './sql/find-open.ts';
import { RECEIVE } from './sql/receive.ts';

/** A request at the address of an inbox, whoever sends it. */
export interface IncomingRequest {
  readonly token: string;
  readonly method: string;
  /** Behind the token, with the query. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** Nobody waits for the answer any more. */
  readonly gone: AbortSignal;
}

export interface InboxAnswer {
  readonly status: number;
  readonly body: string;
}

export interface InboxReceiverParts {
  /** Sees every tenant's rows: the token alone says whose a request is. */
  readonly db: Queryable;
  readonly ids: IdGenerator;
}

const TOKEN_FORM = /^[0-9a-f]{40}$/;
/** Of one inbox, and of all at one process: what is known and what is guessed alike. */
const REQUESTS_PER_SECOND = 50;
const REQUESTS_OF_ALL_PER_SECOND = 500;
/** Answers that are held back at once: each has a connection of its own. Those that come together may be a few more. */
const DELAYED_MAX = 100;
const PATH_CHARACTERS_MAX = 2_048;
/** They let whoever reads the inbox in elsewhere. */
const MASKED_HEADERS: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie']);
const MASK = '***';

interface ReceivedRow {
  readonly delay_ms: number;
  readonly response_body: string;
  readonly response_status: number;
}

/** Keeps what comes, and answers as the inbox says. It publishes nothing, so that no event can come of one. */
export class InboxReceiver implements BeforeApplicationShutdown {
  private readonly ofOne = new RateLimiterMemory({ points: REQUESTS_PER_SECOND, duration: 1 });
  private readonly ofAll = new RateLimiterMemory({ points: REQUESTS_OF_ALL_PER_SECOND, duration: 1 });
  private readonly stopping = new AbortController();
  private delayedCount = 0;

  constructor(private readonly parts: InboxReceiverParts) {}

  /**
   * Before a body is read: none is held in memory for whoever knows no address.
   * @throws PosthornError `not_found` for a token that nobody has, `rate_limited`
   */
  async admit(token: string): Promise<void> {
    if (!TOKEN_FORM.test(token)) throw new PosthornError('not_found');
    await count(this.ofAll, 'all');
    await count(this.ofOne, token);
    const rows = await run(this.parts.db, FIND_OPEN, [token]);
    if (rows.length === 0) throw new PosthornError('not_found');
  }

  /** @throws PosthornError `not_found` for a token that nobody has (any more), `unavailable` for one too many to hold back */
  async receive(request: IncomingRequest): Promise<InboxAnswer> {
    const row = await this.keep(request);
    if (row.delay_ms > 0) await this.hold(row.delay_ms, request.gone);
    return { status: row.response_status, body: row.response_body };
  }

  /** What is held back is answered at once. */
  beforeApplicationShutdown(): void {
    this.stopping.abort();
  }

  private async keep({ token, method, path, headers, body }: IncomingRequest): Promise<ReceivedRow> {
    const isFull = this.delayedCount >= DELAYED_MAX;
    const shown = headers.map(([name, value]) => [name, shownValue(name, value)]);
    const rows = await run<ReceivedRow>(this.parts.db, RECEIVE, [
      token,
      this.parts.ids.next(),
      method,
      path.slice(0, PATH_CHARACTERS_MAX),
      JSON.stringify(shown),
      body.subarray(0, BODY_BYTES_KEPT_MAX),
      body.length,
      REQUESTS_KEPT_MAX,
      isFull,
    ]);
    const [row] = rows;
    if (row !== undefined) return row;
    throw isFull
      ? new PosthornError('unavailable', { retryAfterSeconds: 1 })
      : new PosthornError('not_found');
  }

  private async hold(delayMs: number, gone: AbortSignal): Promise<void> {
    this.delayedCount += 1;
    try {
      await wait(delayMs, undefined, { signal: AbortSignal.any([gone, this.stopping.signal]) });
    } catch {
      // Whoever asked has gone, or the process is about to: there is nothing to wait for.
    } finally {
      this.delayedCount -= 1;
    }
  }
}

/** Node reads header bytes as latin1, and lets no NUL in, which Postgres would not keep. */
function shownValue(name: string, value: string): string {
  return MASKED_HEADERS.has(name.toLowerCase()) ? MASK : value;
}

/** The limiter rejects with what is no error. */
async function count(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new PosthornError('rate_limited', {
      retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000)),
    });
  }
}
