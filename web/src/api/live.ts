interface LoadedQuery {
  readonly state: { readonly data?: { readonly pages: readonly unknown[] } | undefined };
}

/** So often is asked again while somebody looks. */
export const LIVE_MS = 5_000;

/**
 * For `useInfiniteQuery`: followed by itself as long as its first page is all that was read. Later ones would be asked for again
 * with it, and what somebody reads further down stays where it is.
 */
export const followedWhileShort = {
  refetchInterval: (query: LoadedQuery): number | false => (isShort(query) ? LIVE_MS : false),
  refetchOnMount: isShort,
  refetchOnWindowFocus: isShort,
  refetchOnReconnect: isShort,
  // Comparing a hundred thousand rows with themselves takes longer than drawing those in sight again.
  structuralSharing: false,
};

function isShort({ state }: LoadedQuery): boolean {
  return (state.data?.pages.length ?? 0) <= 1;
}
