import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { useChange } from './change.ts';
import { api, dataOf, type Schemas } from './client.ts';
import { byCursor, cursorOf } from './pages.ts';

export type Format = Schemas['Format'];
export type FormatBody = Schemas['CreateFormatBody'];
export type FormatPreview = Schemas['FormatPreview'];
export type PreviewFormatBody = Schemas['PreviewFormatBody'];

const PAGE_ROWS = 250;
const FORMATS_FRESH_MS = 60_000;

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

/** A tenant's own first; of more than 250 the oldest are not among them. */
export const formatChoicesQuery = queryOptions({
  queryKey: ['formats', 'choices'],
  queryFn: async ({ signal }) => {
    const query = { limit: PAGE_ROWS };
    return (await dataOf(api.GET('/api/formats', { params: { query }, signal }))).data;
  },
  staleTime: FORMATS_FRESH_MS,
});

/**
 * What is sent of an event, with its signature; ids and the time are new each time, so it stays as it came, and the one before is
 * shown until it has come.
 * @param version of the format: another one has another request
 */
export function formatPreviewQuery(body: PreviewFormatBody, version: number | null = null) {
  return queryOptions({
    queryKey: ['formats', 'preview', body, version],
    queryFn: async ({ signal }) => await dataOf(api.POST('/api/formats/preview', { body, signal })),
    placeholderData: keepPreviousData,
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
