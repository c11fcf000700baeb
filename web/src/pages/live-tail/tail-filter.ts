import { searchTexts } from '../../parts/search-texts.ts';

export const OUTCOMES = ['succeeded', 'failed', 'shadowed'] as const;

/** What the stream is asked for, and the page's address. */
export interface TailFilter {
  readonly webhook_id?: string;
  readonly event_type?: string;
  readonly outcome?: (typeof OUTCOMES)[number];
  readonly tag?: string;
}

export function readTailFilter(search: Record<string, unknown>): TailFilter {
  const outcome = OUTCOMES.find((one) => one === search.outcome);
  return {
    ...searchTexts(search, ['webhook_id', 'event_type', 'tag']),
    ...(outcome === undefined ? {} : { outcome }),
  };
}

/** Of the stream. */
export function streamPath(filter: TailFilter): `/${string}` {
  const query = new URLSearchParams({ ...filter }).toString();
  return query === '' ? '/api/stream' : `/api/stream?${query}`;
}
