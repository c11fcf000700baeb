import type { Schemas } from './client.ts';

export type Event = Schemas['Event'];

/**
 * An event with its data as text besides: parsed and written again, numbers of many digits would not be those that were
 * published.
 */
export interface ReadEvent {
  readonly event: Event;
  /** Null where the event has lost its data. */
  readonly dataText: string | null;
}

/** What somebody wants to publish. */
export interface EventDraft {
  readonly type: string;
  /** A JSON object. */
  readonly dataText: string;
  readonly tags: readonly string[];
}

/** No string before it can hold this: its quotes would be escaped. */
const DATA_MEMBER = ',"data":';

/** @param text of the API's answer, whose last member is the data as it was published */
export function readEvent(text: string): ReadEvent {
  const event = JSON.parse(text) as Event;
  if (event.data === null) return { event, dataText: null };
  return {
    event,
    dataText: text.slice(text.indexOf(DATA_MEMBER) + DATA_MEMBER.length, text.lastIndexOf('}')),
  };
}

/** The body of a publish, with the data as it was typed. */
export function publishText({ type, dataText, tags }: EventDraft): string {
  const shown = JSON.stringify({ type, ...(tags.length === 0 ? {} : { tags }) });
  return `${shown.slice(0, -1)}${DATA_MEMBER}${dataText}}`;
}

/** What is wrong with a text that should be a JSON object, in words; null where nothing is. */
export function faultOfData(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? null : 'must be a JSON object, such as {"order_id": 4711}';
  } catch (error) {
    return error instanceof Error ? `is not JSON: ${error.message}` : 'is not JSON';
  }
}
