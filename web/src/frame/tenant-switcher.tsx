import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { actFor, useActingTenant } from '../api/acting-tenant.ts';
import { rowsOf } from '../api/pages.ts';
import { sessionQuery, useSession } from '../api/session.ts';
import { tenantsQuery, type Tenant } from '../api/tenants.ts';
import { Field, Select } from '../ui/field.tsx';

/** For whoever reaches every tenant: whose webhooks, events and deliveries all pages show. */
export function TenantSwitcher() {
  const queries = useQueryClient();
  const { tenant_id: sessionTenant } = useSession();
  const acting = useActingTenant();
  const { data } = useInfiniteQuery(tenantsQuery);
  const tenants = rowsOf(data);
  const choose = (id: string): void => {
    actFor(id);
    // What was read is another tenant's; who is signed in stays, but acts elsewhere.
    queries.removeQueries({
      predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] && queryKey[0] !== 'tenants',
    });
    void queries.invalidateQueries();
  };
  return (
    <Field label="Tenant">
      {(control) => (
        <Select
          {...control}
          value={acting ?? sessionTenant}
          onChange={({ target }) => {
            choose(target.value);
          }}
        >
          {!tenants.some(({ id }) => id === (acting ?? sessionTenant)) && (
            <option value={acting ?? sessionTenant}>{acting ?? sessionTenant}</option>
          )}
          {tenants.map((tenant) => (
            <option key={tenant.id} value={tenant.id}>
              {nameOf(tenant)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function nameOf({ id, uid, name }: Tenant): string {
  return name === '' ? (uid ?? id) : name;
}
