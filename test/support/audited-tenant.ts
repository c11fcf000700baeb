import { callerWith, makeKey, type Caller, type MadeKey } from './callers.ts';
import { addTenant } from './second-tenant.ts';
import type { TestApp } from './test-app.ts';

/** As `GET /api/audit` shows it. */
export interface AuditRow {
  readonly tenant_id: string | null;
  readonly actor: { readonly kind: string; readonly id: string | null; readonly name: string | null };
  readonly action: string;
  readonly object_id: string | null;
  readonly object_name: string | null;
  readonly request_id: string | null;
  readonly changes: Readonly<Record<string, { before?: unknown; after?: unknown }>>;
}

/** A tenant, and the key "Somebody" that may do everything in it: what its log tells at first is that the key was made. */
export interface AuditedTenant {
  readonly key: MadeKey;
  readonly call: Caller;
  /** Newest first. @param query with its question mark */
  readonly audit: (query?: string) => Promise<readonly AuditRow[]>;
}

/** @param admin makes the key */
export async function makeAuditedTenant(app: TestApp, admin: Caller, uid: string): Promise<AuditedTenant> {
  await addTenant(app, uid);
  const key = await makeKey(admin, ['admin'], { tenant: uid, name: 'Somebody' });
  const call = callerWith(app, key.key);
  return {
    key,
    call,
    audit: async (query = '') => (await call<{ data: AuditRow[] }>('GET', `/api/audit${query}`)).body.data,
  };
}
