import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { rowsOf } from '../api/pages.ts';
import { webhooksQuery, type Webhook } from '../api/webhooks.ts';

/** Beyond so many, others are shown by their ids. */
const NAMED_MAX = 1_000;

/** By their ids. */
export type WebhookNames = ReadonlyMap<string, string>;

interface NamedWebhooks {
  readonly webhooks: readonly Webhook[];
  readonly names: WebhookNames;
  readonly nameOf: (id: string) => string;
}

/** The webhooks by name, as many as are worth asking for; one that is unknown, or gone, goes by its id. */
export function useWebhookNames(): NamedWebhooks {
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = useInfiniteQuery(webhooksQuery);
  const webhooks = useMemo(() => rowsOf(data), [data]);
  const isMoreWanted = hasNextPage && !isFetching && !isError && webhooks.length < NAMED_MAX;
  useEffect(() => {
    if (isMoreWanted) void fetchNextPage();
  }, [isMoreWanted, fetchNextPage]);
  return useMemo(() => {
    const names = new Map(webhooks.map(({ id, name }) => [id, name]));
    return { webhooks, names, nameOf: (id) => names.get(id) ?? id };
  }, [webhooks]);
}
