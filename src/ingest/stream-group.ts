import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Redis } from 'ioredis';

export interface StreamGroupOptions {
  readonly stream: string;
  readonly group: string;
}

export interface StreamEntry {
  readonly id: string;
  /** Names and values in turn; null of an entry that has been deleted since it was read. */
  readonly fields: readonly Buffer[] | null;
}

/** Of one look; as large as the data of an event may be, it is what a process holds in memory. */
const ENTRIES_MAX = 100;
/** A read that finds nothing waits so long; a process that stops waits for it. */
const BLOCK_MS = 1_000;
/** Of a consumer without entries: its process is gone, and nothing is lost with it. */
const FORGET_AFTER_MS = 3_600_000;

/**
 * Removes consumers that have no entries: this one, or others that have not been heard of. In one script, since a consumer
 * that gets an entry in between would lose it.
 */
const FORGET_CONSUMERS = `
local removed = 0
for _, info in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local consumer = {}
  for i = 1, #info, 2 do consumer[info[i]] = info[i + 1] end
  local is_own = consumer['name'] == ARGV[2]
  if consumer['pending'] == 0 and is_own == (ARGV[3] == 'own') and consumer['idle'] >= tonumber(ARGV[4]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer['name'])
    removed = removed + 1
  end
end
return removed`;

/** One consumer of a stream's group, on one connection. Every method rejects once that is broken. */
export class StreamGroup {
  /** Processes may share a host and, one after another, a process id. */
  private readonly consumer = `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`;

  constructor(
    private readonly redis: Redis,
    private readonly options: StreamGroupOptions,
  ) {}

  /** A group that is new begins at the stream's beginning: an entry from before would else be lost. */
  async join(): Promise<void> {
    const { stream, group } = this.options;
    try {
      await this.redis.call('XGROUP', 'CREATE', stream, group, '0', 'MKSTREAM');
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('BUSYGROUP')) throw error;
    }
    await this.forget('others', FORGET_AFTER_MS);
  }

  /** Entries that no consumer has read, after a while of waiting for them; up to 100. */
  async readNew(): Promise<StreamEntry[]> {
    const { stream, group } = this.options;
    const who = ['GROUP', group, this.consumer];
    const bounds = ['COUNT', ENTRIES_MAX, 'BLOCK', BLOCK_MS];
    const reply = await this.redis.callBuffer('XREADGROUP', ...who, ...bounds, 'STREAMS', stream, '>');
    const [found] = (reply ?? []) as [Buffer, RawEntry[]][];
    return (found?.[1] ?? []).flatMap(toEntry);
  }

  /**
   * Takes over entries that have been with a consumer for too long, up to 100.
   * @returns where to go on, null at the end
   */
  async claim(cursor: string, idleMs: number): Promise<{ entries: StreamEntry[]; next: string | null }> {
    const { stream, group } = this.options;
    const bounds = [idleMs, cursor, 'COUNT', ENTRIES_MAX];
    const reply = await this.redis.callBuffer('XAUTOCLAIM', stream, group, this.consumer, ...bounds);
    const [next, entries] = reply as [Buffer, (RawEntry | null)[]];
    const text = next.toString();
    return { entries: entries.flatMap(toEntry), next: text === '0-0' ? null : text };
  }

  async acknowledge(ids: readonly string[]): Promise<void> {
    await this.redis.call('XACK', this.options.stream, this.options.group, ...ids);
  }

  /** Null where the server does not tell. */
  async backlog(): Promise<{ pending: number | null; lag: number | null }> {
    const { stream, group } = this.options;
    const groups = (await this.redis.call('XINFO', 'GROUPS', stream)) as unknown[][];
    const own = groups.map(toRecord).find((record) => record.get('name') === group);
    return { pending: toNumber(own?.get('pending')), lag: toNumber(own?.get('lag')) };
  }

  /** Leaves no consumer behind that others would wait for. Never rejects: the entries that it had are claimed all the same. */
  async leave(): Promise<void> {
    await this.forget('own', 0);
  }

  private async forget(which: 'own' | 'others', idleMs: number): Promise<void> {
    const { stream, group } = this.options;
    // Whoever may not run scripts keeps the names of consumers that are gone, and nothing worse.
    await this.redis
      .eval(FORGET_CONSUMERS, 1, stream, group, this.consumer, which, idleMs)
      .catch(() => undefined);
  }
}

type RawEntry = [id: Buffer, fields: Buffer[] | null];

/** Before Redis 7 an entry that has been deleted is nothing at all. */
function toEntry(entry: RawEntry | null): StreamEntry[] {
  return entry === null ? [] : [{ id: entry[0].toString(), fields: entry[1] }];
}

function toRecord(flat: readonly unknown[]): Map<unknown, unknown> {
  const record = new Map<unknown, unknown>();
  for (let index = 0; index < flat.length; index += 2) record.set(flat[index], flat[index + 1]);
  return record;
}

function toNumber(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
