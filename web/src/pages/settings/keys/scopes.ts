import type { KeyScope } from '../../../api/keys.ts';

interface ScopeWords {
  readonly scope: KeyScope;
  readonly meaning: string;
}

/** In the order in which they are offered, with what they let their holder do. */
export const SCOPES: readonly ScopeWords[] = [
  { scope: 'publish', meaning: 'publish events' },
  { scope: 'read', meaning: 'see everything but secrets' },
  { scope: 'manage', meaning: 'change webhooks, event types and formats; retry, cancel, replay' },
  { scope: 'secrets', meaning: 'see and rotate what webhooks sign with' },
  { scope: 'admin', meaning: 'everything, keys too' },
];
