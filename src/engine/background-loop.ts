import { backoffMs } from './backoff.ts';
import { WakeablePause } from './wakeable-pause.ts';

export interface LoopSteps {
  /** One round. @returns how long to pause before the next, in ms; 0 for none */
  readonly round: () => Promise<number>;
  /** A round failed, for the `failures`-th time in a row: it is tried again after a growing pause. Never throws. */
  readonly onFailure: (error: unknown, failures: number) => Promise<void> | void;
}

/** Rounds of work one after another, never two at once, until it is stopped; a wake cuts the pause short. */
export class BackgroundLoop {
  private readonly pause = new WakeablePause();
  private isStopping = false;
  private running: Promise<void> | null = null;

  constructor(private readonly steps: LoopSteps) {}

  start(): void {
    this.running ??= this.run();
  }

  wake(): void {
    this.pause.wake();
  }

  /** Resolves when the round that is running, if any, has ended. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.pause.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.isStopping) {
      try {
        const pauseMs = await this.steps.round();
        failures = 0;
        if (pauseMs > 0) await this.pause.wait(pauseMs);
      } catch (error) {
        failures += 1;
        await this.steps.onFailure(error, failures);
        await this.pause.wait(backoffMs(failures));
      }
    }
  }
}
