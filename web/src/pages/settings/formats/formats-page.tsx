import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { formatsQuery, type Format } from '../../../api/formats.ts';
import { loadingOf, rowsOf } from '../../../api/pages.ts';
import { useCan } from '../../../api/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataTable, type Column } from '../../../ui/data-table.tsx';
import { useOpenState } from '../../../ui/open-state.ts';
import { PageHeader } from '../../../ui/page-header.tsx';
import { FormatDialog } from './format-dialog.tsx';

const COLUMNS: readonly Column<Format>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ name }) => (
      <Link to="/settings/formats/$name" params={{ name }}>
        {name}
      </Link>
    ),
  },
  { id: 'description', header: 'Description', isWideOnly: true, cell: ({ description }) => description },
  {
    id: 'signed',
    header: 'Signed',
    cell: ({ signature }) =>
      signature === null ? <span className="muted">no</span> : <code>{signature.algorithm}</code>,
  },
  {
    id: 'origin',
    header: 'Origin',
    isWideOnly: true,
    cell: ({ built_in: isBuiltIn }) => (
      <Badge tone={isBuiltIn ? 'plain' : 'info'}>{isBuiltIn ? 'built in' : 'own'}</Badge>
    ),
  },
];

/** In which forms webhooks are sent. */
export function FormatsPage() {
  const formats = useInfiniteQuery(formatsQuery);
  const rows = useMemo(() => rowsOf(formats.data), [formats.data]);
  const router = useRouter();
  const canChange = useCan('manage');
  const creating = useOpenState();
  const open = (name: string): void => {
    void router.navigate({ to: '/settings/formats/$name', params: { name } });
  };
  const button = (
    <Button variant="primary" icon="plus" onClick={creating.open}>
      New format
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Formats"
        description="The headers, the signature and the body that a webhook’s receiver gets. Those of your own are data, not code."
        actions={canChange && button}
      />
      <DataTable
        label="Formats"
        columns={COLUMNS}
        rows={rows}
        idOf={({ name }) => name}
        onOpen={({ name }) => {
          open(name);
        }}
        {...loadingOf(formats)}
        empty={null}
      />
      {creating.isOpen && <FormatDialog base={null} isNew onClose={creating.close} onSaved={open} />}
    </>
  );
}
