import type { Tenant } from '../../../api/tenants.ts';

/** What people call it. */
export function tenantName({ name, uid, id }: Pick<Tenant, 'name' | 'uid' | 'id'>): string {
  return name === '' ? (uid ?? id) : name;
}
