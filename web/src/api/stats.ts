import { queryOptions } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from './client.ts';
import { LIVE_MS } from './live.ts';

export type StatsSummary = Schemas['StatsSummary'];
export type StatsSeries = Schemas['StatsSeries'];
export type SeriesInterval = StatsSeries['interval'];

/** Of the last 24 hours, which is what the API counts where nothing is said. */
export const summaryQuery = queryOptions({
  queryKey: ['stats', 'summary'],
  queryFn: async ({ signal }) => await dataOf(api.GET('/api/stats/summary', { signal })),
  refetchInterval: LIVE_MS,
});

export interface SeriesRequest {
  readonly interval: SeriesInterval;
  /** Up to now. */
  readonly windowMs: number;
  readonly webhookId?: string;
}

export function seriesQuery({ interval, windowMs, webhookId }: SeriesRequest) {
  return queryOptions({
    queryKey: ['stats', 'timeseries', interval, windowMs, webhookId ?? null],
    queryFn: async ({ signal }) => {
      const of = webhookId === undefined ? {} : { webhook_id: webhookId };
      const query = { interval, created_after: new Date(Date.now() - windowMs).toISOString(), ...of };
      return await dataOf(api.GET('/api/stats/timeseries', { params: { query }, signal }));
    },
    refetchInterval: LIVE_MS,
  });
}
