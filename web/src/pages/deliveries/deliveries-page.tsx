import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { deliveriesQuery, type Delivery } from '../../api/deliveries.ts';
import { rowsOf } from '../../api/pages.ts';
import { deliveryColumns } from '../../parts/delivery-columns.tsx';
import { withoutEmpty } from '../../parts/search-texts.ts';
import { useWebhookNames } from '../../parts/webhook-names.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { DeliveryFilterBar, type ChangedFilters } from './delivery-filter-bar.tsx';
import { FoundNote } from './found-note.tsx';
import { ListActions } from './list-actions.tsx';
import { NoDeliveries } from './no-deliveries.tsx';

const route = getRouteApi('/frame/deliveries');

/** Whether it arrived: every delivery, by whatever is known of it. */
export function DeliveriesPage() {
  const filters = route.useSearch();
  const navigate = useNavigate();
  const { names } = useWebhookNames();
  const columns = useMemo(() => deliveryColumns(names, 'event_type'), [names]);
  const query = useInfiniteQuery(deliveriesQuery(filters));
  const { data, error, hasNextPage, isFetchingNextPage } = query;
  const rows = useMemo(() => rowsOf(data), [data]);
  const change = (changed: ChangedFilters): void => {
    void navigate({ to: '/deliveries', search: withoutEmpty({ ...filters, ...changed }), replace: true });
  };
  const clear = (): void => {
    void navigate({ to: '/deliveries', search: {} });
  };
  const open = ({ id }: Delivery): void => {
    void navigate({ to: '/deliveries/$id', params: { id } });
  };
  return (
    <>
      <PageHeader
        title="Deliveries"
        description="What was sent to each webhook, newest first."
        actions={<ListActions filters={filters} />}
      />
      <DeliveryFilterBar filters={filters} names={names} onChange={change} onClear={clear} />
      {error !== null && rows.length > 0 && (
        <ErrorState error={error} onRetry={() => void query.refetch()} isInline />
      )}
      <DataTable
        label="Deliveries"
        columns={columns}
        rows={rows}
        idOf={idOf}
        onOpen={open}
        keptAs={`deliveries ${JSON.stringify(filters)}`}
        isLoading={query.isPending}
        error={error}
        onRetry={() => void query.refetch()}
        empty={<NoDeliveries isFiltered={Object.keys(filters).length > 0} onClear={clear} />}
        onMore={hasNextPage ? () => void query.fetchNextPage() : undefined}
        isLoadingMore={isFetchingNextPage}
      />
      <FoundNote total={data?.pages[0]?.total ?? null} loaded={rows.length} isMore={hasNextPage} />
    </>
  );
}

function idOf({ id }: Delivery): string {
  return id;
}
