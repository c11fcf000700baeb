import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import {
  installationRetentionQuery,
  retentionQuery,
  type InstallationKept,
  type TenantKept,
} from '../../../api/retention.ts';
import { useCan, useSession } from '../../../api/session.ts';
import { ErrorState } from '../../../ui/error-state.tsx';
import { bytes, count } from '../../../ui/numbers.ts';
import { PageHeader } from '../../../ui/page-header.tsx';
import { RelativeTime } from '../../../ui/relative-time.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { KIND_NAMES } from './kinds.ts';

/** What is kept how long, and when the oldest of it goes. */
export function RetentionPage() {
  const isAdmin = useCan('admin');
  const { is_of_every_tenant: isOperator } = useSession();
  const { data, error, refetch } = useQuery(retentionQuery);
  return (
    <>
      <PageHeader title="Retention" description="What is kept how long, and when the oldest of it goes." />
      <Kept title="Of this tenant" error={error} onRetry={() => void refetch()} rows={data?.data}>
        {(rows) => <TenantTable rows={rows} />}
      </Kept>
      {isAdmin && isOperator && <OfInstallation />}
    </>
  );
}

function OfInstallation() {
  const { data, error, refetch } = useQuery(installationRetentionQuery);
  return (
    <Kept title="Of the installation" error={error} onRetry={() => void refetch()} rows={data?.data}>
      {(rows) => <InstallationTable rows={rows} />}
    </Kept>
  );
}

interface KeptProps<Row> {
  readonly title: string;
  readonly error: Error | null;
  readonly onRetry: () => void;
  readonly rows: readonly Row[] | undefined;
  readonly children: (rows: readonly Row[]) => ReactNode;
}

function Kept<Row>({ title, error, onRetry, rows, children }: KeptProps<Row>) {
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      {error !== null && <ErrorState error={error} onRetry={onRetry} isInline />}
      {error === null && rows === undefined && <Skeleton lines={4} />}
      {rows !== undefined && children(rows)}
    </section>
  );
}

function TenantTable({ rows }: { readonly rows: readonly TenantKept[] }) {
  return (
    <table className="facts">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col" className="is-number">
            Kept
          </th>
          <th scope="col" className="is-wide-only">
            Oldest
          </th>
          <th scope="col">It goes</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ kind, days, own_days: ownDays, oldest_at: oldestAt, goes_at: goesAt }) => (
          <tr key={kind}>
            <th scope="row">{KIND_NAMES[kind]}</th>
            <td className="is-number">
              {days} days{ownDays !== null && <span className="muted"> (its own)</span>}
            </td>
            <td className="is-wide-only">
              <Moment at={oldestAt} />
            </td>
            <td>
              <Moment at={goesAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function InstallationTable({ rows }: { readonly rows: readonly InstallationKept[] }) {
  return (
    <table className="facts">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col" className="is-number">
            Kept
          </th>
          <th scope="col" className="is-wide-only">
            Oldest
          </th>
          <th scope="col" className="is-wide-only">
            It goes
          </th>
          <th scope="col" className="is-number is-wide-only">
            Rows, about
          </th>
          <th scope="col" className="is-number">
            On disk
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.kind}>
            <th scope="row">{KIND_NAMES[row.kind]}</th>
            <td className="is-number">{row.days === null ? 'for good' : `${String(row.days)} days`}</td>
            <td className="is-wide-only">
              <Moment at={row.oldest_at} />
            </td>
            <td className="is-wide-only">
              <Moment at={row.goes_at} />
            </td>
            <td className="is-number is-wide-only">
              {row.estimated_rows === null ? '–' : count(row.estimated_rows)}
            </td>
            <td className="is-number">{row.bytes === null ? '–' : bytes(row.bytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Moment({ at }: { readonly at: string | null }) {
  return at === null ? <span className="muted">–</span> : <RelativeTime at={at} />;
}
