import { infiniteQueryOptions } from '@tanstack/react-query';
import { useChange } from './change.ts';
import { api, dataOf, type Schemas } from './client.ts';
import { byCursor, cursorOf } from './pages.ts';

export type ApiKey = Schemas['ApiKey'];
export type KeyScope = ApiKey['scopes'][number];
export type NewKey = Schemas['CreateApiKeyBody'];

const PAGE_ROWS = 250;

export const keysQuery = infiniteQueryOptions({
  queryKey: ['keys', 'list'],
  queryFn: async ({ pageParam, signal }) => {
    const query = { limit: PAGE_ROWS, ...cursorOf(pageParam) };
    return await dataOf(api.GET('/api/keys', { params: { query }, signal }));
  },
  ...byCursor,
});

export function useCreateKey() {
  return useChange(['keys'], async (body: NewKey) => await dataOf(api.POST('/api/keys', { body })));
}

/** @param overlapSeconds how long the secret of now stays good beside the new one */
export function useRotateKey(id: string) {
  return useChange(['keys'], async (overlapSeconds: number) => {
    const body = { overlap_seconds: overlapSeconds };
    return await dataOf(api.POST('/api/keys/{id}/rotate', { params: { path: { id } }, body }));
  });
}

export function useRevokeKey() {
  return useChange(['keys'], async (id: string) => {
    await dataOf(api.DELETE('/api/keys/{id}', { params: { path: { id } } }));
  });
}
