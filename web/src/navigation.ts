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
  { label: 'Webhooks', to: '/webhooks', icon: 'webhook', words: 'endpoints receivers new create' },
  { label: 'Deliveries', to: '/deliveries', icon: 'send', words: 'attempts arrived search retry resend' },
  { label: 'Events', to: '/events', icon: 'bell', words: 'published explain erase' },
  { label: 'Live tail', to: '/live', icon: 'activity', words: 'stream follow attempts' },
  { label: 'Dead letters', to: '/dead-letters', icon: 'archive', words: 'failed given up purge' },
  { label: 'Replays', to: '/replays', icon: 'replay', words: 'resend again missing' },
  { label: 'Inboxes', to: '/inboxes', icon: 'inbox', words: 'receiver test try bin' },
  { label: 'Signatures', to: '/signatures', icon: 'shield', words: 'verify debug secret snippets hmac' },
  { label: 'Settings', to: '/settings', icon: 'settings', words: 'configuration' },
];

/** Pages within the places above, which the palette finds besides. */
export const PALETTE_PLACES: readonly NavigationItem[] = [
  { label: 'New webhook', to: '/webhooks/new', icon: 'plus', words: 'create endpoint' },
  { label: 'Publish a test event', to: '/events/publish', icon: 'bell', words: 'send try' },
  { label: 'New replay', to: '/replays/new', icon: 'replay', words: 'start resend' },
  { label: 'Event types', to: '/settings/event-types', icon: 'tag', words: 'schema settings' },
  { label: 'Formats', to: '/settings/formats', icon: 'book', words: 'wire preview settings' },
  { label: 'Keys', to: '/settings/keys', icon: 'key', words: 'api scopes settings' },
  { label: 'Tenants', to: '/settings/tenants', icon: 'building', words: 'quotas settings' },
  { label: 'Audit log', to: '/settings/audit', icon: 'archive', words: 'who changed settings' },
  { label: 'Retention', to: '/settings/retention', icon: 'hourglass', words: 'kept days settings' },
  { label: 'Process', to: '/settings/process', icon: 'settings', words: 'environment variables settings' },
];

/** Where the palette leads whoever pastes an id, by the id's prefix; `$id` stands for it. */
export const ID_PLACES: Readonly<Record<string, string>> = {
  wh: '/webhooks/$id',
  dlv: '/deliveries/$id',
  att: '/attempts/$id',
  evt: '/events/$id',
  rpl: '/replays/$id',
  inb: '/inboxes/$id',
  tn: '/settings/tenants/$id',
};
