import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { useChange } from './change.ts';
import { api, dataOf, type Schemas } from './client.ts';
import { byCursor, cursorOf } from './pages.ts';

export type Format = Schemas['Format'];
export type FormatBody = Schemas['CreateFormatBody'];
export type FormatSample = Schemas['PreviewFormatBody'];

const PAGE_ROWS = 250;

export const formatsQuery = infiniteQueryOptions({
  queryKey: ['formats', 'list'],
  queryFn: async ({ pageParam, signal }) => {
    const query = { limit: PAGE_ROWS, ...cursorOf(pageParam) };
    return await dataOf(api.GET('/api/formats', { params: { query }, signal }));
  },
  ...byCursor,
});

export function formatQuery(name: string) {
  return queryOptions({
    queryKey: ['formats', 'one', name],
    queryFn: async ({ signal }) =>
      await dataOf(api.GET('/api/formats/{name}', { params: { path: { name } }, signal })),
  });
}

/**
 * The request that a format makes of a sample; ids and the time are new each time, so it stays as it came.
 * @param version of the format: another one has another request
 */
export function sampleRequestQuery(sample: FormatSample, version: number | null) {
  return queryOptions({
    queryKey: ['formats', 'sample', sample, version],
    queryFn: async ({ signal }) => await dataOf(api.POST('/api/formats/preview', { body: sample, signal })),
    staleTime: Infinity,
  });
}

/** @param isNew a name that is taken is refused then */
export function useSaveFormat(isNew: boolean) {
  return useChange(['formats'], async (body: FormatBody) => {
    if (isNew) return await dataOf(api.POST('/api/formats', { body }));
    return await dataOf(api.PUT('/api/formats/{name}', { params: { path: { name: body.name } }, body }));
  });
}

export function useDeleteFormat() {
  return useChange(['formats', 'list'], async (name: string) => {
    await dataOf(api.DELETE('/api/formats/{name}', { params: { path: { name } } }));
  });
}
