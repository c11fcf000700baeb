import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { rowsOf } from '../../../api/pages.ts';
import { LIVE_MS } from '../../../api/live.ts';
import { webhooksQuery } from '../../../api/webhooks.ts';
import type { ListFilter } from '../webhook-places.ts';
import { createWebhookMatch } from './webhook-match.ts';

/** Beyond it the list is not asked for again by itself: each time would be as many requests. */
const LIVE_PAGES_MAX = 2;

/** The API lists webhooks by their age alone, so a filter reads all of them, page by page. */
export function useFilteredWebhooks(filter: ListFilter) {
  const query = useInfiniteQuery({
    ...webhooksQuery,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > LIVE_PAGES_MAX ? false : LIVE_MS),
  });
  const { q, state } = filter;
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = query;
  const isFiltered = q !== undefined || state !== undefined;
  const isToRead = isFiltered && hasNextPage && !isFetching && !isError;
  useEffect(() => {
    if (isToRead) void fetchNextPage();
  }, [isToRead, fetchNextPage]);
  const all = useMemo(() => rowsOf(data), [data]);
  const rows = useMemo(() => {
    const test = createWebhookMatch({ q: q ?? '', state: state ?? null });
    return all.filter(test);
  }, [all, q, state]);
  return { rows, readCount: all.length, query };
}
