import { useQuery } from '@tanstack/react-query';
import { tenantUsageQuery } from '../../../api/tenants.ts';
import { ErrorState } from '../../../ui/error-state.tsx';
import { bytes, count } from '../../../ui/numbers.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';

/** What a tenant has of what it may have. */
export function Usage({ tenantId }: { readonly tenantId: string }) {
  const { data, error, refetch } = useQuery(tenantUsageQuery(tenantId));
  return (
    <section className="card" aria-labelledby="usage">
      <h2 id="usage">Quotas</h2>
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} isInline />}
      {data === undefined && error === null && <Skeleton lines={4} label="Counting" />}
      {data !== undefined && (
        <ul className="quotas">
          <Quota label="Webhooks" {...data.webhooks} />
          <Quota label="Events of this minute" {...data.events_per_minute} />
          <Quota label="Live deliveries" {...data.live_deliveries} />
          <li className="quota-line">
            <span>An event’s data</span>
            <span className="muted">
              {data.payload_bytes.quota === null ? 'up to 1 MiB' : `up to ${bytes(data.payload_bytes.quota)}`}
            </span>
          </li>
        </ul>
      )}
    </section>
  );
}

interface QuotaProps {
  readonly label: string;
  readonly used: number;
  readonly quota: number | null;
}

function Quota({ label, used, quota }: QuotaProps) {
  return (
    <li>
      <div className="quota-line">
        <span>{label}</span>
        <span className="muted">
          {count(used)} {quota === null ? 'of any number' : `of ${count(quota)}`}
        </span>
      </div>
      {quota !== null && (
        <meter className="quota-meter" aria-label={label} min={0} max={Math.max(quota, 1)} value={used} />
      )}
    </li>
  );
}
