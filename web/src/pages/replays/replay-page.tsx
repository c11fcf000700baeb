import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { replayQuery, type Replay } from '../../api/replays.ts';
import { useCan } from '../../api/session.ts';
import { StatusBadge } from '../../ui/badge.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CancelReplay } from './cancel-replay.tsx';
import { ReplayFacts } from './replay-facts.tsx';
import { ReplayOutcomes } from './replay-outcomes.tsx';
import { ReplayProgress } from './replay-progress.tsx';
import './replays.css';

/** One replay, as it goes. */
export function ReplayPage() {
  const { id } = useParams({ from: '/frame/replays/$id' });
  const { data: replay, error, refetch } = useQuery(replayQuery(id));
  return (
    <>
      <PageHeader
        title="Replay"
        description={
          <>
            <Link to="/replays">All replays</Link> · <code className="replay-id">{id}</code>
          </>
        }
        {...(replay === undefined
          ? {}
          : { beside: <StatusBadge status={replay.status} />, actions: <Actions replay={replay} /> })}
      />
      {error !== null && (
        <ErrorState error={error} onRetry={() => void refetch()} isInline={replay !== undefined} />
      )}
      {replay === undefined && error === null && <Skeleton lines={6} label="Loading the replay" />}
      {replay !== undefined && (
        <>
          <ReplayProgress replay={replay} />
          <div className="columns">
            <ReplayOutcomes id={id} />
            <ReplayFacts replay={replay} />
          </div>
        </>
      )}
    </>
  );
}

function Actions({ replay: { id, status } }: { readonly replay: Replay }) {
  const canManage = useCan('manage');
  return (
    <>
      <Link to="/deliveries" search={{ replay_id: id }} className="button button-plain">
        <Icon name="send" />
        Its deliveries
      </Link>
      {canManage && status === 'running' && <CancelReplay id={id} />}
    </>
  );
}
