import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from './client.ts';

export type FormatPreview = Schemas['FormatPreview'];
export type PreviewFormatBody = Schemas['PreviewFormatBody'];

const FORMATS_MAX = 250;
const FORMATS_FRESH_MS = 60_000;

/** A tenant's own first; of more than 250 the oldest are not among them. */
export const formatChoicesQuery = queryOptions({
  queryKey: ['formats', 'choices'],
  queryFn: async ({ signal }) => {
    const query = { limit: FORMATS_MAX };
    return (await dataOf(api.GET('/api/formats', { params: { query }, signal }))).data;
  },
  staleTime: FORMATS_FRESH_MS,
});

/** What is sent of an event, with its signature; the one before is shown until it has come. */
export function formatPreviewQuery(body: PreviewFormatBody) {
  return queryOptions({
    queryKey: ['formats', 'preview', body],
    queryFn: async ({ signal }) => await dataOf(api.POST('/api/formats/preview', { body, signal })),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
}
