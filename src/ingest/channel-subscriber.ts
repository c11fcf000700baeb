import type { Redis } from 'ioredis';
import { BackgroundLoop } from '../engine/background-loop.ts';
import type { EngineLog } from '../engine/engine-log.ts';
import type { IngestErrors } from './ingest-errors.ts';
import type { IngestPublisher } from './ingest-publisher.ts';
import { noCounts, type ChannelsStatus } from './ingest-source.ts';
import { MessageQueue } from './message-queue.ts';
import { connectRedis, redisFault } from './redis-connection.ts';
import { sortOut } from './sort-out.ts';
import { Stop } from './stop.ts';

/** Held by one process of the installation. */
export interface SubscriberLock {
  /** Takes it, or makes sure that it still is held. @returns false where another process has it */
  take(): Promise<boolean>;
  release(): Promise<void>;
}

export interface ChannelSubscriberParts {
  readonly url: string;
  readonly patterns: readonly string[];
  /** @param onLost the lock may be another's now */
  readonly openLock: (onLost: () => void) => SubscriberLock;
  readonly publisher: IngestPublisher;
  readonly errors: IngestErrors;
  readonly log: EngineLog;
  /** That what has been received has to be published once the process is to end. */
  readonly shutdownGraceMs: number;
}

/** Between looks for the lock, or at how it is with it and with Redis: so long nobody may be subscribed. */
const LOOK_EVERY_MS = 500;
const MESSAGES_MAX = 100;

/**
 * Publishes the messages of channels while it holds the lock, so that several processes do not publish each message as often.
 * Redis keeps no message: what is sent while nobody is subscribed is gone, and what must not be belongs into a stream.
 */
export class ChannelSubscriber {
  private readonly counts = noCounts();
  private readonly ending = new Stop();
  private readonly queue = new MessageQueue((isPaused) => {
    this.holdBack(isPaused);
  });
  private readonly lock: SubscriberLock;
  private readonly looking = new BackgroundLoop({
    round: async () => await this.look(),
    onFailure: async (error, failures) => {
      await this.fail(error, failures);
    },
  });
  private readonly publishing = new BackgroundLoop({
    round: async () => await this.publish(),
    onFailure: (error) => {
      this.parts.log.error({ err: error }, 'messages of Redis could not be published');
    },
  });
  private redis: Redis | null = null;
  private isHeldBack = false;

  constructor(private readonly parts: ChannelSubscriberParts) {
    this.lock = parts.openLock(() => {
      this.unsubscribe();
      this.looking.wake();
    });
  }

  start(): void {
    this.looking.start();
    this.publishing.start();
  }

  /** Gives the channels to another process at once, and publishes what it has received. */
  async stop(): Promise<void> {
    await this.looking.stop();
    this.unsubscribe();
    await this.lock.release();
    const timer = setTimeout(() => {
      this.ending.request();
    }, this.parts.shutdownGraceMs);
    await this.publishing.stop();
    while (this.queue.length > 0 && !this.ending.isRequested) await this.publish();
    clearTimeout(timer);
    this.counts.lost += this.queue.length;
    if (this.queue.length > 0) {
      this.parts.log.error(
        { messages: this.queue.length },
        'messages of Redis are lost: they could not be published',
      );
    }
  }

  get status(): ChannelsStatus {
    const isSubscribed = this.redis !== null;
    return { isConnected: isSubscribed, isSubscribed, waiting: this.queue.length, counts: this.counts };
  }

  private async look(): Promise<number> {
    if (!(await this.lock.take())) this.unsubscribe();
    else if (this.redis === null) await this.subscribe();
    // While nothing is read of the connection, no answer comes by it either.
    else if (!this.isHeldBack) await this.redis.ping();
    return LOOK_EVERY_MS;
  }

  private async subscribe(): Promise<void> {
    const { url, patterns, log } = this.parts;
    const redis = await connectRedis(url, 'posthorn channels', () => {
      this.looking.wake();
    });
    redis.on('pmessageBuffer', (pattern: string, channel: Buffer, message: Buffer) => {
      this.queue.put(pattern, channel.toString(), message);
      this.publishing.wake();
    });
    this.redis = redis;
    this.queue.beginConnection();
    await redis.psubscribe(...patterns);
    if (this.isHeldBack) redis.stream.pause();
    log.info({ patterns }, 'is subscribed to channels of Redis');
  }

  private unsubscribe(): void {
    this.redis?.disconnect();
    this.redis = null;
  }

  /** Another process may reach Redis where this one does not. */
  private async fail(error: unknown, failures: number): Promise<void> {
    this.counts.failures += 1;
    this.unsubscribe();
    await this.lock.release();
    if (failures > 1) return;
    this.parts.log.warn({ code: redisFault(error) }, 'channels of Redis cannot be read; it is tried again');
  }

  private async publish(): Promise<number> {
    const { publisher, errors } = this.parts;
    const messages = this.queue.peek(MESSAGES_MAX);
    if (messages.length === 0) return LOOK_EVERY_MS;
    const { events, refusals } = sortOut(messages);
    const refused = await publisher.publish(events, this.ending, this.counts);
    if (refused === null) return 0;
    refusals.push(...refused);
    if (!(await errors.keep(refusals, this.ending))) return 0;
    this.counts.refused += refusals.length;
    this.queue.drop(messages);
    return 0;
  }

  /** TCP holds back whoever sends, up to what Redis keeps for a subscriber (`client-output-buffer-limit pubsub`). */
  private holdBack(isPaused: boolean): void {
    this.isHeldBack = isPaused;
    if (isPaused) this.redis?.stream.pause();
    else this.redis?.stream.resume();
  }
}
