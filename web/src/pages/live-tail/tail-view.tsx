import { useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { useNow } from '../../ui/now.ts';
import { count } from '../../ui/numbers.ts';
import { duration } from '../../ui/times.ts';
import { useWebhookNames } from '../../parts/webhook-names.ts';
import type { FollowState } from './follow-stream.ts';
import { columnsOf } from './tail-columns.tsx';
import { ROWS_MAX, type TailRows } from './tail-rows.ts';
import { useLiveTail, type LiveTail } from './use-live-tail.ts';

export function TailView({ path }: { readonly path: `/${string}` }) {
  const tail = useLiveTail(path);
  const { state, rows } = tail;
  const { nameOf } = useWebhookNames();
  const router = useRouter();
  const columns = useMemo(() => columnsOf(nameOf), [nameOf]);
  const open = (deliveryId: string): void => {
    const to = `/deliveries/${deliveryId}`;
    void router.navigate({ to });
  };
  return (
    <>
      <TailBar tail={tail} />
      {state.kind === 'refused' && (
        <ErrorState error={state.error} onRetry={tail.retry} isInline={rows.shown.length > 0} />
      )}
      {(state.kind !== 'refused' || rows.shown.length > 0) && (
        <DataTable
          label="Attempts"
          columns={columns}
          rows={rows.shown}
          idOf={({ id }) => id}
          onOpen={({ delivery_id: id }) => {
            open(id);
          }}
          empty={<Nothing />}
        />
      )}
    </>
  );
}

function TailBar({ tail: { rows, state, pause, resume, clear } }: { readonly tail: LiveTail }) {
  return (
    <div className="tail-bar">
      <div className="row" role="status">
        <StateBadge state={state} isPaused={rows.isPaused} />
        <span className="muted">{situation(rows)}</span>
      </div>
      <div className="row">
        {rows.isPaused ? (
          <Button icon="play" onClick={resume}>
            Resume
          </Button>
        ) : (
          <Button icon="pause" onClick={pause}>
            Pause
          </Button>
        )}
        <Button variant="quiet" disabled={rows.shown.length === 0 && rows.held.length === 0} onClick={clear}>
          Clear
        </Button>
      </div>
    </div>
  );
}

function situation({ shown, held, lostCount, isPaused }: TailRows): string {
  if (!isPaused) {
    return shown.length < ROWS_MAX
      ? `${count(shown.length)} attempts`
      : `the newest ${count(ROWS_MAX)} attempts`;
  }
  const waiting = `${count(held.length)} held`;
  return lostCount === 0 ? waiting : `${waiting}, ${count(lostCount)} older ones dropped`;
}

interface StateBadgeProps {
  readonly state: FollowState;
  readonly isPaused: boolean;
}

function StateBadge({ state, isPaused }: StateBadgeProps) {
  if (state.kind === 'waiting') return <Waiting untilMs={state.untilMs} />;
  if (state.kind === 'refused') {
    return (
      <Badge tone="bad" icon="cross">
        Refused
      </Badge>
    );
  }
  if (state.kind === 'resting') return <Badge icon="moon">Resting while hidden</Badge>;
  if (state.kind === 'connecting') {
    return (
      <Badge tone="info" icon="hourglass">
        Connecting
      </Badge>
    );
  }
  return isPaused ? (
    <Badge tone="warn" icon="pause">
      Paused
    </Badge>
  ) : (
    <Badge tone="good" icon="activity">
      Live
    </Badge>
  );
}

function Waiting({ untilMs }: { readonly untilMs: number }) {
  const restMs = Math.max(untilMs - useNow(), 0);
  return (
    <Badge tone="warn" icon="refresh">
      {restMs < 1_000
        ? 'Connecting again'
        : `Connecting again in ${duration(Math.ceil(restMs / 1_000) * 1_000)}`}
    </Badge>
  );
}

function Nothing() {
  return (
    <EmptyState title="Waiting for attempts" icon="activity">
      Whatever is sent from now on appears here. Publish an event with <code>POST /api/events</code> to see
      one.
    </EmptyState>
  );
}
