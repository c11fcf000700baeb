import type { Schemas } from '../api/client.ts';
import type { IconName } from './icon.tsx';
import type { Tone } from './tones.ts';

export type Status =
  | Schemas['Delivery']['status']
  | Schemas['Attempt']['outcome']
  | Schemas['Webhook']['state']
  | Schemas['Replay']['status'];

interface StatusLook {
  readonly label: string;
  readonly icon: IconName;
  readonly tone: Tone;
}

/** Every state that the API knows: one that is missing here does not compile. */
export const STATUS_LOOKS: Readonly<Record<Status, StatusLook>> = {
  pending: { label: 'Pending', icon: 'clock', tone: 'info' },
  in_progress: { label: 'In progress', icon: 'send', tone: 'info' },
  retrying: { label: 'Retrying', icon: 'refresh', tone: 'warn' },
  rate_limited: { label: 'Rate limited', icon: 'hourglass', tone: 'warn' },
  delivered: { label: 'Delivered', icon: 'check', tone: 'good' },
  dead_letter: { label: 'Dead letter', icon: 'cross', tone: 'bad' },
  cancelled: { label: 'Cancelled', icon: 'slash', tone: 'plain' },
  shadowed: { label: 'Shadowed', icon: 'eye', tone: 'plain' },
  succeeded: { label: 'Succeeded', icon: 'check', tone: 'good' },
  failed: { label: 'Failed', icon: 'cross', tone: 'bad' },
  active: { label: 'Active', icon: 'check', tone: 'good' },
  paused: { label: 'Paused', icon: 'pause', tone: 'plain' },
  failing: { label: 'Failing', icon: 'warning', tone: 'bad' },
  disabled: { label: 'Disabled', icon: 'stop', tone: 'plain' },
  running: { label: 'Running', icon: 'play', tone: 'info' },
  completed: { label: 'Completed', icon: 'check', tone: 'good' },
};
