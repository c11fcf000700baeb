import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { previewQuery, type ReplayChoice } from '../../api/replays.ts';
import { useCan } from '../../api/session.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { choiceOf, type ReplayDraft } from './replay-draft.ts';
import { ReplayFilterFields } from './replay-filter-fields.tsx';
import { ReplayModes } from './replay-modes.tsx';
import { ReplayPreviewCard } from './replay-preview-card.tsx';
import { StartReplay } from './start-replay.tsx';
import './replays.css';

/** Chosen, counted, and then started. What is chosen stands in the address, where other pages have put it already. */
export function NewReplayPage() {
  const canManage = useCan('manage');
  return (
    <>
      <PageHeader
        title="New replay"
        description={
          <>
            <Link to="/replays">All replays</Link> · Choose what is sent again, count it, and start.
          </>
        }
      />
      {canManage ? <ReplayForm /> : <NotAllowed />}
    </>
  );
}

function ReplayForm() {
  const search = useSearch({ from: '/frame/replays/new' });
  const navigate = useNavigate();
  const [draft, setDraft] = useState<ReplayDraft>(search);
  const choice = choiceOf(draft);
  // Whoever comes with a filter wants to know how many there are.
  const [asked, setAsked] = useState<ReplayChoice | null>(() => (isNarrowed(choice) ? choice : null));
  const counted = useQuery({ ...previewQuery(asked ?? choice), enabled: asked !== null });
  const isCurrent = asked !== null && isSame(asked, choice);
  const preview = isCurrent ? counted.data : undefined;
  const error = isCurrent ? counted.error : null;
  const change = (changed: ReplayDraft): void => {
    setDraft(changed);
    void navigate({ to: '/replays/new', search: changed, replace: true });
  };
  return (
    <div className="replay-form">
      <div className="stack">
        <ReplayModes mode={choice.mode} draft={draft} onChange={change} />
        <ReplayFilterFields draft={draft} onChange={change} error={error} />
      </div>
      <div className="stack">
        <ReplayPreviewCard
          preview={preview}
          error={error}
          isCounting={counted.isFetching}
          isStale={asked !== null && !isCurrent}
          onCount={() => {
            setAsked(choice);
            if (isCurrent) void counted.refetch();
          }}
        />
        <StartReplay choice={choice} draft={draft} onChange={change} preview={preview} />
      </div>
    </div>
  );
}

function NotAllowed() {
  return (
    <EmptyState title="Replays are started with the scope “manage”" icon="key">
      Whoever is signed in may read only. Sign in with a key that has the scope, or ask somebody who has one.
    </EmptyState>
  );
}

function isNarrowed({ filter }: ReplayChoice): boolean {
  return Object.keys(filter).length > 0;
}

function isSame(left: ReplayChoice, right: ReplayChoice): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
