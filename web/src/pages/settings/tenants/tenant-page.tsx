import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useCan } from '../../../api/session.ts';
import { tenantQuery, type Tenant } from '../../../api/tenants.ts';
import { IdLine } from '../../../parts/id-line.tsx';
import { Button } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { ExactTime } from '../../../ui/relative-time.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { WayBack } from '../../../ui/way-back.tsx';
import { TenantDialog } from './tenant-dialog.tsx';
import { RETENTION } from './tenant-limits.ts';
import { tenantName } from './tenant-name.ts';
import { Usage } from './usage.tsx';

export function TenantPage() {
  const { id } = useParams({ from: '/frame/settings/tenants/$id' });
  const { data: tenant, error, refetch } = useQuery(tenantQuery(id));
  return (
    <>
      <WayBack to="/settings/tenants" label="Tenants" />
      {tenant === undefined && error === null && <Skeleton lines={6} label="Loading the tenant" />}
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {tenant !== undefined && <Shown tenant={tenant} />}
    </>
  );
}

function Shown({ tenant }: { readonly tenant: Tenant }) {
  const canChange = useCan('admin');
  const [isChanging, setIsChanging] = useState(false);
  const close = (): void => {
    setIsChanging(false);
  };
  const facts = [
    { key: 'uid', value: tenant.uid ?? 'none' },
    { key: 'Events that break their schema', value: tenant.validation },
    { key: 'Made', value: <ExactTime at={tenant.created_at} /> },
    { key: 'Changed', value: <ExactTime at={tenant.updated_at} /> },
  ];
  return (
    <>
      <PageHeader
        title={tenantName(tenant)}
        description={<IdLine id={tenant.id} of="tenant" />}
        actions={
          canChange && (
            <Button
              icon="pen"
              onClick={() => {
                setIsChanging(true);
              }}
            >
              Change
            </Button>
          )
        }
      />
      <section className="card" aria-label="Facts">
        <KeyValue rows={facts} />
      </section>
      <div className="columns">
        <Usage tenantId={tenant.id} />
        <Retention retention={tenant.retention} />
      </div>
      {isChanging && <TenantDialog tenant={tenant} onClose={close} onSaved={close} />}
    </>
  );
}

function Retention({ retention }: Pick<Tenant, 'retention'>) {
  const rows = RETENTION.map(({ name, label }) => {
    const days = retention[name];
    return { key: label, value: days === null ? 'as the installation keeps it' : `${String(days)} days` };
  });
  return (
    <section className="card" aria-labelledby="kept">
      <h2 id="kept">What is kept how long</h2>
      <KeyValue rows={rows} />
    </section>
  );
}
