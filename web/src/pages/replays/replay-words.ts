import type { Replay, ReplayFilter, ReplayMode } from '../../api/replays.ts';
import { count } from '../../ui/numbers.ts';

interface ModeWords {
  readonly label: string;
  readonly sentence: string;
}

export const MODE_WORDS: Readonly<Record<ReplayMode, ModeWords>> = {
  failed: {
    label: 'Failed',
    sentence: 'Dead letters are sent again; what is still retrying goes on by itself and is left alone.',
  },
  all: {
    label: 'All',
    sentence:
      'Whatever has ended is sent again, delivered and cancelled too: receivers will see events twice.',
  },
  missing: {
    label: 'Missing',
    sentence:
      'Events that a webhook should have had and never got are sent to it, such as those older than the webhook.',
  },
};

const FIELD_WORDS: readonly (readonly [keyof ReplayFilter, string])[] = [
  ['event_type', 'type'],
  ['error_type', 'error'],
  ['response_status', 'status'],
  ['tag', 'tag'],
  ['event_id', 'event'],
  ['created_after', 'after'],
  ['created_before', 'before'],
];

/** A filter in a line: `Billing, status 503`; `everything` for an empty one. */
export function filterWords(filter: ReplayFilter, nameOf: (webhookId: string) => string): string {
  const webhook = filter.webhook_id === undefined ? [] : [nameOf(filter.webhook_id)];
  const others = FIELD_WORDS.flatMap(([field, word]) => {
    const value = filter[field];
    return value === undefined ? [] : [`${word} ${shown(value)}`];
  });
  return [...webhook, ...others].join(', ') || 'everything';
}

/** A time to the minute; anything else as it is. */
function shown(value: string): string {
  return /^\d{4}-\d{2}-\d{2}T/.test(value) ? `${value.slice(0, 16).replace('T', ' ')} UTC` : value;
}

/** `350 of 1,200`. */
export function progressWords({ replayed_count: done, total_count: total }: Replay): string {
  return total === null ? `${count(done)} of more than 100,000` : `${count(done)} of ${count(total)}`;
}
