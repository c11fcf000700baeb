import { queryOptions } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from './client.ts';

export type ListedEvent = Schemas['ListedEvent'];

export const LATEST_EVENTS_MAX = 100;
const FRESH_MS = 30_000;

/** The newest of any type, without their data. */
export const latestEventsQuery = queryOptions({
  queryKey: ['events', 'latest'],
  queryFn: async ({ signal }) => {
    const query = { limit: LATEST_EVENTS_MAX };
    return (await dataOf(api.GET('/api/events', { params: { query }, signal }))).data;
  },
  staleTime: FRESH_MS,
});
