import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from './client.ts';
import { byCursor, cursorOf } from './pages.ts';
import { LIVE_MS } from './live.ts';

export type Replay = Schemas['Replay'];
export type ReplayMode = Replay['mode'];
export type ReplayFilter = Schemas['ReplayFilterBody'];
export type ReplayPreview = Schemas['ReplayPreview'];

/** What is to be sent again. */
export interface ReplayChoice {
  readonly mode: ReplayMode;
  readonly filter: ReplayFilter;
}

const PAGE_ROWS = 100;
/** So often is asked how far one has come: it takes a batch a second. */
const RUNNING_MS = 1_000;

export const replaysQuery = infiniteQueryOptions({
  queryKey: ['replays', 'list'],
  queryFn: async ({ pageParam, signal }) => {
    const query = { limit: PAGE_ROWS, ...cursorOf(pageParam) };
    return await dataOf(api.GET('/api/replays', { params: { query }, signal }));
  },
  refetchInterval: LIVE_MS,
  ...byCursor,
});

/** Asked again while it runs. */
export function replayQuery(id: string) {
  return queryOptions({
    queryKey: ['replays', 'one', id],
    queryFn: async ({ signal }) =>
      await dataOf(api.GET('/api/replays/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? RUNNING_MS : false),
  });
}

/** Who started it, from the audit log; null where the log has forgotten. */
export function replayStartQuery(id: string) {
  return queryOptions({
    queryKey: ['audit', 'replay.started', id],
    queryFn: async ({ signal }) => {
      const query = { action: 'replay.started', object_id: id, limit: 1 } as const;
      const { data } = await dataOf(api.GET('/api/audit', { params: { query }, signal }));
      return data[0] ?? null;
    },
    staleTime: Infinity,
  });
}

export const OUTCOMES = {
  delivered: 'delivered',
  waiting: 'pending,in_progress,retrying,rate_limited',
  deadLetter: 'dead_letter',
} as const;
export type ReplayOutcome = keyof typeof OUTCOMES;

/** How many of its deliveries stand where; up to 10,001 are counted. */
export function replayOutcomeQuery(id: string, outcome: ReplayOutcome) {
  return queryOptions({
    queryKey: ['deliveries', 'of-replay', id, outcome],
    queryFn: async ({ signal }) => {
      const query = { replay_id: id, status: OUTCOMES[outcome], limit: 1 };
      const header = { Prefer: 'count=exact' };
      const { total = 0 } = await dataOf(api.GET('/api/deliveries', { params: { query, header }, signal }));
      return total;
    },
    refetchInterval: LIVE_MS,
  });
}

/** A dry run: nothing is made. For whoever may manage. */
export function previewQuery(choice: ReplayChoice) {
  return queryOptions({
    queryKey: ['replays', 'preview', choice],
    queryFn: async ({ signal }) => {
      const body = { ...choice, dry_run: true };
      return (await dataOf(api.POST('/api/replays', { body, signal }))) as ReplayPreview;
    },
    retry: false,
  });
}

export interface ReplayStart extends ReplayChoice {
  readonly ratePerSecond: number;
  /** By which a request that was sent twice starts one. */
  readonly idempotencyKey: string;
}

export function useStartReplay() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ mode, filter, ratePerSecond, idempotencyKey }: ReplayStart) => {
      const body = { mode, filter, rate_per_second: ratePerSecond };
      const params = { header: { 'Idempotency-Key': idempotencyKey } };
      return (await dataOf(api.POST('/api/replays', { params, body }))) as Replay;
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['replays'] });
    },
  });
}

export function useCancelReplay() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) =>
      await dataOf(api.POST('/api/replays/{id}/cancel', { params: { path: { id } } })),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['replays'] });
    },
  });
}
