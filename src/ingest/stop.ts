/** A request to end, and pauses that it cuts short. */
export class Stop {
  private readonly controller = new AbortController();

  get isRequested(): boolean {
    return this.controller.signal.aborted;
  }

  request(): void {
    this.controller.abort();
  }

  /** Resolves after `ms`, or when the end is requested. */
  async pause(ms: number): Promise<void> {
    const { signal } = this.controller;
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end);
    });
  }
}
