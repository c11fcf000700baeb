import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCan } from '../../../api/session.ts';
import type { Webhook } from '../../../api/webhooks.ts';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { count } from '../../../ui/numbers.ts';
import { PageHeader } from '../../../ui/page-header.tsx';
import { COLUMNS } from './columns.tsx';
import { ListFilters } from './list-filters.tsx';
import { useFilteredWebhooks } from './filtered-webhooks.ts';
import '../webhooks.css';

export function WebhooksPage() {
  const filter = useSearch({ from: '/frame/webhooks' });
  const navigate = useNavigate({ from: '/webhooks' });
  const { rows, readCount, query } = useFilteredWebhooks(filter);
  const mayManage = useCan('manage');
  const isFiltered = filter.q !== undefined || filter.state !== undefined;
  const onOpen = ({ id }: Webhook): void => {
    void navigate({ to: '/webhooks/$id', params: { id } });
  };
  const onChange = (search: typeof filter): void => {
    void navigate({ search, replace: true });
  };
  const isReading = query.hasNextPage || query.isFetching;
  return (
    <>
      <PageHeader
        title="Webhooks"
        description="Where events are delivered to."
        {...(mayManage ? { actions: <NewWebhookLink /> } : {})}
      />
      <ListFilters
        filter={filter}
        onChange={onChange}
        found={isFiltered ? rows.length : null}
        of={readCount}
      />
      <DataTable
        label="Webhooks"
        columns={COLUMNS}
        rows={rows}
        idOf={({ id }) => id}
        onOpen={onOpen}
        isLoading={query.isPending || (isFiltered && isReading)}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={
          isFiltered ? (
            <NoneFound
              of={readCount}
              onClear={() => {
                onChange({});
              }}
            />
          ) : (
            <NoWebhooks mayManage={mayManage} />
          )
        }
        onMore={query.hasNextPage && !query.isError ? () => void query.fetchNextPage() : undefined}
        isLoadingMore={query.isFetchingNextPage}
      />
    </>
  );
}

function NoneFound({ of, onClear }: { readonly of: number; readonly onClear: () => void }) {
  return (
    <section className="card">
      <EmptyState
        title="No webhook is like that"
        icon="filter"
        action={<Button onClick={onClear}>Clear the filter</Button>}
      >
        None of your {count(of)} has these words and this state.
      </EmptyState>
    </section>
  );
}

function NewWebhookLink() {
  return (
    <Link to="/webhooks/new" className="button button-primary link-button">
      <Icon name="plus" />
      New webhook
    </Link>
  );
}

function NoWebhooks({ mayManage }: { readonly mayManage: boolean }) {
  return (
    <section className="card">
      <EmptyState
        title="No webhook yet"
        icon="webhook"
        {...(mayManage ? { action: <NewWebhookLink /> } : {})}
      >
        A webhook is an address that events are delivered to.{' '}
        {mayManage
          ? 'Make the first: a URL is all it needs.'
          : 'Your key may not make one: ask for the scope “manage”.'}
      </EmptyState>
    </section>
  );
}
