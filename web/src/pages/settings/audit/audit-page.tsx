import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { auditQuery, type AuditRow } from '../../../api/audit.ts';
import { loadingOf, rowsOf } from '../../../api/pages.ts';
import { DataTable, type Column } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { RelativeTime } from '../../../ui/relative-time.tsx';
import { ACTION_WORDS, ACTOR_WORDS } from './audit-actions.ts';
import { AuditDetail } from './audit-detail.tsx';
import { AuditFilterBar } from './audit-filter-bar.tsx';
import { auditFilters } from './audit-search.ts';

const COLUMNS: readonly Column<AuditRow>[] = [
  { id: 'when', header: 'When', cell: ({ created_at: at }) => <RelativeTime at={at} /> },
  { id: 'action', header: 'What', cell: ({ action }) => <strong>{ACTION_WORDS[action]}</strong> },
  {
    id: 'object',
    header: 'Of',
    isWideOnly: true,
    cell: ({ object_name: name, object_id: id }) => name ?? id ?? <span className="muted">–</span>,
  },
  {
    id: 'actor',
    header: 'Who',
    isWideOnly: true,
    cell: ({ actor }) => actor.name ?? actor.id ?? ACTOR_WORDS[actor.kind],
  },
  {
    id: 'changes',
    header: 'Fields',
    isWideOnly: true,
    cell: ({ changes }) => <div className="audit-fields muted is-cut">{Object.keys(changes).join(', ')}</div>,
  },
];

/** Who changed what. */
export function AuditPage() {
  const search = useSearch({ from: '/frame/settings/audit' });
  const audit = useInfiniteQuery(auditQuery(auditFilters(search), search.all === true));
  const rows = useMemo(() => rowsOf(audit.data), [audit.data]);
  const [opened, setOpened] = useState<AuditRow | null>(null);
  return (
    <>
      <PageHeader
        title="Audit log"
        description="Who changed what, or looked at a secret. Rows are never changed."
      />
      <AuditFilterBar search={search} />
      <DataTable
        label="Audit log"
        columns={COLUMNS}
        rows={rows}
        idOf={({ id }) => id}
        onOpen={setOpened}
        {...loadingOf(audit)}
        empty={
          <EmptyState title="Nothing is in the log that is like this" icon="archive">
            Every change leaves a row here: take away a filter, or look again once something has changed.
          </EmptyState>
        }
      />
      {opened !== null && (
        <AuditDetail
          row={opened}
          onClose={() => {
            setOpened(null);
          }}
        />
      )}
    </>
  );
}
