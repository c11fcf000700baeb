import { useInfiniteQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { inboxesQuery, useCreateInbox, type Inbox } from '../../api/inboxes.ts';
import { loadingOf, rowsOf } from '../../api/pages.ts';
import { useCan } from '../../api/session.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { INBOX_COLUMNS } from './inbox-columns.tsx';
import './inboxes.css';

/** Receivers within Posthorn, to see what is sent with nothing else at hand. */
export function InboxesPage() {
  const inboxes = useInfiniteQuery(inboxesQuery);
  const create = useCreateInbox();
  const open = useOpenInbox();
  const canCreate = useCan('manage') && !isOff(inboxes.error);
  const onCreate = (): void => {
    create.mutate({}, { onSuccess: open });
  };
  const button = canCreate && (
    <Button variant="primary" icon="plus" isBusy={create.isPending} onClick={onCreate}>
      New inbox
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Inboxes"
        description="Addresses that show what comes and answer what you choose. Each is gone after a day, unless it is told otherwise."
        actions={rowsOf(inboxes.data).length > 0 && button}
      />
      {create.error !== null && <ErrorState error={create.error} isInline />}
      {isOff(inboxes.error) ? <InboxesOff /> : <InboxTable action={button} onOpen={open} />}
    </>
  );
}

function useOpenInbox(): (inbox: Inbox) => void {
  const router = useRouter();
  return ({ id }) => void router.navigate({ to: '/inboxes/$id', params: { id } });
}

interface InboxTableProps {
  /** What to do where there is none. */
  readonly action: ReactNode;
  readonly onOpen: (inbox: Inbox) => void;
}

function InboxTable({ action, onOpen }: InboxTableProps) {
  const inboxes = useInfiniteQuery(inboxesQuery);
  const rows = useMemo(() => rowsOf(inboxes.data), [inboxes.data]);
  return (
    <DataTable
      label="Inboxes"
      columns={INBOX_COLUMNS}
      rows={rows}
      idOf={({ id }) => id}
      onOpen={onOpen}
      {...loadingOf(inboxes)}
      empty={
        <EmptyState title="See a first delivery in a minute" action={action}>
          Make an inbox, let a webhook deliver to it, and send a test event: it shows what a receiver of yours
          would get.
        </EmptyState>
      }
    />
  );
}

function isOff(error: Error | null): boolean {
  return error instanceof ApiError && error.code === 'inboxes_off';
}

function InboxesOff() {
  return (
    <EmptyState title="Inboxes are off">
      They are on in the embedded start. Elsewhere <code>POSTHORN_INBOXES=on</code> brings them, and
      docs/inbox.md says which addresses have to be allowed.
    </EmptyState>
  );
}
