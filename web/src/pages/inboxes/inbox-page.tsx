import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { inboxQuery, inboxRequestsQuery, type Inbox } from '../../api/inboxes.ts';
import { useCan } from '../../api/session.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { WayBack } from '../../ui/way-back.tsx';
import { answerWords } from './answer-words.ts';
import { FirstSteps } from './first-steps.tsx';
import { InboxActions } from './inbox-actions.tsx';
import { inboxName } from './inbox-name.ts';
import { Requests } from './requests.tsx';
import './inboxes.css';

/** One inbox and what has come, as it comes. */
export function InboxPage() {
  const { id } = useParams({ from: '/frame/inboxes/$id' });
  const { data: inbox, error, refetch } = useQuery(inboxQuery(id));
  return (
    <>
      <WayBack to="/inboxes" label="Inboxes" />
      {inbox === undefined && error === null && <Skeleton lines={5} label="Loading the inbox" />}
      {error !== null && (
        <ErrorState error={error} onRetry={() => void refetch()} isInline={inbox !== undefined} />
      )}
      {inbox !== undefined && <Shown inbox={inbox} />}
    </>
  );
}

function Shown({ inbox }: { readonly inbox: Inbox }) {
  const canChange = useCan('manage');
  const requests = useQuery(inboxRequestsQuery(inbox.id));
  return (
    <>
      <PageHeader
        title={inboxName(inbox)}
        description={
          <>
            Answers {answerWords(inbox)} · gone <RelativeTime at={inbox.expires_at} />
          </>
        }
        actions={canChange && <InboxActions inbox={inbox} />}
      />
      <section className="card inbox-address" aria-label="Its address">
        <code className="inbox-url">{inbox.url}</code>
        <CopyButton text={inbox.url} label="Copy the address" isLabelled />
      </section>
      {canChange && <FirstSteps inbox={inbox} />}
      {requests.error !== null && (
        <ErrorState error={requests.error} onRetry={() => void requests.refetch()} isInline />
      )}
      {requests.isPending && <Skeleton lines={4} label="Loading what has come" />}
      {requests.data !== undefined && <Requests requests={requests.data.data} />}
    </>
  );
}
