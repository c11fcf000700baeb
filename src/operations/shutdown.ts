import type { EngineLog } from '../engine/engine-log.ts';

/** Beyond the grace that attempts have: time to record them, close connections and stop an embedded server. */
const CLOSING_MS = 10_000;

/**
 * Ends the process in the reverse order of its start. Asked once, it ends orderly; asked again, at once.
 */
export class Shutdown {
  private readonly steps: { readonly name: string; readonly close: () => Promise<void> }[] = [];
  private starting: Promise<unknown> = Promise.resolve();
  private isAsked = false;

  constructor(
    private readonly log: EngineLog,
    private readonly graceMs: number,
  ) {}

  /** What was started later is closed earlier. */
  add(name: string, close: () => Promise<void>): void {
    this.steps.unshift({ name, close });
  }

  /** Waits for a start that a signal may interrupt: it is let finish, then closed like any other. */
  async during(start: Promise<void>): Promise<void> {
    this.starting = start.catch(() => undefined);
    try {
      await start;
    } catch (error) {
      await this.closeAll();
      throw error;
    }
  }

  listen(): void {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (this.isAsked) process.exit(1);
        this.isAsked = true;
        this.log.info({ signal }, 'stopping');
        void this.end();
      });
    }
  }

  private async end(): Promise<void> {
    const overdue = setTimeout(() => {
      this.log.error({}, 'stopping took too long');
      process.exit(1);
    }, this.graceMs + CLOSING_MS);
    await this.starting;
    const isClean = await this.closeAll();
    clearTimeout(overdue);
    this.log.info({}, 'stopped');
    process.exit(isClean ? 0 : 1);
  }

  private async closeAll(): Promise<boolean> {
    let isClean = true;
    for (let step = this.steps.shift(); step !== undefined; step = this.steps.shift()) {
      try {
        await step.close();
      } catch (error) {
        isClean = false;
        this.log.error({ step: step.name, err: error }, 'a part could not be closed');
      }
    }
    return isClean;
  }
}
