import { createHash } from 'node:crypto';
import type { ReadEvent, Received, Refusal } from './ingest-source.ts';
import {
  readEntry,
  readMessage,
  UnreadableError,
  type IngestedEvent,
  type RawField,
} from './ingested-event.ts';

/** Stands in no key of a client's (IDEMPOTENCY_KEY_PATTERN), so that no entry ever meets a key of theirs. */
const SEPARATOR = '\u001f';
const STREAM_CHARACTERS_MAX = 200;

/** Tells what is an event from what is none; an entry's event has the entry's id and its stream's name for a key. */
export function sortOut(received: readonly Received[]): { events: ReadEvent[]; refusals: Refusal[] } {
  const events: ReadEvent[] = [];
  const refusals: Refusal[] = [];
  for (const one of received) {
    try {
      events.push({ received: one, event: readOne(one) });
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      refusals.push({ received: one, reason: error.message });
    }
  }
  return { events, refusals };
}

function readOne({ source, entryId, raw }: Received): IngestedEvent {
  if (entryId === null) return readMessage(Buffer.concat(raw));
  return { ...readEntry(toFields(raw)), idempotency_key: keyOf(source, entryId) };
}

function toFields(raw: readonly Buffer[]): RawField[] {
  const fields: RawField[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name, value] = [raw[index], raw[index + 1]];
    if (name !== undefined && value !== undefined) fields.push([name, value]);
  }
  return fields;
}

function keyOf(stream: string, entryId: string): string {
  const name =
    stream.length > STREAM_CHARACTERS_MAX ? createHash('sha256').update(stream).digest('hex') : stream;
  return ['redis', name, entryId].join(SEPARATOR);
}
