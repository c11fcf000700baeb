import type { Actor } from '../domain/audit/actor.ts';
import type { Uuid } from '../domain/ids.ts';
import type { Scope } from '../domain/scopes.ts';

/** Who a request comes from, what it may do, and whom the audit log names for it. */
export interface Principal {
  /** Null where it reaches every tenant. */
  readonly tenantId: Uuid | null;
  readonly scopes: readonly Scope[];
  readonly actor: Actor;
}

/** Whoever runs Posthorn, by `POSTHORN_ADMIN_KEY`. */
export const OPERATOR: Principal = {
  tenantId: null,
  scopes: ['admin'],
  actor: { kind: 'admin_key', id: null, name: null },
};

/** Who came by the link that a start printed, which only whoever runs Posthorn can see. */
export const BY_LINK: Principal = {
  ...OPERATOR,
  actor: { kind: 'admin_key', id: null, name: 'Console link' },
};

/** Anyone at an open API, who may do the same. */
export const ANYONE: Principal = { ...OPERATOR, actor: { kind: 'open', id: null, name: null } };
