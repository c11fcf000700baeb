/** The states of a delivery. The first three live in the queue; the others are history (ARCHITECTURE.md, "Status of a delivery"). */
export const DELIVERY_STATES = {
  pending: 'due; no attempt has been counted since it began, or was retried by hand',
  in_progress: 'a worker holds its lease and attempts it',
  retrying: 'an attempt failed; the next one waits for its time, or is due',
  delivered: 'an attempt was answered with success',
  dead_letter: 'given up, with the reason',
  cancelled: 'ended before it could succeed or fail, with the reason',
  shadowed: 'its webhook was in shadow mode: what would have been sent is recorded, and nothing was sent',
} as const;
export type DeliveryState = keyof typeof DELIVERY_STATES;

/** What can happen to a delivery, and the statement that does it (`src/engine/`). */
export const DELIVERY_COMMANDS = {
  claim: { does: 'a worker leases it to attempt it', statement: 'queue/sql/claim-due.ts' },
  succeed: { does: 'an attempt succeeded', statement: 'queue/sql/complete.ts' },
  fail: { does: 'an attempt failed and another follows', statement: 'queue/sql/complete.ts' },
  giveUp: { does: 'no further attempt is made', statement: 'queue/sql/complete.ts' },
  cancel: { does: 'its webhook or its payload is gone', statement: 'queue/sql/complete.ts' },
  shadow: { does: 'its webhook is in shadow mode, so nothing is sent', statement: 'queue/sql/complete.ts' },
  release: { does: 'it is given back, and no attempt is counted', statement: 'queue/sql/complete.ts' },
  promote: { does: 'its time has come, or its lease has run out', statement: 'queue/sql/promote.ts' },
  retry: { does: 'it is retried by hand, or replayed', statement: 'queue/sql/move-back.ts' },
  cancelByHand: { does: 'it is cancelled by hand', statement: 'queue/sql/cancel.ts' },
  expire: { does: 'its event’s time to live is over', statement: 'queue/sql/expire-due.ts' },
  outlive: { does: 'it has been alive for too long', statement: 'history/sql/expire-old.ts' },
} as const;
export type DeliveryCommand = keyof typeof DELIVERY_COMMANDS;

/** What a move may ask for beside the state that it begins in. */
export const DELIVERY_CONDITIONS = {
  is_due: 'it is due',
  time_has_come: 'its time has come',
  lease_has_ended: 'its lease has run out',
  lease_is_current: 'nobody has claimed it since the lease that this comes from',
  is_untried: 'no attempt has been counted since it began, or was retried by hand',
  is_tried: 'an attempt has been counted since',
  is_recorded: 'fewer than five claims without a record',
  is_unrecorded: 'five claims without a record (crashed)',
  can_be_tried: 'its webhook and its payload still exist',
  has_expired: 'its event’s time to live is over (expired)',
  is_old: 'it is older than the longest age (expired)',
} as const;
export type DeliveryCondition = keyof typeof DELIVERY_CONDITIONS;

/** One move that a statement makes. Whatever is not listed, its WHERE passes over. */
export interface DeliveryMove {
  readonly command: DeliveryCommand;
  readonly from: DeliveryState;
  readonly to: DeliveryState;
  /** All must hold. */
  readonly when: readonly DeliveryCondition[];
}

function move(
  command: DeliveryCommand,
  from: DeliveryState,
  to: DeliveryState,
  ...when: readonly DeliveryCondition[]
): DeliveryMove {
  return { command, from, to, when };
}

/**
 * A lease that has run out stays current until the delivery is claimed again: a late result is still taken, which spares
 * the receiver a second request.
 */
const RESULTS = (['in_progress', 'pending', 'retrying'] as const).flatMap((from) => [
  move('succeed', from, 'delivered', 'lease_is_current'),
  move('fail', from, 'retrying', 'lease_is_current'),
  move('giveUp', from, 'dead_letter', 'lease_is_current'),
  move('cancel', from, 'cancelled', 'lease_is_current'),
  move('shadow', from, 'shadowed', 'lease_is_current'),
]);

/** Every move of a delivery; it begins `pending`, with its event's fan-out. */
export const DELIVERY_MOVES: readonly DeliveryMove[] = [
  move('claim', 'pending', 'in_progress'),
  move('claim', 'retrying', 'in_progress', 'is_due'),
  ...RESULTS,
  move('release', 'in_progress', 'pending', 'lease_is_current', 'is_untried'),
  move('release', 'in_progress', 'retrying', 'lease_is_current', 'is_tried'),
  move('release', 'pending', 'pending', 'lease_is_current'),
  move('release', 'retrying', 'retrying', 'lease_is_current'),
  move('promote', 'in_progress', 'pending', 'lease_has_ended', 'is_recorded', 'is_untried'),
  move('promote', 'in_progress', 'retrying', 'lease_has_ended', 'is_recorded', 'is_tried'),
  move('promote', 'in_progress', 'dead_letter', 'lease_has_ended', 'is_unrecorded'),
  move('promote', 'retrying', 'retrying', 'time_has_come'),
  move('retry', 'retrying', 'retrying'),
  move('retry', 'delivered', 'pending', 'can_be_tried'),
  move('retry', 'dead_letter', 'pending', 'can_be_tried'),
  move('retry', 'cancelled', 'pending', 'can_be_tried'),
  move('retry', 'shadowed', 'pending', 'can_be_tried'),
  move('cancelByHand', 'pending', 'cancelled'),
  move('cancelByHand', 'retrying', 'cancelled'),
  move('expire', 'pending', 'dead_letter', 'has_expired'),
  move('expire', 'retrying', 'dead_letter', 'has_expired'),
  move('outlive', 'pending', 'dead_letter', 'is_old'),
  move('outlive', 'retrying', 'dead_letter', 'is_old'),
];

/** Where a command takes a delivery for which these conditions hold; null when it passes it over. */
export function stateAfter(
  command: DeliveryCommand,
  from: DeliveryState,
  conditions: ReadonlySet<DeliveryCondition>,
): DeliveryState | null {
  const found = DELIVERY_MOVES.find(
    (candidate) =>
      candidate.command === command &&
      candidate.from === from &&
      candidate.when.every((condition) => conditions.has(condition)),
  );
  return found?.to ?? null;
}
