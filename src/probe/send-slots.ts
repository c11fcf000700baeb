import { PosthornError } from '../domain/errors.ts';

/** Test sends that a process has open at once; each may take as long as its webhook's timeout. */
const SENDS_MAX = 16;
/** Of one tenant, so that one alone with slow receivers does not stop the others'. */
const SENDS_OF_TENANT_MAX = 8;
const RETRY_AFTER_SECONDS = 1;

interface RunningSend {
  readonly tenantId: string;
  readonly interruption: AbortController;
  readonly done: Promise<unknown>;
}

/** Bounds the test sends in flight, and knows them, so that they end with the process. */
export class SendSlots {
  private readonly running = new Set<RunningSend>();
  private isStopping = false;

  /**
   * Runs the work with a signal that fires when the client goes or the process stops.
   * @throws PosthornError `rate_limited` when the tenant has too many open, `unavailable` when the process has
   */
  async run<T>(
    tenantId: string,
    clientGone: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    this.refuseIfFull(tenantId);
    const interruption = new AbortController();
    const interrupt = (): void => {
      interruption.abort();
    };
    clientGone.addEventListener('abort', interrupt, { once: true });
    if (clientGone.aborted) interrupt();
    const done = work(interruption.signal);
    const send = { tenantId, interruption, done };
    this.running.add(send);
    try {
      return await done;
    } finally {
      this.running.delete(send);
      clientGone.removeEventListener('abort', interrupt);
    }
  }

  /** Takes no more, waits up to `graceMs` for those that are open, then interrupts them. */
  async stop(graceMs: number): Promise<void> {
    this.isStopping = true;
    const timer = setTimeout(() => {
      for (const { interruption } of this.running) interruption.abort();
    }, graceMs);
    await Promise.allSettled([...this.running].map(({ done }) => done));
    clearTimeout(timer);
  }

  private refuseIfFull(tenantId: string): void {
    const retryAfterSeconds = RETRY_AFTER_SECONDS;
    if (this.isStopping || this.running.size >= SENDS_MAX) {
      throw new PosthornError('unavailable', { retryAfterSeconds });
    }
    const ofTenant = [...this.running].filter((send) => send.tenantId === tenantId);
    if (ofTenant.length >= SENDS_OF_TENANT_MAX) {
      const detail = `At most ${SENDS_OF_TENANT_MAX} test sends may be open at once; wait for one to end.`;
      throw new PosthornError('rate_limited', { detail, retryAfterSeconds });
    }
  }
}
