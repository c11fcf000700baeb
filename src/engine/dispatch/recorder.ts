import { backoffMs } from '../backoff.ts';
import { errorCode, isMissingPartition, isTransient } from '../database-errors.ts';
import type { EngineLog } from '../engine-log.ts';
import type { Completion } from '../queue/completion.ts';

const BATCH_MAX = 200;
/** The longest that an outcome waits for others. */
const DELAY_MS = 10;
/** No outcome waits once this share of what is in flight has ended: the others may take long. */
const QUORUM = 0.25;
/** Batches on the wire at once; the second is for full ones alone, since each has a cost of its own. */
const WRITERS_MAX = 2;

/** What the recorder needs of the database. */
export interface CompletionStore {
  /** How many deliveries of this process are not recorded yet, those that wait to be included. */
  inFlight(): number;
  /** Answers the completions whose lease still stood. */
  complete(completions: readonly Completion[]): Promise<ReadonlySet<Completion>>;
  /** Makes the partitions that a completion's rows belong to, where they are missing. */
  ensurePartitions(completion: Completion): Promise<void>;
}

interface Waiting {
  readonly completion: Completion;
  readonly done: (isHeld: boolean) => void;
}

/**
 * Records outcomes in batches: of a quarter of what is in flight, of 200, or of what has come 10 ms after the first. A few
 * deliveries are thus recorded at once, and many in few statements: alone an outcome costs 390 µs of Postgres, in a batch
 * under 50. A database that is away is waited for; a batch
 * that the database refuses is halved until the culprit stands alone (guarantee 9).
 */
export class Recorder {
  private readonly waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | null = null;
  private isOverdue = false;
  private writers = 0;
  private isAbandoned = false;

  constructor(
    private readonly store: CompletionStore,
    private readonly log: EngineLog,
  ) {}

  /** Resolves once it is recorded, or given up: true when the lease still stood, so that its outcome counts. */
  record(completion: Completion): Promise<boolean> {
    return new Promise((done) => {
      this.waiting.push({ completion, done });
      this.flush();
    });
  }

  /** Stops waiting for a database that is away: what is not recorded is left to the end of its lease. */
  abandon(): void {
    this.isAbandoned = true;
  }

  private flush(): void {
    const { length } = this.waiting;
    if (length === 0) return;
    if (!this.isOverdue && length < Math.min(this.store.inFlight() * QUORUM, BATCH_MAX)) {
      this.timer ??= setTimeout(this.flushOverdue, DELAY_MS);
      return;
    }
    if (this.writers >= (length < BATCH_MAX ? 1 : WRITERS_MAX)) return; // whose end comes here again
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.isOverdue = false;
    this.writers += 1;
    void this.write(this.waiting.splice(0, BATCH_MAX)).finally(() => {
      this.writers -= 1;
      this.flush();
    });
    this.flush();
  }

  private readonly flushOverdue = (): void => {
    this.isOverdue = true;
    this.flush();
  };

  private async write(batch: readonly Waiting[]): Promise<void> {
    try {
      const held = await this.persist(batch.map(({ completion }) => completion));
      for (const { completion, done } of batch) done(held.has(completion));
    } catch (error) {
      if (isTransient(error)) for (const { done } of batch) done(false);
      else await this.isolate(batch, error);
    }
  }

  /** Tries until the database takes or refuses it. Throws the refusal; once abandoned, any failure. */
  private async persist(
    completions: readonly Completion[],
    prepare?: () => Promise<void>,
  ): Promise<ReadonlySet<Completion>> {
    for (let failures = 1; ; failures += 1) {
      try {
        await prepare?.();
        return await this.store.complete(completions);
      } catch (error) {
        if (!isTransient(error)) throw error;
        this.log.warn(
          { code: errorCode(error), batch: completions.length, failures, err: error },
          'recording failed, trying again',
        );
        if (this.isAbandoned) throw error;
        await new Promise((resolve) => setTimeout(resolve, backoffMs(failures)));
      }
    }
  }

  private async isolate(batch: readonly Waiting[], error: unknown): Promise<void> {
    const [only] = batch;
    if (only !== undefined && batch.length === 1) {
      await this.recordCulprit(only, error);
      return;
    }
    const middle = Math.ceil(batch.length / 2);
    await this.write(batch.slice(0, middle));
    await this.write(batch.slice(middle));
  }

  /** One completion that the database refuses: mended where that is possible, then recorded with less and less. */
  private async recordCulprit(culprit: Waiting, refusal: unknown): Promise<void> {
    const { completion, done } = culprit;
    for (const attempt of this.remedies(completion, refusal)) {
      try {
        const held = await attempt();
        done(held.size > 0);
        return;
      } catch (error) {
        this.log.error(
          { delivery: completion.delivery.id, code: errorCode(error), err: error },
          'an outcome could not be recorded',
        );
        if (isTransient(error)) break;
      }
    }
    done(false);
  }

  private *remedies(
    completion: Completion,
    refusal: unknown,
  ): Generator<() => Promise<ReadonlySet<Completion>>> {
    if (isMissingPartition(refusal)) {
      yield async () =>
        await this.persist([completion], async () => {
          await this.store.ensurePartitions(completion);
        });
    }
    yield async () => await this.persist([withoutResponse(completion)]);
    yield async () => await this.persist([quarantined(completion)]);
  }
}

function withoutResponse(completion: Completion): Completion {
  if (completion.attempt === null) return completion;
  const bare = {
    responseHeaders: null,
    responseBody: null,
    responseBodyText: null,
    isResponseBodyTruncated: true,
  };
  return { ...completion, attempt: { ...completion.attempt, ...bare } };
}

function quarantined(completion: Completion): Completion {
  return {
    ...completion,
    attempt: null,
    outcome: { kind: 'dead_letter', reason: 'unrecordable', disablesWebhook: false },
  };
}
