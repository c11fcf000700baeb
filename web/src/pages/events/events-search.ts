import type { FiltersOf } from '../../api/client.ts';
import type { EventFilters } from '../../api/events.ts';
import { textsOf } from '../../parts/search-texts.ts';

/** Every filter that the API has for events, and what it is called here: one that is missing does not compile. */
export const FILTER_LABELS = {
  type: 'Type',
  tag: 'Tag',
  created_after: 'After',
  created_before: 'Before',
} as const satisfies Record<keyof EventFilters | FiltersOf<'/api/events'>, string>;

export type FilterName = keyof EventFilters;
export const FILTER_NAMES = Object.keys(FILTER_LABELS) as FilterName[];

export function eventsSearchOf(search: Record<string, unknown>): EventFilters {
  return textsOf(search, FILTER_NAMES);
}
