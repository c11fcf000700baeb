import { queryOptions } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from './client.ts';

export type TenantKept = Schemas['TenantKept'];
export type InstallationKept = Schemas['InstallationKept'];

export const retentionQuery = queryOptions({
  queryKey: ['retention', 'tenant'],
  queryFn: async ({ signal }) => await dataOf(api.GET('/api/retention', { signal })),
});

/** For operators. */
export const installationRetentionQuery = queryOptions({
  queryKey: ['retention', 'installation'],
  queryFn: async ({ signal }) => await dataOf(api.GET('/api/retention/installation', { signal })),
});
