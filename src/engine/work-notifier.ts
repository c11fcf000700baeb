/** What a commit left to do. */
export interface CommittedWork {
  /** Deliveries that are due. */
  readonly hasDeliveries: boolean;
  readonly hasOutboxRows: boolean;
}

/** Tells the worker of this process, where there is one, that work has been committed. Losing it costs only a poll. */
export class WorkNotifier {
  private readonly listeners = new Set<(work: CommittedWork) => void>();

  subscribe(listener: (work: CommittedWork) => void): void {
    this.listeners.add(listener);
  }

  notify(work: CommittedWork): void {
    for (const listener of this.listeners) listener(work);
  }
}
