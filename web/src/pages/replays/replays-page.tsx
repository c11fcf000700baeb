import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { rowsOf } from '../../api/pages.ts';
import { replaysQuery, type Replay } from '../../api/replays.ts';
import { useCan } from '../../api/session.ts';
import { StatusBadge } from '../../ui/badge.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { count } from '../../ui/numbers.ts';
import { PageHeader } from '../../ui/page-header.tsx';
import { Progress } from '../../ui/progress.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { useWebhookNames } from '../../parts/webhook-names.ts';
import { filterWords, MODE_WORDS, progressWords } from './replay-words.ts';
import './replays.css';

/** Those that run and those that ran, newest first. */
export function ReplaysPage() {
  const router = useRouter();
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery(replaysQuery);
  const { nameOf } = useWebhookNames();
  const columns = useMemo(() => columnsOf(nameOf), [nameOf]);
  const rows = useMemo(() => rowsOf(data), [data]);
  return (
    <>
      <PageHeader
        title="Replays"
        description="Many deliveries sent again at a pace, behind all live traffic."
        actions={<NewReplay />}
      />
      <DataTable
        label="Replays"
        columns={columns}
        rows={rows}
        idOf={({ id }) => id}
        onOpen={({ id }) => void router.navigate({ to: '/replays/$id', params: { id } })}
        isLoading={isPending}
        error={error}
        onRetry={() => void refetch()}
        onMore={hasNextPage ? () => void fetchNextPage() : undefined}
        isLoadingMore={isFetchingNextPage}
        empty={<NoReplays />}
      />
    </>
  );
}

function NewReplay() {
  if (!useCan('manage')) return null;
  return (
    <Link to="/replays/new" className="button button-primary">
      New replay
    </Link>
  );
}

function NoReplays() {
  return (
    <EmptyState title="Nothing has been replayed" icon="replay" action={<NewReplay />}>
      After an outage of a receiver, or for a webhook that was made too late, a replay sends what it should
      have had. It counts first, and starts when you say so.
    </EmptyState>
  );
}

function columnsOf(nameOf: (id: string) => string): readonly Column<Replay>[] {
  return [
    { id: 'status', header: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
    {
      id: 'what',
      header: 'What',
      cell: ({ id, mode, filter }) => (
        <Link to="/replays/$id" params={{ id }}>
          {MODE_WORDS[mode].label}: {filterWords(filter, nameOf)}
        </Link>
      ),
    },
    {
      id: 'progress',
      header: 'Progress',
      isWideOnly: true,
      cell: (replay) => <RowProgress replay={replay} />,
    },
    {
      id: 'count',
      header: 'Sent',
      align: 'end',
      isWideOnly: true,
      cell: (replay) => progressWords(replay),
    },
    {
      id: 'pace',
      header: 'Pace',
      align: 'end',
      isWideOnly: true,
      cell: ({ rate_per_second: rate }) => `${count(rate)}/s`,
    },
    {
      id: 'started',
      header: 'Started',
      isWideOnly: true,
      cell: ({ created_at: at }) => <RelativeTime at={at} />,
    },
  ];
}

function RowProgress({
  replay: { replayed_count: done, total_count: total, status },
}: {
  readonly replay: Replay;
}) {
  return (
    <div className="replay-row-progress">
      <Progress
        done={done}
        total={total}
        isOver={status === 'completed'}
        label="Sent so far"
        tone={status === 'completed' ? 'good' : status === 'cancelled' ? 'plain' : 'info'}
      />
    </div>
  );
}
