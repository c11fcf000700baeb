import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { rowsOf } from '../api/pages.ts';
import { webhooksQuery } from '../api/webhooks.ts';

/** Names by id, of the webhooks that are listed first; others go by their ids. */
export type WebhookNames = ReadonlyMap<string, string>;

export function useWebhookNames(): WebhookNames {
  const { data } = useInfiniteQuery({ ...webhooksQuery, staleTime: 60_000 });
  return useMemo(() => new Map(rowsOf(data).map(({ id, name }) => [id, name])), [data]);
}
