import { useQuery } from '@tanstack/react-query';
import { compileSubscriptions } from '../../../../../src/domain/matching.ts';
import { latestEventsQuery, type ListedEvent } from '../../../api/latest-events.ts';
import { ErrorState } from '../../../ui/error-state.tsx';
import { RelativeTime } from '../../../ui/relative-time.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { eventsOf, type WebhookForm } from './webhook-form.ts';

const SHOWN_MAX = 8;

/** Which of the last events are of its types. The filter is judged by the server alone, so that none of it is told here. */
export function MatchPreview({ form }: { readonly form: WebhookForm }) {
  const { data, error } = useQuery(latestEventsQuery);
  return (
    <section className="card stack policy-card" aria-labelledby="matches">
      <h2 id="matches">Of the last events</h2>
      {error !== null && data === undefined && <ErrorState error={error} isInline />}
      {error === null && data === undefined && <Skeleton label="Loading the last events" />}
      {data?.length === 0 && <p className="muted policy-text">No event has been published yet.</p>}
      {data !== undefined && data.length > 0 && <Matches form={form} events={data} />}
    </section>
  );
}

function Matches({ form, events }: { readonly form: WebhookForm; readonly events: readonly ListedEvent[] }) {
  const test = compileSubscriptions(eventsOf(form));
  const matching = events.filter(({ type }) => test(type));
  return (
    <>
      <p className="policy-text" role="status">
        <strong>
          {matching.length} of the last {events.length}
        </strong>{' '}
        are of its types.
      </p>
      {form.filter.trim() !== '' && (
        <p className="muted policy-text">
          The filter looks at their data and may let fewer of them through: that is not counted here.
        </p>
      )}
      <ul className="match-list">
        {matching.slice(0, SHOWN_MAX).map(({ id, type, created_at: at }) => (
          <li key={id}>
            <code className="is-cut">{type}</code>
            <span className="muted">
              <RelativeTime at={at} />
            </span>
          </li>
        ))}
      </ul>
      {matching.length > SHOWN_MAX && <p className="muted policy-text">and {matching.length - SHOWN_MAX} more</p>}
    </>
  );
}
