import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from './client.ts';
import { byCursor, cursorOf } from './pages.ts';
import type { ReplayFilter } from './replays.ts';

export type DeadLetter = Schemas['Delivery'];

const PAGE_ROWS = 250;
/** Of one purge; each request takes 10,000 at most. */
const REQUESTS_MAX = 100;

/** Newest first. @param webhookId undefined for those of all webhooks */
export function deadLettersQuery(webhookId: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ['deliveries', 'dead-letters', webhookId ?? null],
    queryFn: async ({ pageParam, signal }) => {
      const of = webhookId === undefined ? {} : { webhook_id: webhookId };
      const query = { status: 'dead_letter', limit: PAGE_ROWS, ...of, ...cursorOf(pageParam) };
      return await dataOf(api.GET('/api/deliveries', { params: { query }, signal }));
    },
    ...byCursor,
  });
}

/** How many dead letters match, for those who may only read; up to 10,001 are counted. */
export function deadLetterCountQuery(filter: Omit<ReplayFilter, 'created_after' | 'created_before'>) {
  return queryOptions({
    queryKey: ['deliveries', 'dead-letter-count', filter],
    queryFn: async ({ signal }) => {
      const query = { ...filter, status: 'dead_letter', limit: 1 };
      const header = { Prefer: 'count=exact' };
      const { total = 0 } = await dataOf(api.GET('/api/deliveries', { params: { query, header }, signal }));
      return total;
    },
  });
}

/** What its last attempt failed with, and what to do about it; null where nothing was tried. */
export function lastFailureQuery(deliveryId: string) {
  return queryOptions({
    // What has failed does not change; and a delivery that was purged is not asked for again, as all others are.
    queryKey: ['attempts', 'last-failed', deliveryId],
    queryFn: async ({ signal }) => {
      const params = { path: { id: deliveryId } };
      const { attempts } = await dataOf(api.GET('/api/deliveries/{id}', { params, signal }));
      const failed = attempts.filter(({ outcome }) => outcome === 'failed');
      return failed.toSorted((left, right) => right.number - left.number)[0] ?? null;
    },
    staleTime: Infinity,
  });
}

export interface Purge {
  /** Goes what was given up before it (RFC 3339). */
  readonly olderThan: string;
  readonly webhookId: string | undefined;
}

/** Removes them for good, and gives how many there were. */
export function usePurgeDeadLetters() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ olderThan, webhookId }: Purge) => {
      const of = webhookId === undefined ? {} : { webhook_id: webhookId };
      const params = { query: { older_than: olderThan, ...of } };
      let purgedCount = 0;
      for (let request = 0; request < REQUESTS_MAX; request += 1) {
        const purged = await dataOf(api.DELETE('/api/dead-letters', { params }));
        purgedCount += purged.purged_count;
        if (!purged.has_more) break;
      }
      return purgedCount;
    },
    onSettled: async () => {
      await Promise.all(
        [['deliveries'], ['replays', 'preview'], ['stats']].map(async (queryKey) => {
          await queries.invalidateQueries({ queryKey });
        }),
      );
    },
  });
}
