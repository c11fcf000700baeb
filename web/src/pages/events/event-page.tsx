import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReadEvent } from '../../api/event-text.ts';
import { eventQuery, type Event } from '../../api/events.ts';
import { IdLine } from '../../parts/id-line.tsx';
import { useBackKey } from '../../ui/back-key.ts';
import { CodeBlock } from '../../ui/code-block.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { KeyValue, type KeyValueRow } from '../../ui/key-value.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ExactTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DeliveriesOfEvent } from './deliveries-of-event.tsx';
import { EventActions } from './event-actions.tsx';
import { EventBadge } from './event-badge.tsx';
import { ExplanationCard } from './explanation-card.tsx';
import './events.css';

const route = getRouteApi('/frame/events/$id');

/** One event: what it says, where it went, and where it did not go. */
export function EventPage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useQuery(eventQuery(id));
  useBackKey('/events');
  if (data !== undefined) return <Shown read={data} />;
  return (
    <>
      <PageHeader title="Event" description={<code>{id}</code>} />
      <div className="card">
        {error === null ? (
          <Skeleton lines={6} label="Loading the event" />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )}
      </div>
    </>
  );
}

function Shown({ read: { event, dataText } }: { readonly read: ReadEvent }) {
  return (
    <>
      <PageHeader
        title={event.type}
        beside={<EventBadge event={event} />}
        description={<IdLine id={event.id} of="event" />}
        actions={<EventActions event={event} />}
      />
      <section className="card" aria-label="Facts">
        <KeyValue rows={factsOf(event)} />
      </section>
      <Refusal event={event} />
      <DeliveriesOfEvent event={event} />
      <div className="event">
        <section className="card" aria-labelledby="data-heading">
          <h2 id="data-heading">Data</h2>
          {dataText === null ? (
            <NoData event={event} />
          ) : (
            <CodeBlock text={dataText} label="Data of the event" />
          )}
        </section>
        <ExplanationCard eventId={event.id} />
      </div>
    </>
  );
}

function factsOf(event: Event): KeyValueRow[] {
  const times = [
    { key: 'Happened', at: event.occurred_at },
    { key: 'Published', at: event.created_at },
    { key: 'Delivered from', at: event.deliver_at },
    { key: 'Expires', at: event.expires_at },
    { key: 'Cancelled', at: event.cancelled_at },
    { key: 'Erased', at: event.erased_at },
  ];
  const { tags, priority, trace_id: traceId } = event;
  return [
    ...times.flatMap(({ key, at }) => (at === null ? [] : [{ key, value: <ExactTime at={at} /> }])),
    { key: 'Tags', value: tags.length === 0 ? <span className="muted">none</span> : tags.join(', ') },
    ...(priority === 0 ? [] : [{ key: 'Priority', value: priority }]),
    ...(traceId === null ? [] : [{ key: 'Trace', value: <IdLine id={traceId} of="trace" /> }]),
  ];
}

function NoData({ event: { erased_at: erasedAt } }: { readonly event: Event }) {
  return (
    <EmptyState
      title={erasedAt === null ? 'The data has outlived its time' : 'The data was erased'}
      icon="trash"
    >
      {erasedAt === null
        ? 'Events keep their data for as long as the retention says. Its deliveries are still here; none of them can be sent again.'
        : 'With it went the tags of the event, and the headers and bodies of its attempts. Nothing brings them back.'}
    </EmptyState>
  );
}

function Refusal({ event: { refusal } }: { readonly event: Event }) {
  if (refusal === null) return null;
  return (
    <section className="card" aria-labelledby="refusal-heading">
      <h2 id="refusal-heading">Refused: it goes to no webhook</h2>
      <p className="muted">
        It was published from SQL, and <code>POST /api/events</code> would have refused it:{' '}
        <code>{refusal.reason}</code>.
      </p>
      <ul>
        {refusal.errors.map(({ path, message }) => (
          <li key={path + message}>
            <code>{path}</code> {message}
          </li>
        ))}
      </ul>
    </section>
  );
}
