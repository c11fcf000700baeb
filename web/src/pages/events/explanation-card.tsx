import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explanationQuery, type Explanation } from '../../api/events.ts';
import { IdLink } from '../../parts/id-link.tsx';
import { useWebhookNames, type WebhookNames } from '../../parts/webhook-names.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { count } from '../../ui/numbers.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { explanationInWords, inOrder } from './explanation-words.ts';

const SHOWN_FIRST = 20;

/** Which webhooks an event concerns as they are now, and why the others would not get it. */
export function ExplanationCard({ eventId }: { readonly eventId: string }) {
  const { data, error, refetch } = useQuery(explanationQuery(eventId));
  return (
    <section className="card" aria-labelledby="explanation-heading">
      <h2 id="explanation-heading">Who gets it</h2>
      <p className="list-note">By the webhooks as they are now, whatever they were when it was published.</p>
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} isInline />}
      {error === null && data === undefined && <Skeleton label="Asking every webhook" />}
      {data !== undefined && <Explanations explanations={data.data} isCut={data.has_more} />}
    </section>
  );
}

interface ExplanationsProps {
  readonly explanations: readonly Explanation[];
  /** There are more webhooks than are explained. */
  readonly isCut: boolean;
}

function Explanations({ explanations, isCut }: ExplanationsProps) {
  const { names } = useWebhookNames();
  const [isWhole, setIsWhole] = useState(false);
  if (explanations.length === 0) {
    return (
      <EmptyState title="There is no webhook" icon="webhook">
        An event goes to webhooks: register one, then publish the event again.
      </EmptyState>
    );
  }
  const ordered = inOrder(explanations);
  return (
    <>
      <ul className="explanations">
        {ordered.slice(0, isWhole ? undefined : SHOWN_FIRST).map((explanation) => (
          <Explained key={explanation.webhook_id} explanation={explanation} names={names} />
        ))}
      </ul>
      {!isWhole && ordered.length > SHOWN_FIRST && (
        <Button
          variant="quiet"
          onClick={() => {
            setIsWhole(true);
          }}
        >
          Show all {count(ordered.length)} webhooks
        </Button>
      )}
      {isCut && <p className="list-note">Only the newest {count(ordered.length)} webhooks are explained.</p>}
    </>
  );
}

interface ExplainedProps {
  readonly explanation: Explanation;
  readonly names: WebhookNames;
}

function Explained({ explanation, names }: ExplainedProps) {
  const { webhook_id: id, would_send: wouldSend } = explanation;
  return (
    <li className="explanation">
      <div className="explanation-text">
        <IdLink id={id}>{names.get(id) ?? <code>{id}</code>}</IdLink>
        <p className="muted">{explanationInWords(explanation)}</p>
      </div>
      <Badge tone={wouldSend ? 'good' : 'plain'} icon={wouldSend ? 'check' : 'slash'}>
        {wouldSend ? 'Gets it' : 'Does not'}
      </Badge>
    </li>
  );
}
