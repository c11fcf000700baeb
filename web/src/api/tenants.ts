import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from './client.ts';
import { byCursor, cursorOf } from './pages.ts';

export type Tenant = Schemas['Tenant'];

const PAGE_ROWS = 250;

/** For whoever reaches every tenant; refused to others. */
export const tenantsQuery = infiniteQueryOptions({
  queryKey: ['tenants', 'list'],
  queryFn: async ({ pageParam, signal }) => {
    const query = { limit: PAGE_ROWS, ...cursorOf(pageParam) };
    return await dataOf(api.GET('/api/tenants', { params: { query }, signal }));
  },
  ...byCursor,
});
