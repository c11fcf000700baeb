import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from './client.ts';
import { byCursor, cursorOf } from './pages.ts';

export type Webhook = Schemas['Webhook'];
export type WebhookState = Webhook['state'];

const PAGE_ROWS = 250;

export const webhooksQuery = infiniteQueryOptions({
  queryKey: ['webhooks', 'list'],
  queryFn: async ({ pageParam, signal }) => {
    const query = { limit: PAGE_ROWS, ...cursorOf(pageParam) };
    return await dataOf(api.GET('/api/webhooks', { params: { query }, signal }));
  },
  ...byCursor,
});
