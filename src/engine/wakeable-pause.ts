/**
 * A pause that can be cut short. A wake that comes while nobody pauses is remembered, so that work which arrives
 * between a look and the pause after it is not left lying.
 */
export class WakeablePause {
  private isWoken = false;
  private end: (() => void) | null = null;

  wake(): void {
    this.isWoken = true;
    this.end?.();
  }

  /** Resolves after `ms`, or at the next wake. */
  async wait(ms: number): Promise<void> {
    if (!this.isWoken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.end = null;
    }
    this.isWoken = false;
  }
}
