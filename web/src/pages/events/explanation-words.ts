import type { Explanation } from '../../api/events.ts';

type Reason = NonNullable<Explanation['reason']>;

/** Every reason that the API knows: one that is missing here does not compile. */
const WORDS: Readonly<Record<Reason, string>> = {
  no_match: 'It does not subscribe to this type.',
  filtered: 'Its filter leaves the event out.',
  disabled: 'It is disabled.',
  about_itself: 'The event is about this webhook itself.',
  refused: 'The event was refused.',
  cancelled: 'The event was cancelled.',
  expired: 'The event has expired.',
  scheduled: 'It gets it when the event’s time comes.',
  paused: 'It gets it once it is resumed.',
};

/** Why a webhook gets an event, or does not; in a sentence. */
export function explanationInWords({ reason }: Explanation): string {
  return reason === null ? 'Its types and its filter take the event.' : WORDS[reason];
}

/** Those that it would go to first, otherwise as they came. */
export function inOrder(explanations: readonly Explanation[]): Explanation[] {
  return explanations.toSorted((left, right) => Number(right.would_send) - Number(left.would_send));
}
