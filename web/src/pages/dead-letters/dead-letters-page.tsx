import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { deadLettersQuery } from '../../api/dead-letters.ts';
import { rowsOf } from '../../api/pages.ts';
import { summaryQuery } from '../../api/stats.ts';
import { useCan } from '../../api/session.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { count } from '../../ui/numbers.ts';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { WebhookSelect } from '../../parts/webhook-select.tsx';
import { DeadLetterCard } from './dead-letter-card.tsx';
import { groupDeadLetters } from './dead-letter-groups.ts';
import { PurgeDeadLetters } from './purge-dead-letters.tsx';
import './dead-letters.css';

/** Read at once, before somebody asks for more. */
const ROWS_AT_ONCE = 1_000;

/** What was given up, by webhook and by what went wrong. */
export function DeadLettersPage() {
  const { webhook_id: webhookId } = useSearch({ from: '/frame/dead-letters' });
  const navigate = useNavigate();
  const canManage = useCan('manage');
  return (
    <>
      <PageHeader
        title="Dead letters"
        description="Deliveries that were given up, by webhook and by what went wrong."
      />
      <div className="dead-letter-tools">
        <WebhookSelect
          value={webhookId}
          onChange={(chosen) => {
            void navigate({
              to: '/dead-letters',
              search: chosen === undefined ? {} : { webhook_id: chosen },
            });
          }}
        />
      </div>
      <Groups key={webhookId ?? ''} webhookId={webhookId} />
      {canManage && <PurgeDeadLetters webhookId={webhookId} />}
    </>
  );
}

function Groups({ webhookId }: { readonly webhookId: string | undefined }) {
  const list = useInfiniteQuery(deadLettersQuery(webhookId));
  const { data, error, isPending, hasNextPage, isFetching, isFetchingNextPage, fetchNextPage, refetch } =
    list;
  const rows = useMemo(() => rowsOf(data), [data]);
  const groups = useMemo(() => groupDeadLetters(rows), [rows]);
  const isMoreRead = hasNextPage && !isFetching && error === null && rows.length < ROWS_AT_ONCE;
  useEffect(() => {
    if (isMoreRead) void fetchNextPage();
  }, [isMoreRead, fetchNextPage]);
  if (error !== null && rows.length === 0) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Skeleton lines={6} label="Loading dead letters" />;
  if (groups.length === 0) return <NoDeadLetters />;
  return (
    <>
      <ul className="dead-letter-groups">
        {groups.map((group) => (
          <li key={group.key}>
            <DeadLetterCard group={group} isAllRead={!hasNextPage} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <div className="row">
          <span className="muted">
            Grouped from the newest {count(rows.length)}; the counts are of all. Older ones may fail in other
            ways.
          </span>
          <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Look further back
          </Button>
        </div>
      )}
    </>
  );
}

function NoDeadLetters() {
  const { data: summary } = useQuery(summaryQuery);
  const retrying = summary?.by_status.retrying ?? 0;
  return (
    <EmptyState title="No dead letters" icon="check">
      Nothing has been given up.{' '}
      {retrying > 0
        ? `${count(retrying)} deliveries of the last day are being retried; they come here when their attempts are used up.`
        : 'A delivery comes here when its attempts are used up, or its webhook was disabled.'}
    </EmptyState>
  );
}
