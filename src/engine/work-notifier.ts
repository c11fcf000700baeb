/** What a commit left to do. */
export interface CommittedWork {
  /** Deliveries that are due. */
  readonly hasDeliveries: boolean;
  readonly hasOutboxRows: boolean;
}

/** The workers of other processes, as far as they can be told anything. */
export interface RemoteWorkers {
  announce(work: CommittedWork): void;
}

/** Tells the workers of this process and of others that work has been committed. Losing it costs only a poll. */
export class WorkNotifier {
  private readonly listeners = new Set<(work: CommittedWork) => void>();

  constructor(private readonly remote: RemoteWorkers) {}

  subscribe(listener: (work: CommittedWork) => void): void {
    this.listeners.add(listener);
  }

  /** Work was committed by this process. */
  notify(work: CommittedWork): void {
    this.wake(work);
    this.remote.announce(work);
  }

  /** Work was committed by any process. */
  wake(work: CommittedWork): void {
    for (const listener of this.listeners) listener(work);
  }
}
