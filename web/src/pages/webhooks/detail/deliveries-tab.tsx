import { useQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { webhookDeliveriesQuery, type Webhook, type WebhookDelivery } from '../../../api/webhooks.ts';
import { lastResult } from '../../../parts/delivery-words.ts';
import { StatusBadge } from '../../../ui/badge.tsx';
import { DataTable, type Column } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { RelativeTime } from '../../../ui/relative-time.tsx';

const COLUMNS: readonly Column<WebhookDelivery>[] = [
  {
    id: 'event_type',
    header: 'Event type',
    cell: ({ id, event_type: type }) => (
      <Link to="/deliveries/$id" params={{ id }}>
        {type}
      </Link>
    ),
  },
  { id: 'status', header: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    id: 'attempts',
    header: 'Attempts',
    cell: ({ attempt_count: made, max_attempts: most }) => `${String(made)} of ${String(most)}`,
    align: 'end',
    isWideOnly: true,
  },
  {
    id: 'answer',
    header: 'Last answer',
    cell: (delivery) => lastResult(delivery) ?? <span className="muted">–</span>,
    isWideOnly: true,
  },
  {
    id: 'next',
    header: 'Next attempt',
    cell: ({ next_retry_at: at }) =>
      at === null ? <span className="muted">–</span> : <RelativeTime at={at} />,
    isWideOnly: true,
  },
  { id: 'created', header: 'Made', cell: ({ created_at: at }) => <RelativeTime at={at} /> },
];

export function DeliveriesTab({ webhook: { id } }: { readonly webhook: Webhook }) {
  const router = useRouter();
  const { data, error, isPending, refetch } = useQuery(webhookDeliveriesQuery(id));
  return (
    <div className="stack">
      <DataTable
        label="Recent deliveries"
        columns={COLUMNS}
        rows={data?.data ?? []}
        idOf={(row) => row.id}
        onOpen={(row) => void router.navigate({ to: '/deliveries/$id', params: { id: row.id } })}
        isLoading={isPending}
        error={error}
        onRetry={() => void refetch()}
        empty={
          <section className="card">
            <EmptyState title="No delivery yet" icon="send">
              None has been made for it, or all have outlived their time. Send a test, or publish an event of
              a type that it takes.
            </EmptyState>
          </section>
        }
      />
      {(data?.data.length ?? 0) > 0 && (
        <p className="muted">
          The newest {data?.data.length}.{' '}
          <Link to="/deliveries" search={{ webhook_id: id }}>
            All deliveries of this webhook
          </Link>
        </p>
      )}
    </div>
  );
}
