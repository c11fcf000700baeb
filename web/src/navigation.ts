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
  { label: 'Deliveries', to: '/deliveries', icon: 'send', words: 'attempts arrived search retry resend' },
  { label: 'Events', to: '/events', icon: 'bell', words: 'published explain erase' },
];

/** Where the palette leads whoever pastes an id, by the id's prefix; `$id` stands for it. */
export const ID_PLACES: Readonly<Record<string, string>> = {
  dlv: '/deliveries/$id',
  att: '/attempts/$id',
  evt: '/events/$id',
};
