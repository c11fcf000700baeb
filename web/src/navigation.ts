import type { LinkProps } from '@tanstack/react-router';
import type { IconName } from './ui/icon.tsx';

export interface NavigationItem {
  readonly label: string;
  readonly to: NonNullable<LinkProps['to']>;
  readonly icon: IconName;
  /** Other words by which the palette finds it. */
  readonly words?: string;
}

/** The places of the sidebar and the palette, in their order; the first four are in the bar of a phone as well. */
export const NAVIGATION: readonly NavigationItem[] = [
  { label: 'Overview', to: '/', icon: 'gauge', words: 'home stats dashboard' },
  { label: 'Live tail', to: '/live', icon: 'activity', words: 'stream follow attempts' },
  { label: 'Dead letters', to: '/dead-letters', icon: 'archive', words: 'failed given up purge' },
  { label: 'Replays', to: '/replays', icon: 'replay', words: 'resend again missing' },
];

/** Where the palette leads whoever pastes an id, by the id's prefix; `$id` stands for it. */
export const ID_PLACES: Readonly<Record<string, string>> = {
  rpl: '/replays/$id',
};
