import { queryOptions, useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { actFor } from './acting-tenant.ts';
import { api, dataOf, type Schemas } from './client.ts';

export type ConsoleSession = Schemas['ConsoleSession'];

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => await dataOf(api.GET('/api/console/session', { signal })),
  staleTime: 60_000,
});

/** Who is signed in. Below the frame there is always somebody. */
export function useSession(): ConsoleSession {
  return useSuspenseQuery(sessionQuery).data;
}

/** Whether whoever is signed in may do what needs the scope; what they may not is not offered. */
export function useCan(scope: ConsoleSession['scopes'][number]): boolean {
  const { scopes } = useSession();
  return scopes.includes(scope) || scopes.includes('admin');
}

/** By a key, or by the token of the link that a start printed. */
export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (bearer: string) => {
      actFor(null);
      const headers = { Authorization: `Bearer ${bearer}` };
      return await dataOf(api.POST('/api/console/session', { headers }));
    },
    onSuccess: (session) => {
      queries.clear();
      queries.setQueryData(sessionQuery.queryKey, session);
    },
  });
}

export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      await dataOf(api.DELETE('/api/console/session'));
    },
    onSettled: () => {
      actFor(null);
      queries.clear();
    },
  });
}
