import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCan } from '../../../api/session.ts';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { count } from '../../../ui/numbers.ts';
import { PageHeader } from '../../../ui/page-header.tsx';
import type { ListFilter } from '../webhook-places.ts';
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
  const onChange = (search: ListFilter): void => {
    void navigate({ search, replace: true });
  };
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
        onOpen={({ id }) => void navigate({ to: '/webhooks/$id', params: { id } })}
        isLoading={query.isPending || (isFiltered && query.hasNextPage)}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={
          isFiltered ? <NoneFound of={readCount} onChange={onChange} /> : <NoWebhooks mayManage={mayManage} />
        }
        onMore={query.hasNextPage && !query.isError ? () => void query.fetchNextPage() : undefined}
        isLoadingMore={query.isFetchingNextPage}
      />
    </>
  );
}

interface NoneFoundProps {
  readonly of: number;
  readonly onChange: (filter: ListFilter) => void;
}

function NoneFound({ of, onChange }: NoneFoundProps) {
  const clear = (
    <Button
      onClick={() => {
        onChange({});
      }}
    >
      Clear the filter
    </Button>
  );
  return (
    <section className="card">
      <EmptyState title="No webhook is like that" icon="filter" action={clear}>
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
