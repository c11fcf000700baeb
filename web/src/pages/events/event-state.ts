import type { Event, ListedEvent } from '../../api/events.ts';
import type { IconName } from '../../ui/icon.tsx';
import type { Tone } from '../../ui/tones.ts';

export interface EventState {
  readonly label: string;
  readonly icon: IconName;
  readonly tone: Tone;
}

type Known = Pick<ListedEvent, 'erased_at' | 'cancelled_at' | 'deliver_at' | 'expires_at'> &
  Partial<Pick<Event, 'data' | 'refusal'>>;

/**
 * What holds of an event as a whole, whatever became of its deliveries; null where nothing does. What cannot be undone
 * comes first.
 * @param now milliseconds since 1970
 */
export function eventState(event: Known, now: number): EventState | null {
  if (event.erased_at !== null) return { label: 'Erased', icon: 'trash', tone: 'bad' };
  if (event.refusal != null) return { label: 'Refused', icon: 'stop', tone: 'bad' };
  if (event.cancelled_at !== null) return { label: 'Cancelled', icon: 'slash', tone: 'plain' };
  if (event.data === null) return { label: 'Data outlived', icon: 'archive', tone: 'plain' };
  if (event.expires_at !== null && Date.parse(event.expires_at) <= now) {
    return { label: 'Expired', icon: 'hourglass', tone: 'plain' };
  }
  const isAhead = event.deliver_at !== null && Date.parse(event.deliver_at) > now;
  return isAhead ? { label: 'Scheduled', icon: 'clock', tone: 'info' } : null;
}
