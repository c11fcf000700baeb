import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { deliveryQuery, type DeliveryWithAttempts } from '../../api/deliveries.ts';
import { IdLine } from '../../parts/id-line.tsx';
import { IdLink } from '../../parts/id-link.tsx';
import { reasonInWords } from '../../parts/delivery-words.ts';
import { useWebhookNames } from '../../parts/webhook-names.ts';
import { useBackKey } from '../../ui/back-key.ts';
import { StatusBadge } from '../../ui/badge.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { useKey } from '../../ui/keyboard.ts';
import { KeyValue, type KeyValueRow } from '../../ui/key-value.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ExactTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AttemptCard } from './attempt-card.tsx';
import { Countdown } from './countdown.tsx';
import { DeliveryActions } from './delivery-actions.tsx';
import { Timeline } from './timeline.tsx';
import './delivery.css';

const route = getRouteApi('/frame/deliveries/$id');
const STEPS: Readonly<Record<string, number>> = { j: 1, k: -1 };

/** What became of one delivery, attempt by attempt. */
export function DeliveryPage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useQuery(deliveryQuery(id));
  useBackKey('/deliveries');
  if (data !== undefined) return <Shown delivery={data} error={error} />;
  return (
    <>
      <PageHeader title="Delivery" description={<code>{id}</code>} />
      <div className="card">
        {error === null ? (
          <Skeleton lines={6} label="Loading the delivery" />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )}
      </div>
    </>
  );
}

interface ShownProps {
  readonly delivery: DeliveryWithAttempts;
  readonly error: Error | null;
}

function Shown({ delivery, error }: ShownProps) {
  const attempt = useChosenAttempt(delivery);
  const { id, event_type: eventType, status } = delivery;
  return (
    <>
      <PageHeader
        title={eventType}
        beside={<StatusBadge status={status} />}
        description={<IdLine id={id} of="delivery" />}
        actions={<DeliveryActions delivery={delivery} />}
      />
      {error !== null && <ErrorState error={error} isInline />}
      <Facts delivery={delivery} />
      <div className="delivery">
        <Timeline delivery={delivery} number={attempt?.number ?? null} />
        {attempt === null ? (
          <NoAttempt delivery={delivery} />
        ) : (
          <AttemptCard key={attempt.id} attempt={attempt} />
        )}
      </div>
    </>
  );
}

/** That of the address, else the last; `j` and `k` go to the others. */
function useChosenAttempt({ id, attempts }: DeliveryWithAttempts) {
  const { attempt: asked } = route.useSearch();
  const navigate = useNavigate();
  const found = attempts.findIndex(({ number }) => number === asked);
  const index = found < 0 ? attempts.length - 1 : found;
  useKey(({ key }) => {
    const next = attempts[index + (STEPS[key] ?? 0)];
    if (STEPS[key] === undefined || next === undefined) return;
    const search = { attempt: next.number };
    void navigate({ to: '/deliveries/$id', params: { id }, search, replace: true });
  });
  return attempts[index] ?? null;
}

function Facts({ delivery }: { readonly delivery: DeliveryWithAttempts }) {
  const { names } = useWebhookNames();
  const {
    webhook_id: webhookId,
    event_id: eventId,
    next_retry_at: nextAt,
    completed_at: completedAt,
  } = delivery;
  const { reason, status, tags } = delivery;
  const name = names.get(webhookId);
  const rows: KeyValueRow[] = [
    { key: 'Webhook', value: <IdLink id={webhookId}>{name ?? <code>{webhookId}</code>}</IdLink> },
    { key: 'Event', value: <IdLink id={eventId} /> },
    { key: 'Attempts', value: `${String(delivery.attempt_count)} of ${String(delivery.max_attempts)}` },
    { key: 'Created', value: <ExactTime at={delivery.created_at} /> },
    ...(completedAt === null ? [] : [{ key: 'Ended', value: <ExactTime at={completedAt} /> }]),
    ...(completedAt !== null || nextAt === null
      ? []
      : [{ key: 'Next attempt', value: <Countdown until={nextAt} /> }]),
    ...(reason === null ? [] : [{ key: 'Reason', value: <Reason reason={reason} /> }]),
    ...(status === 'dead_letter' ? [{ key: 'Dead letters', value: <DeadLetters of={webhookId} /> }] : []),
    ...(tags.length === 0 ? [] : [{ key: 'Tags', value: tags.join(', ') }]),
  ];
  return (
    <section className="card" aria-label="Facts">
      <KeyValue rows={rows} />
    </section>
  );
}

function DeadLetters({ of }: { readonly of: string }) {
  return (
    <Link to="/dead-letters" search={{ webhook_id: of }}>
      All of its webhook, to replay them
    </Link>
  );
}

function Reason({ reason }: { readonly reason: string }) {
  return (
    <>
      {reasonInWords(reason)} <code className="muted">{reason}</code>
    </>
  );
}

function NoAttempt({
  delivery: { status, completed_at: completedAt },
}: {
  readonly delivery: DeliveryWithAttempts;
}) {
  const isBeingMade = status === 'in_progress';
  return (
    <div className="card">
      <EmptyState title={isBeingMade ? 'The first attempt is being made' : 'No attempt yet'} icon="send">
        {completedAt === null
          ? 'It will be shown here by itself, with what was sent and what came back.'
          : 'It ended before anything was sent.'}
      </EmptyState>
    </div>
  );
}
