import type { Redis } from 'ioredis';
import { BackgroundLoop } from '../engine/background-loop.ts';
import type { EngineLog } from '../engine/engine-log.ts';
import type { IngestErrors } from './ingest-errors.ts';
import type { IngestPublisher } from './ingest-publisher.ts';
import { noCounts, type Received, type StreamStatus } from './ingest-source.ts';
import { connectRedis, redisFault } from './redis-connection.ts';
import { sortOut } from './sort-out.ts';
import { Stop } from './stop.ts';
import { StreamGroup, type StreamEntry, type StreamGroupOptions } from './stream-group.ts';

export interface StreamConsumerParts extends StreamGroupOptions {
  readonly url: string;
  /** After which an entry that was read and not acknowledged is taken over. */
  readonly claimAfterMs: number;
  readonly publisher: IngestPublisher;
  readonly errors: IngestErrors;
  readonly log: EngineLog;
}

const STATUS_EVERY_MS = 2_000;

/**
 * Publishes the entries of a stream, as one consumer of its group. An entry is acknowledged once its event is committed, and
 * its id is the event's idempotency key: killed anywhere in between, it is delivered again, and published once.
 */
export class StreamConsumer {
  private readonly counts = noCounts();
  private readonly ending = new Stop();
  private readonly loop = new BackgroundLoop({
    round: async () => await this.round(),
    onFailure: (error, failures) => {
      this.fail(error, failures);
    },
  });
  private redis: Redis | null = null;
  private group: StreamGroup | null = null;
  private backlog: { pending: number | null; lag: number | null } = { pending: null, lag: null };
  private nextClaimAt = 0;
  private nextStatusAt = 0;

  constructor(private readonly parts: StreamConsumerParts) {}

  start(): void {
    this.loop.start();
  }

  /** What is being published is published and acknowledged; what waits for a quota is left to others. */
  async stop(): Promise<void> {
    this.ending.request();
    await this.loop.stop();
    await this.group?.leave();
    this.close();
  }

  get status(): StreamStatus {
    return { isConnected: this.group !== null, ...this.backlog, counts: this.counts };
  }

  private async round(): Promise<number> {
    const group = this.group ?? (await this.join());
    const now = performance.now();
    if (now >= this.nextClaimAt) {
      this.nextClaimAt = now + this.parts.claimAfterMs / 2;
      await this.takeOver(group);
    }
    if (now >= this.nextStatusAt) {
      this.nextStatusAt = now + STATUS_EVERY_MS;
      this.backlog = await group.backlog();
    }
    await this.publish(group, await group.readNew());
    return 0;
  }

  private async join(): Promise<StreamGroup> {
    const { url, log, stream } = this.parts;
    this.redis = await connectRedis(url, 'posthorn stream', () => {
      this.group = null;
    });
    const group = new StreamGroup(this.redis, this.parts);
    await group.join();
    this.nextClaimAt = 0;
    this.group = group;
    log.info({ stream }, 'reads a stream of Redis');
    return group;
  }

  /** What consumers that died had read, and what an answer that got lost had handed to this one. */
  private async takeOver(group: StreamGroup): Promise<void> {
    let cursor: string | null = '0-0';
    while (cursor !== null && !this.ending.isRequested) {
      const { entries, next } = await group.claim(cursor, this.parts.claimAfterMs);
      await this.publish(group, entries);
      cursor = next;
    }
  }

  private async publish(group: StreamGroup, entries: readonly StreamEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const { publisher, errors, stream } = this.parts;
    const received = entries.flatMap(({ id, fields }) =>
      fields === null ? [] : [toReceived(stream, id, fields)],
    );
    const { events, refusals } = sortOut(received);
    const refused = await publisher.publish(events, this.ending, this.counts);
    if (refused === null) return;
    refusals.push(...refused);
    if (!(await errors.keep(refusals, this.ending))) return;
    this.counts.refused += refusals.length;
    await group.acknowledge(entries.map(({ id }) => id));
  }

  private fail(error: unknown, failures: number): void {
    this.counts.failures += 1;
    this.close();
    if (failures > 1) return;
    const { log, stream } = this.parts;
    log.warn({ stream, code: redisFault(error) }, 'the stream of Redis cannot be read; it is tried again');
  }

  private close(): void {
    this.group = null;
    this.backlog = { pending: null, lag: null };
    this.redis?.disconnect();
    this.redis = null;
  }
}

function toReceived(source: string, entryId: string, fields: readonly Buffer[]): Received {
  return { source, entryId, raw: fields };
}
