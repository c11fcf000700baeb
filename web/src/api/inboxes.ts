import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { useChange } from './change.ts';
import { api, dataOf, type Schemas } from './client.ts';
import { byCursor, cursorOf } from './pages.ts';

export type Inbox = Schemas['Inbox'];
export type InboxBody = Schemas['InboxBody'];
export type InboxRequest = Schemas['InboxRequest'];

const PAGE_ROWS = 100;
/** So often is asked what has come, while somebody looks. */
const ARRIVAL_MS = 1_000;

export const inboxesQuery = infiniteQueryOptions({
  queryKey: ['inboxes', 'list'],
  queryFn: async ({ pageParam, signal }) => {
    const query = { limit: PAGE_ROWS, ...cursorOf(pageParam) };
    return await dataOf(api.GET('/api/inboxes', { params: { query }, signal }));
  },
  ...byCursor,
});

export function inboxQuery(id: string) {
  return queryOptions({
    queryKey: ['inboxes', 'one', id],
    queryFn: async ({ signal }) =>
      await dataOf(api.GET('/api/inboxes/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ARRIVAL_MS,
  });
}

/** All that an inbox keeps, the newest first. */
export function inboxRequestsQuery(id: string) {
  return queryOptions({
    queryKey: ['inboxes', 'requests', id],
    queryFn: async ({ signal }) => {
      const params = { path: { id }, query: { limit: PAGE_ROWS } };
      return await dataOf(api.GET('/api/inboxes/{id}/requests', { params, signal }));
    },
    refetchInterval: ARRIVAL_MS,
  });
}

export function useCreateInbox() {
  return useChange(['inboxes'], async (body: InboxBody) => await dataOf(api.POST('/api/inboxes', { body })));
}

export function useUpdateInbox(id: string) {
  return useChange(['inboxes'], async (body: InboxBody) => {
    return await dataOf(api.PATCH('/api/inboxes/{id}', { params: { path: { id } }, body }));
  });
}

export function useEmptyInbox(id: string) {
  return useChange(['inboxes'], async () => {
    await dataOf(api.DELETE('/api/inboxes/{id}/requests', { params: { path: { id } } }));
  });
}

export function useDeleteInbox() {
  return useChange(['inboxes', 'list'], async (id: string) => {
    await dataOf(api.DELETE('/api/inboxes/{id}', { params: { path: { id } } }));
  });
}

/** Has every event delivered to an inbox. */
export function useInboxWebhook() {
  return useChange(['webhooks'], async ({ url, name }: Pick<Inbox, 'url' | 'name'>) => {
    const body = { url, name: name === '' ? 'Inbox' : `Inbox: ${name}` };
    return await dataOf(api.POST('/api/webhooks', { body }));
  });
}

export const TEST_EVENT = { type: 'hello.posthorn', data: { message: 'Hello from the console' } };

/** Publishes an event as any other: every webhook that subscribes to it gets it. */
export function useTestEvent() {
  return useChange(['events'], async () => await dataOf(api.POST('/api/events', { body: TEST_EVENT })));
}
