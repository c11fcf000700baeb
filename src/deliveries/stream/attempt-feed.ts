import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../domain/clock.ts';
import { momentOf, uuidFloor, type Uuid } from '../../domain/ids.ts';
import type { FeedScope } from '../sql/attempt-feed.ts';
import type { AttemptFeedRepository } from './attempt-feed.repository.ts';
import { SeenIds } from './seen-ids.ts';
import type { StreamedAttempt } from './streamed-attempt.ts';

/** Between two looks at the table, by which an attempt may be late. */
const POLL_MS = 500;
/** Of what one look reads, and of what is in memory. */
const ATTEMPTS_AT_ONCE = 500;
/**
 * How long after its id was made an attempt can be found still. The id is made when its request ends; it is recorded by a
 * statement that may take 10 s, and is tried again where the database refuses or loses it.
 */
const LATE_MAX_MS = 60_000;
/** Attempts that are younger are found by reading on, older ones by reading again. */
const SETTLED_MS = 2_000;
const LATE_LOOK_MS = 2_000;
/** Reading again takes at most this share of the time, however many attempts a minute has. */
const LATE_LOOK_SHARE = 0.05;
/** Some 10 MB: beyond them, reading again begins later. */
const SEEN_MAX = 100_000;
/** Further back, the lists tell more than a stream. */
const RESUMED_MAX_MS = 3_600_000;

type FeedRows = Pick<AttemptFeedRepository, 'findAfter' | 'findIdsBetween' | 'findByIds'>;

/** Where a feed stands. */
interface Place {
  afterId: Uuid;
  readonly seen: SeenIds;
  nextLateLookAt: number;
}

/**
 * Follows the attempts of a tenant as they are recorded, by looking at their table. Ids are made before they are committed, so
 * that a row may turn up below others that were read before: whatever is younger than a minute is looked at again and again,
 * and told when it is met first (decision 0024).
 */
export class AttemptFeed {
  constructor(
    private readonly rows: FeedRows,
    private readonly clock: Clock,
  ) {}

  /**
   * What was recorded since the last value, oldest first within one; an empty one each half second without any. Nothing is
   * read before the next value is asked for. Ends with its signal.
   * @param resumedId the last attempt that the reader has; those of the minute before it are told once more. Null begins now.
   */
  async *follow(
    scope: FeedScope,
    resumedId: Uuid | null,
    signal: AbortSignal,
  ): AsyncGenerator<readonly StreamedAttempt[]> {
    try {
      const place = await this.begin(scope, resumedId, signal);
      yield [];
      for (;;) {
        const { attempts, isBehind } = await this.readOn(scope, place, signal);
        yield attempts;
        if (isBehind) continue;
        const late = await this.readAgain(scope, place, signal);
        if (late.length > 0) yield late;
        await pause(POLL_MS, undefined, { signal });
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** What is there already is known, so that what is recorded from now on is told, however old its id is. */
  private async begin(scope: FeedScope, resumedId: Uuid | null, signal: AbortSignal): Promise<Place> {
    const now = this.clock.now();
    if (resumedId !== null) {
      const moment = Math.max(momentOf(resumedId) - LATE_MAX_MS, now - RESUMED_MAX_MS);
      const afterId = uuidFloor(Math.min(moment, now));
      return { afterId, seen: new SeenIds(afterId, SEEN_MAX), nextLateLookAt: performance.now() };
    }
    const afterId = uuidFloor(now);
    const seen = new SeenIds(uuidFloor(now - LATE_MAX_MS), SEEN_MAX);
    for (const id of await this.rows.findIdsBetween(scope, seen.floor, afterId, signal)) seen.add(id);
    return { afterId, seen, nextLateLookAt: performance.now() };
  }

  private async readOn(
    scope: FeedScope,
    place: Place,
    signal: AbortSignal,
  ): Promise<{ attempts: StreamedAttempt[]; isBehind: boolean }> {
    const read = await this.rows.findAfter(scope, place.afterId, ATTEMPTS_AT_ONCE, signal);
    const attempts = read.attempts.filter(({ id }) => !place.seen.has(id));
    for (const { id } of attempts) place.seen.add(id);
    const settledId = uuidFloor(this.clock.now() - SETTLED_MS);
    place.afterId = !read.isBehind && settledId > read.afterId ? settledId : read.afterId;
    return { attempts, isBehind: read.isBehind };
  }

  /** What has turned up below the place that was read to. */
  private async readAgain(scope: FeedScope, place: Place, signal: AbortSignal): Promise<StreamedAttempt[]> {
    const startedAt = performance.now();
    if (startedAt < place.nextLateLookAt) return [];
    const { seen, afterId } = place;
    seen.forgetBelow(uuidFloor(this.clock.now() - LATE_MAX_MS));
    const ids = await this.rows.findIdsBetween(scope, seen.floor, afterId, signal);
    const lateIds = ids.filter((id) => !seen.has(id)).slice(0, ATTEMPTS_AT_ONCE);
    const tookMs = performance.now() - startedAt;
    place.nextLateLookAt = startedAt + Math.max(LATE_LOOK_MS, tookMs / LATE_LOOK_SHARE);
    if (lateIds.length === 0) return [];
    for (const id of lateIds) seen.add(id);
    return await this.rows.findByIds(scope, lateIds, signal);
  }
}
