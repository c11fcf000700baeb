import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { deliveriesOfEventQuery, type Delivery } from '../../api/deliveries.ts';
import type { Event } from '../../api/events.ts';
import { rowsOf } from '../../api/pages.ts';
import { deliveryColumns } from '../../parts/delivery-columns.tsx';
import { useWebhookNames } from '../../parts/webhook-names.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useNow } from '../../ui/now.ts';

/** So long after its publish an event may still be on its way to its webhooks. */
const FRESH_MS = 30_000;

/** What became of an event; kept up to date by itself. */
export function DeliveriesOfEvent({ event }: { readonly event: Event }) {
  const navigate = useNavigate();
  const { names } = useWebhookNames();
  const columns = useMemo(() => deliveryColumns(names, 'webhook'), [names]);
  const dueAt = Math.max(Date.parse(event.created_at), Date.parse(event.deliver_at ?? event.created_at));
  const isFresh = useNow() - dueAt < FRESH_MS && event.cancelled_at === null;
  const query = useInfiniteQuery(deliveriesOfEventQuery(event.id, isFresh));
  const { data, error, hasNextPage, isFetchingNextPage } = query;
  const rows = useMemo(() => rowsOf(data), [data]);
  const open = ({ id }: Delivery): void => {
    void navigate({ to: '/deliveries/$id', params: { id } });
  };
  return (
    <section className="stack event-deliveries" aria-labelledby="deliveries-heading">
      <h2 id="deliveries-heading">Deliveries</h2>
      <DataTable
        label="Deliveries of the event"
        columns={columns}
        rows={rows}
        idOf={idOf}
        onOpen={open}
        isLoading={query.isPending}
        error={error}
        onRetry={() => void query.refetch()}
        empty={<NoDelivery event={event} isFresh={isFresh} />}
        onMore={hasNextPage ? () => void query.fetchNextPage() : undefined}
        isLoadingMore={isFetchingNextPage}
      />
    </section>
  );
}

function idOf({ id }: Delivery): string {
  return id;
}

function NoDelivery({ event, isFresh }: { readonly event: Event; readonly isFresh: boolean }) {
  return (
    <div className="card">
      <EmptyState
        title="No delivery of it"
        icon="send"
        action={<Link to="/events/publish">Publish another event</Link>}
      >
        {event.deliver_at !== null && isFresh
          ? 'They are made when its time comes.'
          : 'It concerns no webhook, or its deliveries have outlived their time. Below stands, webhook by webhook, why it would not go there.'}
      </EmptyState>
    </div>
  );
}
