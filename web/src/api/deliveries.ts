import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
  type InfiniteData,
  type QueryClient,
} from '@tanstack/react-query';
import { api, dataOf, type Schemas } from './client.ts';
import { followedWhileShort, LIVE_MS } from './live.ts';
import { byCursor, cursorOf, type Page } from './pages.ts';

export type Delivery = Schemas['Delivery'];
export type DeliveryStatus = Delivery['status'];
export type DeliveryWithAttempts = Schemas['DeliveryWithAttempts'];
export type Attempt = Schemas['Attempt'];
export type AttemptDetail = Schemas['AttemptDetail'];

/** What a list of deliveries is asked for, in the API's own words; all together, newest first. */
export interface DeliveryFilters {
  readonly q?: string;
  /** Comma lists. */
  readonly status?: string;
  readonly error_type?: string;
  readonly response_status?: string;
  readonly webhook_id?: string;
  readonly event_id?: string;
  readonly event_type?: string;
  readonly tag?: string;
  readonly replay_id?: string;
  /** Times (RFC 3339). */
  readonly created_after?: string;
  readonly created_before?: string;
}

const PAGE_ROWS = 250;
/** While something happens to what is looked at. */
const SOON_MS = 1_000;

interface CountedPage extends Page<Delivery> {
  /** Of all that the filters match, at most 10,001; absent where counting would have to read too much. */
  readonly total?: number | null;
}
type Loaded = InfiniteData<CountedPage, string | null>;

export function deliveriesQuery(filters: DeliveryFilters) {
  return infiniteQueryOptions({
    queryKey: ['deliveries', 'list', filters],
    queryFn: async ({ pageParam, signal }): Promise<CountedPage> => {
      const query = { limit: PAGE_ROWS, ...filters, ...cursorOf(pageParam) };
      const header = pageParam === null ? { Prefer: 'count=exact' } : {};
      return await dataOf(api.GET('/api/deliveries', { params: { query, header }, signal }));
    },
    ...byCursor,
    ...followedWhileShort,
  });
}

/** What became of one event: to a few webhooks mostly. */
export function deliveriesOfEventQuery(eventId: string, isAwaited: boolean) {
  return infiniteQueryOptions({
    queryKey: ['deliveries', 'of-event', eventId],
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: PAGE_ROWS, ...cursorOf(pageParam) };
      const params = { path: { id: eventId }, query };
      return await dataOf(api.GET('/api/events/{id}/deliveries', { params, signal }));
    },
    ...byCursor,
    refetchInterval: ({ state: { data } }) => {
      if ((data?.pages.length ?? 0) > 1) return false;
      const rows = data?.pages[0]?.data ?? [];
      const isUnderWay = rows.length === 0 ? isAwaited : rows.some(({ status }) => isSoonTold(status));
      return isUnderWay ? SOON_MS : LIVE_MS;
    },
  });
}

function isSoonTold(status: DeliveryStatus): boolean {
  return status === 'pending' || status === 'in_progress';
}

export function deliveryQuery(id: string) {
  return queryOptions({
    queryKey: ['deliveries', 'one', id],
    queryFn: async ({ signal }) =>
      await dataOf(api.GET('/api/deliveries/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state: { data } }) => {
      if (data?.completed_at !== null) return false;
      return isSoonTold(data.status) ? SOON_MS : LIVE_MS;
    },
  });
}

export function attemptQuery(id: string) {
  return queryOptions({
    queryKey: ['deliveries', 'attempt', id],
    queryFn: async ({ signal }) =>
      await dataOf(api.GET('/api/attempts/{id}', { params: { path: { id } }, signal })),
  });
}

/** At once, with a fresh budget of attempts where it had ended. */
export function useRetryDelivery() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) =>
      await dataOf(api.POST('/api/deliveries/{id}/retry', { params: { path: { id } } })),
    onSuccess: async (delivery) => {
      await tellOf(queries, delivery);
    },
  });
}

export function useCancelDelivery() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) =>
      await dataOf(api.POST('/api/deliveries/{id}/cancel', { params: { path: { id } } })),
    onSuccess: async (delivery) => {
      await tellOf(queries, delivery);
    },
  });
}

/** Lists that are no longer followed show what has become of it as well. */
async function tellOf(queries: QueryClient, delivery: Delivery): Promise<void> {
  queries.setQueriesData<Loaded>({ queryKey: ['deliveries', 'list'] }, (loaded) =>
    loaded === undefined ? undefined : { ...loaded, pages: loaded.pages.map(withLatest(delivery)) },
  );
  await queries.invalidateQueries({ queryKey: ['deliveries'] });
}

function withLatest(delivery: Delivery): (page: CountedPage) => CountedPage {
  return (page) =>
    page.data.some(({ id }) => id === delivery.id)
      ? { ...page, data: page.data.map((row) => (row.id === delivery.id ? delivery : row)) }
      : page;
}
