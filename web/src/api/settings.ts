import { queryOptions } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from './client.ts';

export type Setting = Schemas['Setting'];

/** For operators. They are those of the process's start: nothing changes them while it runs. */
export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: async ({ signal }) => await dataOf(api.GET('/api/settings', { signal })),
});
