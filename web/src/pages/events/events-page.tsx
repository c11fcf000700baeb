import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { eventsQuery, type EventFilters, type ListedEvent } from '../../api/events.ts';
import { rowsOf } from '../../api/pages.ts';
import { useCan } from '../../api/session.ts';
import { withoutEmpty } from '../../parts/search-texts.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { EventBadge } from './event-badge.tsx';
import { EventFilterBar } from './event-filter-bar.tsx';

const route = getRouteApi('/frame/events');

const COLUMNS: readonly Column<ListedEvent>[] = [
  {
    id: 'type',
    header: 'Type',
    cell: ({ id, type }) => (
      <Link to="/events/$id" params={{ id }}>
        {type}
      </Link>
    ),
  },
  { id: 'state', header: 'State', cell: (event) => <EventBadge event={event} />, isWideOnly: true },
  {
    id: 'tags',
    header: 'Tags',
    cell: ({ tags }) => (tags.length === 0 ? <span className="muted">–</span> : tags.join(', ')),
    isWideOnly: true,
  },
  { id: 'id', header: 'Id', cell: ({ id }) => <code>{id}</code>, isWideOnly: true },
  {
    id: 'created',
    header: 'Published',
    cell: ({ created_at: createdAt }) => <RelativeTime at={createdAt} />,
  },
];

/** What was published, newest first. */
export function EventsPage() {
  const filters = route.useSearch();
  const navigate = useNavigate();
  const query = useInfiniteQuery(eventsQuery(filters));
  const { data, error, hasNextPage, isFetchingNextPage } = query;
  const rows = useMemo(() => rowsOf(data), [data]);
  const change = (changed: Changed): void => {
    void navigate({ to: '/events', search: withoutEmpty({ ...filters, ...changed }), replace: true });
  };
  const clear = (): void => {
    void navigate({ to: '/events', search: {} });
  };
  const open = ({ id }: ListedEvent): void => {
    void navigate({ to: '/events/$id', params: { id } });
  };
  return (
    <>
      <PageHeader title="Events" description="What was published, newest first." actions={<Publish />} />
      <EventFilterBar filters={filters} onChange={change} onClear={clear} />
      {error !== null && rows.length > 0 && (
        <ErrorState error={error} onRetry={() => void query.refetch()} isInline />
      )}
      <DataTable
        label="Events"
        columns={COLUMNS}
        rows={rows}
        idOf={idOf}
        onOpen={open}
        keptAs={`events ${JSON.stringify(filters)}`}
        isLoading={query.isPending}
        error={error}
        onRetry={() => void query.refetch()}
        empty={<NoEvents isFiltered={Object.keys(filters).length > 0} onClear={clear} />}
        onMore={hasNextPage ? () => void query.fetchNextPage() : undefined}
        isLoadingMore={isFetchingNextPage}
      />
    </>
  );
}

type Changed = { readonly [name in keyof EventFilters]?: string | undefined };

function idOf({ id }: ListedEvent): string {
  return id;
}

function Publish() {
  const canPublish = useCan('publish');
  if (!canPublish) return null;
  return (
    <Link to="/events/publish" className="button button-primary">
      Publish a test event
    </Link>
  );
}

interface NoEventsProps {
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

function NoEvents({ isFiltered, onClear }: NoEventsProps) {
  return (
    <div className="card">
      {isFiltered ? (
        <EmptyState
          title="Nothing matches"
          icon="filter"
          action={<Button onClick={onClear}>Clear filters</Button>}
        >
          No event has all that the filters ask for. Types and tags are found exactly as they are written.
        </EmptyState>
      ) : (
        <EmptyState title="No event yet" icon="bell" action={<Publish />}>
          An event is what happened on your side. Publish one here, or with <code>POST /api/events</code>; it
          is delivered to each webhook that it concerns.
        </EmptyState>
      )}
    </div>
  );
}
