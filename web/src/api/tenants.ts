import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { useChange } from './change.ts';
import { api, dataOf, type Schemas } from './client.ts';
import { byCursor, cursorOf } from './pages.ts';

export type Tenant = Schemas['Tenant'];
export type TenantUsage = Schemas['TenantUsage'];
export type TenantBody = Schemas['TenantBody'];

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

export function tenantQuery(id: string) {
  return queryOptions({
    queryKey: ['tenants', 'one', id],
    queryFn: async ({ signal }) =>
      await dataOf(api.GET('/api/tenants/{id}', { params: { path: { id } }, signal })),
  });
}

/** Counted when it is asked for, which takes a while where there are many live deliveries: not again by itself. */
export function tenantUsageQuery(id: string) {
  return queryOptions({
    queryKey: ['tenants', 'usage', id],
    queryFn: async ({ signal }) =>
      await dataOf(api.GET('/api/tenants/{id}/usage', { params: { path: { id } }, signal })),
  });
}

/** @param id null for a new one */
export function useSaveTenant(id: string | null) {
  return useChange(['tenants'], async (body: TenantBody) => {
    if (id === null) return await dataOf(api.POST('/api/tenants', { body }));
    return await dataOf(api.PATCH('/api/tenants/{id}', { params: { path: { id } }, body }));
  });
}
