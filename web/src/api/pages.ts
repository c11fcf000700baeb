import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';

/** A list of the API, by its cursors. */
export interface Page<Row> {
  readonly data: readonly Row[];
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}

/** For `useInfiniteQuery`: begins at the newest, and goes on behind what was read. */
export const byCursor = {
  initialPageParam: null as string | null,
  getNextPageParam: ({ next_cursor: next, has_more: hasMore }: Page<unknown>): string | null =>
    hasMore ? next : null,
};

/** The `cursor` of a query, where there is one. */
export function cursorOf(pageParam: string | null): { cursor?: string } {
  return pageParam === null ? {} : { cursor: pageParam };
}

/** All rows that were read so far. */
export function rowsOf<Row>(pages: InfiniteData<Page<Row>> | undefined): Row[] {
  return pages?.pages.flatMap(({ data }) => data) ?? [];
}

/** What a table knows of the query whose rows it shows: whether they come, whether there are more, what went wrong. */
export function loadingOf(query: UseInfiniteQueryResult) {
  return {
    isLoading: query.isPending,
    error: query.error,
    onRetry: () => void query.refetch(),
    onMore: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
    isLoadingMore: query.isFetchingNextPage,
  };
}
