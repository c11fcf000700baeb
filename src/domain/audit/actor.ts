import type { Uuid } from '../ids.ts';

/**
 * Who makes a change: an API key, whoever holds a token, anyone at an open API, Posthorn by itself (or its owner in the
 * database), or the holder of `POSTHORN_ADMIN_KEY`.
 */
export const ACTOR_KINDS = ['key', 'token', 'open', 'system', 'admin_key'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

export interface Actor {
  readonly kind: ActorKind;
  /** A key's id (UUID), a token's `sub`; null for the others, and for a token without one. */
  readonly id: string | null;
  /** What the key was called; of what was done from SQL, the login; null for the others. */
  readonly name: string | null;
}

/** In whose name something is changed, by whom, and on which request. Every change is handed one. */
export interface AuditOrigin {
  /** Null for what belongs to no tenant. */
  readonly tenantId: Uuid | null;
  readonly actor: Actor;
  /** `X-Request-Id`; null where no request asked for it. */
  readonly requestId: string | null;
}

const SYSTEM: Actor = { kind: 'system', id: null, name: null };

/** What Posthorn does by itself. */
export function bySystem(tenantId: Uuid | null): AuditOrigin {
  return { tenantId, actor: SYSTEM, requestId: null };
}
