import { FINISHED_STATUSES, LIVE_STATUSES, type DeliveryStatus } from '../../domain/delivery-statuses.ts';

/** What each word of a `status` filter stands for. */
const STATUSES_OF_WORD = new Map<string, readonly DeliveryStatus[]>([
  ...[...LIVE_STATUSES, ...FINISHED_STATUSES].map((status) => [status, [status]] as const),
  ['rate_limited', ['rate_limited']],
  ['failed', ['retrying', 'dead_letter']],
]);

export const STATUS_WORDS: readonly string[] = [...STATUSES_OF_WORD.keys()];

/** The statuses behind a comma list such as `failed,delivered`; null when a word of it is unknown. */
export function parseStatuses(list: string): Set<DeliveryStatus> | null {
  const statuses = new Set<DeliveryStatus>();
  for (const word of list.split(',')) {
    const meant = STATUSES_OF_WORD.get(word.trim());
    if (meant === undefined) return null;
    for (const status of meant) statuses.add(status);
  }
  return statuses;
}
