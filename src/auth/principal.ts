import type { Uuid } from '../domain/ids.ts';
import type { Scope } from '../domain/scopes.ts';

/** Who a request comes from, as far as it decides what the request may do. */
export interface Principal {
  /** Null where it reaches every tenant. */
  readonly tenantId: Uuid | null;
  readonly scopes: readonly Scope[];
}

/** Whoever runs Posthorn: by `POSTHORN_ADMIN_KEY`, or at an open API. */
export const OPERATOR: Principal = { tenantId: null, scopes: ['admin'] };
