import type { Redis } from 'ioredis';

/** Adds entries to a stream, all in one round trip: events of one type whose data is their number. */
export async function addEntries(
  client: Redis,
  stream: string,
  type: string,
  { from, count }: { readonly from: number; readonly count: number },
): Promise<void> {
  const pipeline = client.pipeline();
  for (let number = from; number < from + count; number += 1) {
    pipeline.xadd(stream, '*', 'event', JSON.stringify({ type, timestamp: Date.now(), data: { number } }));
  }
  await pipeline.exec();
}

/** Entries that have been read and not acknowledged, and those that nobody has read; null without a group. */
export async function findBacklog(
  client: Redis,
  stream: string,
): Promise<{ pending: number; lag: number } | null> {
  const groups = (await client.xinfo('GROUPS', stream)) as (string | number)[][];
  const [group] = groups;
  if (group === undefined) return null;
  const of = (name: string): number => Number(group[group.indexOf(name) + 1]);
  return { pending: of('pending'), lag: of('lag') };
}
