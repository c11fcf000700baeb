import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from './client.ts';
import { byCursor, cursorOf } from './pages.ts';
import { LIVE_MS } from './live.ts';

export type Webhook = Schemas['Webhook'];
export type CreatedWebhook = Schemas['CreatedWebhook'];
export type WebhookState = Webhook['state'];
export type WebhookStats = Schemas['WebhookStats'];
export type WebhookDelivery = Schemas['Delivery'];
/** What a form sends; each of its fields may be left out of a change. */
export type WebhookBody = Schemas['CreateWebhookBody'];

const PAGE_ROWS = 250;
const RECENT_ROWS = 25;

export const webhooksQuery = infiniteQueryOptions({
  queryKey: ['webhooks', 'list'],
  queryFn: async ({ pageParam, signal }) => {
    const query = { limit: PAGE_ROWS, ...cursorOf(pageParam) };
    return await dataOf(api.GET('/api/webhooks', { params: { query }, signal }));
  },
  ...byCursor,
});

export interface VersionedWebhook {
  readonly webhook: Webhook;
  /** For `If-Match`. */
  readonly etag: string;
}

export function webhookQuery(id: string) {
  return queryOptions({
    queryKey: ['webhooks', 'one', id],
    queryFn: async ({ signal }): Promise<VersionedWebhook> => {
      const answering = api.GET('/api/webhooks/{id}', { params: { path: { id } }, signal });
      const webhook = await dataOf(answering);
      return { webhook, etag: (await answering).response.headers.get('etag') ?? '*' };
    },
    refetchInterval: LIVE_MS,
  });
}

/** Of the last 24 hours. */
export function webhookStatsQuery(id: string) {
  return queryOptions({
    queryKey: ['webhooks', 'stats', id],
    queryFn: async ({ signal }) =>
      await dataOf(api.GET('/api/webhooks/{id}/stats', { params: { path: { id } }, signal })),
    refetchInterval: LIVE_MS,
  });
}

/** The newest ones. @param status a comma list; none for all */
export function webhookDeliveriesQuery(id: string, status?: string) {
  return queryOptions({
    queryKey: ['webhooks', 'deliveries', id, status ?? null],
    queryFn: async ({ signal }) => {
      const query = { limit: RECENT_ROWS, ...(status === undefined ? {} : { status }) };
      return await dataOf(
        api.GET('/api/webhooks/{id}/deliveries', { params: { path: { id }, query }, signal }),
      );
    },
    refetchInterval: LIVE_MS,
  });
}

const ACTIONS = {
  pause: async (id: string) =>
    await dataOf(api.POST('/api/webhooks/{id}/pause', { params: { path: { id } } })),
  resume: async (id: string) =>
    await dataOf(api.POST('/api/webhooks/{id}/resume', { params: { path: { id } } })),
  enable: async (id: string) =>
    await dataOf(api.POST('/api/webhooks/{id}/enable', { params: { path: { id } } })),
  disable: async (id: string) =>
    await dataOf(api.PATCH('/api/webhooks/{id}', { params: { path: { id } }, body: { active: false } })),
} as const;

export type WebhookAction = keyof typeof ACTIONS;

export function useWebhookAction(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (action: WebhookAction) => await ACTIONS[action](id),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['webhooks'] });
    },
  });
}

export function useDeleteWebhook(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      await dataOf(api.DELETE('/api/webhooks/{id}', { params: { path: { id } } }));
    },
    onSuccess: async () => {
      queries.removeQueries({ queryKey: ['webhooks', 'one', id] });
      await queries.invalidateQueries({ queryKey: ['webhooks', 'list'] });
    },
  });
}

export function useCreateWebhook() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: WebhookBody) => await dataOf(api.POST('/api/webhooks', { body })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['webhooks'] });
    },
  });
}

/** Changes nothing where somebody else has changed it since the version of `etag`: then the API answers 412. */
export function useUpdateWebhook({ webhook: { id }, etag }: VersionedWebhook) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: Partial<WebhookBody>) => {
      const params = { path: { id }, header: { 'If-Match': etag } };
      return await dataOf(api.PATCH('/api/webhooks/{id}', { params, body }));
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['webhooks'] });
    },
  });
}
