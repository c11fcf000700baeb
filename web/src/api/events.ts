import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from './client.ts';
import { publishText, readEvent, type Event, type EventDraft, type ReadEvent } from './event-text.ts';
import { followedWhileShort } from './live.ts';
import { byCursor, cursorOf } from './pages.ts';

export type { Event };
export type ListedEvent = Schemas['ListedEvent'];
export type Explanation = Schemas['Explanation'];

/** What a list of events is asked for, in the API's own words. */
export interface EventFilters {
  readonly type?: string;
  readonly tag?: string;
  /** Times (RFC 3339). */
  readonly created_after?: string;
  readonly created_before?: string;
}

const PAGE_ROWS = 250;

export function eventsQuery(filters: EventFilters) {
  return infiniteQueryOptions({
    queryKey: ['events', 'list', filters],
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: PAGE_ROWS, ...filters, ...cursorOf(pageParam) };
      return await dataOf(api.GET('/api/events', { params: { query }, signal }));
    },
    ...byCursor,
    ...followedWhileShort,
  });
}

export function eventQuery(id: string) {
  return queryOptions({
    queryKey: ['events', 'one', id],
    queryFn: async ({ signal }): Promise<ReadEvent> => {
      const params = { path: { id } };
      return readEvent(await dataOf(api.GET('/api/events/{id}', { params, signal, parseAs: 'text' })));
    },
  });
}

/** By the webhooks as they are now. */
export function explanationQuery(eventId: string) {
  return queryOptions({
    queryKey: ['events', 'explanation', eventId],
    queryFn: async ({ signal }) =>
      await dataOf(api.POST('/api/events/explain', { body: { event_id: eventId }, signal })),
  });
}

export function usePublishEvent() {
  return useChange(async (draft: EventDraft) => {
    const { type, dataText, tags } = draft;
    const data = JSON.parse(dataText) as Record<string, unknown>;
    const body = { type, data, ...(tags.length === 0 ? {} : { tags: [...tags] }) };
    return await dataOf(api.POST('/api/events', { body, bodySerializer: () => publishText(draft) }));
  });
}

/** Nothing of it is delivered that waits. */
export function useCancelEvent() {
  return useChange(
    async (id: string) => await dataOf(api.POST('/api/events/{id}/cancel', { params: { path: { id } } })),
  );
}

/** For good. */
export function useEraseEvent() {
  return useChange(
    async (id: string) => await dataOf(api.POST('/api/events/{id}/erase', { params: { path: { id } } })),
  );
}

/** What happens to an event, happens to its deliveries. */
function useChange<Asked, Answer>(mutationFn: (asked: Asked) => Promise<Answer>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['events'] }),
        queries.invalidateQueries({ queryKey: ['deliveries'] }),
      ]);
    },
  });
}
