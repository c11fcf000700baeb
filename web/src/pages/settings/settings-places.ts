import type { LinkProps } from '@tanstack/react-router';

export interface SettingsPlace {
  readonly label: string;
  readonly to: NonNullable<LinkProps['to']>;
  /** The scope that its page cannot do without. Default: `read`. */
  readonly scope?: 'admin';
  /** For those alone who reach every tenant. */
  readonly isOfOperators?: boolean;
}

export const SETTINGS_PLACES: readonly SettingsPlace[] = [
  { label: 'Event types', to: '/settings/event-types' },
  { label: 'Formats', to: '/settings/formats' },
  { label: 'Keys', to: '/settings/keys', scope: 'admin' },
  { label: 'Tenants', to: '/settings/tenants', isOfOperators: true },
  { label: 'Audit log', to: '/settings/audit' },
  { label: 'Retention', to: '/settings/retention' },
  { label: 'Process', to: '/settings/process', scope: 'admin', isOfOperators: true },
];
