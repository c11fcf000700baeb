import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { rowsOf } from '../../api/pages.ts';
import { LIVE_MS } from '../../api/live.ts';
import type { StatsSummary } from '../../api/stats.ts';
import { webhooksQuery } from '../../api/webhooks.ts';
import { StatusBadge } from '../../ui/badge.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { count, percent } from '../../ui/numbers.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { stateReason } from '../../ui/state-reasons.ts';
import { troubledWebhooks, type TroubledWebhook } from './troubled-webhooks.ts';

const SHOWN_MAX = 10;

/** Failing ones first. */
export function WebhooksInTrouble({ summary }: { readonly summary: StatsSummary | undefined }) {
  const { data, error, refetch } = useInfiniteQuery({ ...webhooksQuery, refetchInterval: LIVE_MS });
  const webhooks = rowsOf(data);
  return (
    <section className="card" aria-labelledby="in-trouble">
      <h2 id="in-trouble">Webhooks that need a look</h2>
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} isInline />}
      {error === null && data === undefined && <Skeleton label="Loading webhooks" />}
      {data !== undefined && webhooks.length === 0 && <NoWebhooks />}
      {webhooks.length > 0 && <Troubles troubled={troubledWebhooks(webhooks, summary)} />}
    </section>
  );
}

function NoWebhooks() {
  return (
    <EmptyState
      title="No webhook yet"
      icon="webhook"
      action={<Link to="/inboxes">See a first delivery in a minute</Link>}
    >
      A webhook is where events are delivered to. With nothing else at hand, an inbox receives for it.
    </EmptyState>
  );
}

function Troubles({ troubled }: { readonly troubled: readonly TroubledWebhook[] }) {
  if (troubled.length === 0) {
    return (
      <EmptyState title="All is well" icon="check">
        No webhook is failing, disabled or paused, and none has given up a delivery.
      </EmptyState>
    );
  }
  return (
    <ul className="troubles">
      {troubled.slice(0, SHOWN_MAX).map(({ webhook, successRate, deadLetterCount }) => (
        <li key={webhook.id} className="trouble">
          <div className="trouble-name">
            <Link to="/webhooks/$id" params={{ id: webhook.id }} className="is-cut">
              <strong>{webhook.name}</strong>
            </Link>
            <StatusBadge status={webhook.state} />
          </div>
          <p className="muted is-cut">
            {webhook.state_reason === null ? webhook.url : stateReason(webhook.state_reason)}
          </p>
          <p className="muted">
            {percent(successRate)} delivered,{' '}
            <Link to="/dead-letters" search={{ webhook_id: webhook.id }}>
              {deadLetterCount === 1 ? 'one dead letter' : `${count(deadLetterCount)} dead letters`}
            </Link>
          </p>
        </li>
      ))}
    </ul>
  );
}
