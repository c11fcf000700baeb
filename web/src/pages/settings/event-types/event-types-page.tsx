import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { eventTypesQuery, type EventType } from '../../../api/event-types.ts';
import { loadingOf, rowsOf } from '../../../api/pages.ts';
import { useCan } from '../../../api/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataTable, type Column } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { useOpenState } from '../../../ui/open-state.ts';
import { PageHeader } from '../../../ui/page-header.tsx';
import { RelativeTime } from '../../../ui/relative-time.tsx';
import { EventTypeDialog } from './event-type-dialog.tsx';

const COLUMNS: readonly Column<EventType>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ name }) => (
      <Link to="/settings/event-types/$name" params={{ name }}>
        {name}
      </Link>
    ),
  },
  { id: 'description', header: 'Description', isWideOnly: true, cell: ({ description }) => description },
  {
    id: 'schema',
    header: 'Schema',
    cell: ({ schema }) =>
      schema === null ? <span className="muted">none</span> : <Badge tone="info">JSON Schema</Badge>,
  },
  {
    id: 'updated',
    header: 'Changed',
    isWideOnly: true,
    cell: ({ updated_at: at }) => <RelativeTime at={at} />,
  },
];

/** What is published, described for those who receive it. */
export function EventTypesPage() {
  const types = useInfiniteQuery(eventTypesQuery);
  const rows = useMemo(() => rowsOf(types.data), [types.data]);
  const router = useRouter();
  const creating = useOpenState();
  const canChange = useCan('manage');
  const open = (name: string): void => {
    void router.navigate({ to: '/settings/event-types/$name', params: { name } });
  };
  const button = canChange && (
    <Button variant="primary" icon="plus" onClick={creating.open}>
      Describe a type
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Event types"
        description="What is published. A schema can hold events to a form; types that are not described may be published too."
        actions={rows.length > 0 && button}
      />
      <DataTable
        label="Event types"
        columns={COLUMNS}
        rows={rows}
        idOf={({ name }) => name}
        onOpen={({ name }) => {
          open(name);
        }}
        {...loadingOf(types)}
        empty={
          <EmptyState title="No event type is described yet" icon="tag" action={button}>
            Describe what you publish, with a JSON Schema and an example, for those who receive it.
          </EmptyState>
        }
      />
      {creating.isOpen && <EventTypeDialog eventType={null} onClose={creating.close} onSaved={open} />}
    </>
  );
}
