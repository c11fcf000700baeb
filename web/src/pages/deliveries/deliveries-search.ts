import type { FiltersOf } from '../../api/client.ts';
import type { DeliveryFilters } from '../../api/deliveries.ts';
import { textsOf } from '../../parts/search-texts.ts';

/** Every filter that the API has for deliveries, and what it is called here: one that is missing does not compile. */
export const FILTER_LABELS = {
  q: 'Search',
  status: 'Status',
  webhook_id: 'Webhook',
  event_type: 'Event type',
  event_id: 'Event',
  error_type: 'Error',
  response_status: 'Response',
  tag: 'Tag',
  replay_id: 'Replay',
  created_after: 'After',
  created_before: 'Before',
} as const satisfies Record<keyof DeliveryFilters | FiltersOf<'/api/deliveries'>, string>;

export type FilterName = keyof DeliveryFilters;
export const FILTER_NAMES = Object.keys(FILTER_LABELS) as FilterName[];

/** Seen without opening the others. */
const FILTERS_AT_HAND: readonly FilterName[] = [
  'q',
  'status',
  'webhook_id',
  'created_after',
  'created_before',
];

export function deliveriesSearchOf(search: Record<string, unknown>): DeliveryFilters {
  return textsOf(search, FILTER_NAMES);
}

/** How many hold that are only seen among the others. */
export function countOfOthers(filters: DeliveryFilters): number {
  return FILTER_NAMES.filter((name) => filters[name] !== undefined && !FILTERS_AT_HAND.includes(name)).length;
}
