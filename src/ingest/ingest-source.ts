import type { IngestedEvent } from './ingested-event.ts';

/** Something that came from Redis: an entry of a stream, or a message of a channel. */
export interface Received {
  /** The stream, or the channel. */
  readonly source: string;
  /** Of an entry of a stream; null for a message. */
  readonly entryId: string | null;
  /** As it came: field names and values, or the message alone. */
  readonly raw: readonly Buffer[];
}

/** What was received and is an event. */
export interface ReadEvent {
  readonly received: Received;
  readonly event: IngestedEvent;
}

/** What was received and is not published. */
export interface Refusal {
  readonly received: Received;
  readonly reason: string;
}

/** Since the process started. */
export interface IngestCounts {
  published: number;
  /** Their key was known: nothing was stored. */
  repeated: number;
  refused: number;
  /** Messages that a process which stops, or the size of one, left unpublished. */
  lost: number;
  /** Failures of Redis, or of what is done with it, after each of which it is tried again. */
  failures: number;
}

export function noCounts(): IngestCounts {
  return { published: 0, repeated: 0, refused: 0, lost: 0, failures: 0 };
}

/** How it is with the stream. */
export interface StreamStatus {
  readonly isConnected: boolean;
  /** Entries that have been read and not acknowledged, by all processes; null while it is not known. */
  readonly pending: number | null;
  /** Entries that none has read; null while it is not known, and before Redis 7. */
  readonly lag: number | null;
  readonly counts: Readonly<IngestCounts>;
}

/** How it is with the channels. */
export interface ChannelsStatus {
  readonly isConnected: boolean;
  /** Whether this process is the one that is subscribed. */
  readonly isSubscribed: boolean;
  /** Messages that wait to be published. */
  readonly waiting: number;
  readonly counts: Readonly<IngestCounts>;
}

/** What this process reads; null where it reads none. */
export interface IngestStatus {
  readonly stream: StreamStatus | null;
  readonly channels: ChannelsStatus | null;
}
