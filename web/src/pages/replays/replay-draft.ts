import type { ReplayChoice, ReplayFilter, ReplayMode } from '../../api/replays.ts';
import { searchTexts } from '../../parts/search-texts.ts';

/** The fields of a filter; all of them are text. */
export const FILTER_FIELDS = [
  ...(['webhook_id', 'event_type', 'error_type', 'response_status', 'tag'] as const),
  ...(['created_after', 'created_before', 'event_id'] as const),
] satisfies (keyof ReplayFilter)[];

/** What the form holds, and its address: a filter, and how the replay goes. */
export interface ReplayDraft extends ReplayFilter {
  readonly mode?: ReplayMode;
  /** Deliveries in a second. */
  readonly rate?: number;
}

export const MODES: readonly ReplayMode[] = ['failed', 'all', 'missing'];
export const RATE_DEFAULT = 50;
export const RATE_MAX = 1_000;

/** What is missing was never tried, so it cannot be told by how it failed. */
export const FIELDS_OF_ATTEMPTS: readonly (keyof ReplayFilter)[] = ['error_type', 'response_status'];

export function readChoice(search: Record<string, unknown>): ReplayDraft {
  const mode = MODES.find((one) => one === search.mode);
  const rate = rateOf(searchTexts(search, ['rate']).rate ?? '');
  return {
    ...searchTexts(search, FILTER_FIELDS),
    ...(mode === undefined || mode === 'failed' ? {} : { mode }),
    ...(rate === null || rate === RATE_DEFAULT ? {} : { rate }),
  };
}

/** What the API is asked: blanks around a text are not meant. */
export function choiceOf(draft: ReplayDraft): ReplayChoice {
  const mode = draft.mode ?? 'failed';
  const filter: Record<string, string> = {};
  for (const field of FILTER_FIELDS) {
    const value = draft[field]?.trim() ?? '';
    const isMeant = mode !== 'missing' || !FIELDS_OF_ATTEMPTS.includes(field);
    if (value !== '' && isMeant) filter[field] = value;
  }
  return { mode, filter };
}

/** Whole, from 1 to 1,000; null for anything else. */
export function rateOf(text: string): number | null {
  const rate = Number(text);
  return text.trim() !== '' && Number.isInteger(rate) && rate >= 1 && rate <= RATE_MAX ? rate : null;
}

/** How long it takes at least: a webhook that has its own limit, or fails, takes longer. */
export function leastDurationMs(count: number, ratePerSecond: number): number {
  return Math.ceil(count / ratePerSecond) * 1_000;
}
