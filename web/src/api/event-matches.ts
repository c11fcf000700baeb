import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from './client.ts';

export type EventMatches = Schemas['EventMatches'];
export type MatchEventsBody = Schemas['MatchEventsBody'];

const FRESH_MS = 30_000;

/** Of the last 100 events of any type, those that a webhook would get; the answer before is shown until it has come. */
export function eventMatchesQuery(body: MatchEventsBody) {
  return queryOptions({
    queryKey: ['events', 'matches', body],
    queryFn: async ({ signal }) => await dataOf(api.POST('/api/webhooks/match', { body, signal })),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
  });
}
