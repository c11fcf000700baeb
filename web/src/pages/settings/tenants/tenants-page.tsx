import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { loadingOf, rowsOf } from '../../../api/pages.ts';
import { useCan } from '../../../api/session.ts';
import { tenantsQuery, type Tenant } from '../../../api/tenants.ts';
import { Button } from '../../../ui/button.tsx';
import { DataTable, type Column } from '../../../ui/data-table.tsx';
import { useOpenState } from '../../../ui/open-state.ts';
import { PageHeader } from '../../../ui/page-header.tsx';
import { RelativeTime } from '../../../ui/relative-time.tsx';
import { TenantDialog } from './tenant-dialog.tsx';
import { tenantName } from './tenant-name.ts';

const COLUMNS: readonly Column<Tenant>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (tenant) => (
      <Link to="/settings/tenants/$id" params={{ id: tenant.id }}>
        {tenantName(tenant)}
      </Link>
    ),
  },
  { id: 'uid', header: 'uid', cell: ({ uid }) => uid ?? <span className="muted">none</span> },
  { id: 'id', header: 'Id', isWideOnly: true, cell: ({ id }) => <code>{id}</code> },
  { id: 'validation', header: 'Schemas', isWideOnly: true, cell: ({ validation }) => validation },
  { id: 'created', header: 'Made', isWideOnly: true, cell: ({ created_at: at }) => <RelativeTime at={at} /> },
];

/** Whose webhooks and events these are; for operators. */
export function TenantsPage() {
  const tenants = useInfiniteQuery(tenantsQuery);
  const rows = useMemo(() => rowsOf(tenants.data), [tenants.data]);
  const router = useRouter();
  const canChange = useCan('admin');
  const creating = useOpenState();
  const open = (id: string): void => {
    void router.navigate({ to: '/settings/tenants/$id', params: { id } });
  };
  const button = canChange && (
    <Button variant="primary" icon="plus" onClick={creating.open}>
      New tenant
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Tenants"
        description="Each has webhooks, events and keys of its own, and sees nothing of the others."
        actions={button}
      />
      <DataTable
        label="Tenants"
        columns={COLUMNS}
        rows={rows}
        idOf={({ id }) => id}
        onOpen={({ id }) => {
          open(id);
        }}
        {...loadingOf(tenants)}
        empty={null}
      />
      {creating.isOpen && <TenantDialog tenant={null} onClose={creating.close} onSaved={open} />}
    </>
  );
}
