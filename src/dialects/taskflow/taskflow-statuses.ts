/** What TaskFlow calls a delivery, by the statuses that are called so. */
const STATUSES_OF_WORD = {
  pending: ['pending', 'in_progress', 'rate_limited'],
  failed: ['retrying', 'dead_letter'],
  delivered: ['delivered'],
  // What shadow mode kept from being sent has no word of its own there.
  cancelled: ['cancelled', 'shadowed'],
} as const;

export type TaskflowStatus = keyof typeof STATUSES_OF_WORD;
type DeliveryStatus = (typeof STATUSES_OF_WORD)[TaskflowStatus][number];

export const STATUS_WORDS = Object.keys(STATUSES_OF_WORD) as readonly TaskflowStatus[];

const WORD_OF_STATUS = {
  pending: 'pending',
  in_progress: 'pending',
  rate_limited: 'pending',
  retrying: 'failed',
  dead_letter: 'failed',
  delivered: 'delivered',
  cancelled: 'cancelled',
  shadowed: 'cancelled',
} as const satisfies Record<DeliveryStatus, TaskflowStatus>;

export function wordOf(status: DeliveryStatus): TaskflowStatus {
  return WORD_OF_STATUS[status];
}

/** As the services take them. */
export function statusListOf(word: TaskflowStatus): string {
  return STATUSES_OF_WORD[word].join(',');
}
