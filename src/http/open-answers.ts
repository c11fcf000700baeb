import { PosthornError } from '../domain/errors.ts';

export interface OpenAnswersBounds {
  /** In the words of a refusal, such as `exports`. */
  readonly name: string;
  /** Of one process. */
  readonly max: number;
  /** So that one tenant alone does not take all of them. */
  readonly ofTenantMax: number;
}

interface OpenAnswer {
  readonly tenantId: string;
  readonly end: AbortController;
}

const RETRY_AFTER_SECONDS = 5;

/** Bounds the answers that stay open for long, and knows them, so that they end with the process. */
export class OpenAnswers {
  private readonly open = new Set<OpenAnswer>();
  private isStopping = false;

  constructor(private readonly bounds: OpenAnswersBounds) {}

  /**
   * Counts an answer as open until its client is gone, or has it whole.
   * @returns a signal that fires then, and when the process stops
   * @throws PosthornError `rate_limited` when the tenant has too many open, `unavailable` when the process has
   */
  begin(tenantId: string, gone: AbortSignal): AbortSignal {
    this.refuseIfFull(tenantId);
    const answer = { tenantId, end: new AbortController() };
    const end = (): void => {
      this.open.delete(answer);
      answer.end.abort();
    };
    this.open.add(answer);
    gone.addEventListener('abort', end, { once: true });
    if (gone.aborted) end();
    return answer.end.signal;
  }

  /** Takes no more, and ends those that are open. */
  stop(): void {
    this.isStopping = true;
    for (const { end } of this.open) end.abort();
  }

  private refuseIfFull(tenantId: string): void {
    const { name, max, ofTenantMax } = this.bounds;
    const retryAfterSeconds = RETRY_AFTER_SECONDS;
    if (this.isStopping || this.open.size >= max)
      throw new PosthornError('unavailable', { retryAfterSeconds });
    const ofTenant = [...this.open].filter((answer) => answer.tenantId === tenantId);
    if (ofTenant.length < ofTenantMax) return;
    const detail = `At most ${ofTenantMax} ${name} of a tenant may be open at once; wait for one to end.`;
    throw new PosthornError('rate_limited', { detail, retryAfterSeconds });
  }
}

/** What an answer fails with that was ended before it began; nobody reads it where the client has gone, and nobody logs it. */
export function endedEarly(gone: AbortSignal, cause: unknown): PosthornError {
  if (gone.aborted) return new PosthornError('bad_request', { detail: 'The client has gone.', cause });
  return new PosthornError('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS, cause });
}
