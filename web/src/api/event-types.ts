import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { useChange } from './change.ts';
import { api, dataOf, type Schemas } from './client.ts';
import { byCursor, cursorOf } from './pages.ts';

export type EventType = Schemas['EventType'];
export type EventTypeBody = Schemas['CreateEventTypeBody'];

const PAGE_ROWS = 250;

export const eventTypesQuery = infiniteQueryOptions({
  queryKey: ['event-types', 'list'],
  queryFn: async ({ pageParam, signal }) => {
    const query = { limit: PAGE_ROWS, ...cursorOf(pageParam) };
    return await dataOf(api.GET('/api/event-types', { params: { query }, signal }));
  },
  ...byCursor,
});

export function eventTypeQuery(name: string) {
  return queryOptions({
    queryKey: ['event-types', 'one', name],
    queryFn: async ({ signal }) =>
      await dataOf(api.GET('/api/event-types/{name}', { params: { path: { name } }, signal })),
  });
}

/** @param isNew a name that is taken is refused then */
export function useSaveEventType(isNew: boolean) {
  return useChange(['event-types'], async ({ name, ...fields }: EventTypeBody) => {
    if (isNew) return await dataOf(api.POST('/api/event-types', { body: { name, ...fields } }));
    return await dataOf(api.PATCH('/api/event-types/{name}', { params: { path: { name } }, body: fields }));
  });
}

export function useDeleteEventType() {
  return useChange(['event-types', 'list'], async (name: string) => {
    await dataOf(api.DELETE('/api/event-types/{name}', { params: { path: { name } } }));
  });
}
