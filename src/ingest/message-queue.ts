import type { Received } from './ingest-source.ts';

/** Of messages that wait to be published: some seconds' worth, and no more memory than a small machine can spare. */
const MESSAGES_MAX = 20_000;
const BYTES_MAX = 33_554_432;

/**
 * Messages in the order in which they came. Beyond its bounds it asks for a pause of whoever brings them, and lets that go on
 * at half of them.
 */
export class MessageQueue {
  private messages: Received[] = [];
  private bytes = 0;
  private isPaused = false;
  private last: { channel: string; message: Buffer; patterns: Set<string> } | null = null;

  constructor(private readonly setPaused: (isPaused: boolean) => void) {}

  get length(): number {
    return this.messages.length;
  }

  /**
   * A message comes once for each pattern that its channel matches, directly after one another, since Redis hands out one publish
   * after the other: the same text under a pattern that has not had it yet is the same message.
   */
  put(pattern: string, channel: string, message: Buffer): void {
    const { last } = this;
    const isSame = last?.channel === channel && last.message.equals(message);
    if (isSame && !last.patterns.has(pattern)) {
      last.patterns.add(pattern);
      return;
    }
    this.last = { channel, message, patterns: new Set([pattern]) };
    this.messages.push({ source: channel, entryId: null, raw: [message] });
    this.bytes += message.length;
    if (!this.isPaused && (this.messages.length > MESSAGES_MAX || this.bytes > BYTES_MAX)) this.pause(true);
  }

  /** The oldest ones, which stay until they are dropped. */
  peek(max: number): readonly Received[] {
    return this.messages.slice(0, max);
  }

  drop(messages: readonly Received[]): void {
    this.messages = this.messages.slice(messages.length);
    for (const { raw } of messages) this.bytes -= raw[0]?.length ?? 0;
    if (this.isPaused && this.messages.length < MESSAGES_MAX / 2 && this.bytes < BYTES_MAX / 2)
      this.pause(false);
  }

  /** What follows comes by another connection: nothing of it repeats what came before. */
  beginConnection(): void {
    this.last = null;
  }

  private pause(isPaused: boolean): void {
    this.isPaused = isPaused;
    this.setPaused(isPaused);
  }
}
