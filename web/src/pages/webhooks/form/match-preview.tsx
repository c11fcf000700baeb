import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../../../api/api-error.ts';
import { eventMatchesQuery, type EventMatches, type MatchEventsBody } from '../../../api/event-matches.ts';
import { ErrorState } from '../../../ui/error-state.tsx';
import { RelativeTime } from '../../../ui/relative-time.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { readOptionalJson } from '../../../ui/json-text.ts';
import { useSettled } from './settled.ts';
import { eventsOf, type WebhookForm } from './webhook-form.ts';

const SHOWN_MAX = 4;

/** Which of the last events it would get, by types and filter as the server judges them. */
export function MatchPreview({ form }: { readonly form: WebhookForm }) {
  const { value, fault } = readOptionalJson(form.filter);
  const asked = useSettled(JSON.stringify({ events: eventsOf(form), filter: value }));
  const { data, error } = useQuery({
    ...eventMatchesQuery(JSON.parse(asked) as MatchEventsBody),
    enabled: fault === null,
  });
  return (
    <section className="card stack policy-card" aria-labelledby="matches">
      <h2 id="matches">Of the last events</h2>
      {fault !== null && <p className="muted policy-text">The filter cannot be read yet.</p>}
      {fault === null && error !== null && <NotJudged error={error} />}
      {fault === null && error === null && data === undefined && <Skeleton label="Loading the last events" />}
      {fault === null && error === null && data !== undefined && <Matches matches={data} />}
    </section>
  );
}

/** What the API finds wrong with what is being typed is no failure. */
function NotJudged({ error }: { readonly error: Error }) {
  if (!(error instanceof ApiError) || error.faults.length === 0) return <ErrorState error={error} isInline />;
  return (
    <div role="status">
      <ul className="match-faults">
        {error.faults.map(({ path, message }) => (
          <li key={path + message}>
            <code>{path}</code> {message}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Matches({ matches: { matched, data } }: { readonly matches: EventMatches }) {
  if (data.length === 0) return <p className="muted policy-text">No event has been published yet.</p>;
  const matching = data.filter(({ would_send: wouldSend }) => wouldSend);
  const filtered = data.filter(({ reason }) => reason === 'filtered').length;
  return (
    <>
      <p className="policy-text" role="status">
        <strong>
          {matched} of the last {data.length}
        </strong>{' '}
        would be sent to it.{filtered > 0 && ` The filter holds back ${String(filtered)}.`}
      </p>
      <ul className="match-list">
        {matching.slice(0, SHOWN_MAX).map(({ event_id: id, event_type: type, created_at: at }) => (
          <li key={id}>
            <code className="is-cut">{type}</code>
            <span className="muted">
              <RelativeTime at={at} />
            </span>
          </li>
        ))}
      </ul>
      {matched > SHOWN_MAX && <p className="muted policy-text">and {matched - SHOWN_MAX} more</p>}
    </>
  );
}
