import { infiniteQueryOptions } from '@tanstack/react-query';
import type { paths } from '../../../test/support/api-types.ts';
import { api, dataOf, type Schemas } from './client.ts';
import { byCursor, cursorOf } from './pages.ts';

export type AuditRow = Schemas['AuditRow'];
type Query = NonNullable<paths['/api/audit']['get']['parameters']['query']>;

/** As the API takes them; what is absent does not narrow. */
export type AuditFilters = Pick<
  Query,
  'action' | 'actor' | 'actor_kind' | 'object_id' | 'created_after' | 'created_before'
>;

const PAGE_ROWS = 100;

/** @param isOfInstallation also of every other tenant, and what belongs to none; for operators */
export function auditQuery(filters: AuditFilters, isOfInstallation: boolean) {
  return infiniteQueryOptions({
    queryKey: ['audit', isOfInstallation, filters],
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: PAGE_ROWS, ...filters, ...cursorOf(pageParam) };
      if (isOfInstallation) {
        return await dataOf(api.GET('/api/audit/installation', { params: { query }, signal }));
      }
      return await dataOf(api.GET('/api/audit', { params: { query }, signal }));
    },
    ...byCursor,
  });
}
