import { Link, useParams, useSearch } from '@tanstack/react-router';
import type { InboxRequest } from '../../api/inboxes.ts';
import { Badge } from '../../ui/badge.tsx';
import { classNames } from '../../ui/class-names.ts';
import { CodeBlock } from '../../ui/code-block.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { bytes } from '../../ui/numbers.ts';
import { ExactTime, RelativeTime } from '../../ui/relative-time.tsx';

/** What has come at the left, the one that is looked at beside it; on a phone below. */
export function Requests({ requests }: { readonly requests: readonly InboxRequest[] }) {
  const { request: chosenId } = useSearch({ from: '/frame/inboxes/$id' });
  const chosen = requests.find(({ id }) => id === chosenId) ?? requests[0];
  if (chosen === undefined) {
    return (
      <section className="card" aria-label="What has come">
        <EmptyState title="Nothing has come yet" icon="clock">
          Whatever is sent to the address above is shown here within a second.
        </EmptyState>
      </section>
    );
  }
  return (
    <div className="inbox-columns">
      <nav className="card inbox-list" aria-label="What has come">
        <ol>
          {requests.map((request) => (
            <li key={request.id}>
              <RequestLink request={request} isChosen={request.id === chosen.id} />
            </li>
          ))}
        </ol>
      </nav>
      <RequestDetail request={chosen} />
    </div>
  );
}

interface RequestLinkProps {
  readonly request: InboxRequest;
  readonly isChosen: boolean;
}

function RequestLink({ request, isChosen }: RequestLinkProps) {
  const { id } = useParams({ from: '/frame/inboxes/$id' });
  return (
    <Link
      to="/inboxes/$id"
      params={{ id }}
      search={{ request: request.id }}
      replace
      resetScroll={false}
      className={classNames('inbox-request', isChosen && 'is-chosen')}
    >
      <span>
        <strong>{request.method}</strong> <span className="muted">{request.path}</span>
      </span>
      <AnswerBadge status={request.response_status} />
      <RelativeTime at={request.received_at} />
    </Link>
  );
}

function AnswerBadge({ status }: { readonly status: number }) {
  return <Badge tone={status < 300 ? 'good' : 'bad'}>answered {status}</Badge>;
}

function RequestDetail({ request }: { readonly request: InboxRequest }) {
  const { id } = useParams({ from: '/frame/inboxes/$id' });
  const headers = Object.entries(request.headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
  const size = bytes(request.body_bytes);
  return (
    <section className="card stack" aria-label="The request">
      <div className="row">
        <strong>
          {request.method} {request.path}
        </strong>
        <AnswerBadge status={request.response_status} />
        <span className="muted">
          <ExactTime at={request.received_at} />
        </span>
        <Link to="/signatures" search={{ inbox: id, request: request.id }} className="inbox-check">
          Check its signature
        </Link>
      </div>
      <CodeBlock label="Headers" text={headers} />
      {request.body === '' ? (
        <p className="muted">It had no body.</p>
      ) : (
        <CodeBlock label={bodyLabel(request, size)} text={request.body} />
      )}
    </section>
  );
}

function bodyLabel({ body_encoding: encoding, body_truncated: isCut }: InboxRequest, size: string): string {
  const cut = isCut ? ', the first 16 KiB of it' : '';
  return encoding === 'base64' ? `Body, ${size}${cut}, in base64` : `Body, ${size}${cut}`;
}
