import { useQuery } from '@tanstack/react-query';
import { attemptQuery, type Attempt, type AttemptDetail } from '../../api/deliveries.ts';
import { Badge, StatusBadge } from '../../ui/badge.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ERROR_NAMES } from '../../ui/error-names.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { CodedText } from '../../ui/coded-text.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ExactTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { duration } from '../../ui/times.ts';
import { HeadersTable } from './headers-table.tsx';
import { TimingsBar } from './timings-bar.tsx';

/** One attempt: how it went, what to do about it, what was sent and what came back. */
export function AttemptCard({ attempt }: { readonly attempt: Attempt }) {
  const { data: detail, error, refetch } = useQuery(attemptQuery(attempt.id));
  return (
    <section className="card attempt" aria-labelledby="attempt-heading">
      <header className="attempt-header">
        <div className="attempt-heading">
          <h2 id="attempt-heading">Attempt {attempt.number}</h2>
          <StatusBadge status={attempt.outcome} />
          {attempt.stale && <Badge tone="warn">Came too late to count</Badge>}
        </div>
        {detail?.curl != null && <CopyButton text={detail.curl} label="Copy as curl" isLabelled />}
      </header>
      <p className="list-note">
        <ExactTime at={attempt.started_at} />, took {duration(attempt.duration_ms)}
      </p>
      <Failure attempt={attempt} />
      <TimingsBar attempt={attempt} />
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} isInline />}
      <div className="exchange">
        <Response attempt={attempt} />
        <Request attempt={attempt} detail={detail} />
      </div>
    </section>
  );
}

function Failure({ attempt }: { readonly attempt: Attempt }) {
  const { error_type: errorType, error_message: message, advice } = attempt;
  if (errorType === null) return null;
  return (
    <div className="failure">
      <Icon name="warning" />
      <div>
        <p>
          <strong>{ERROR_NAMES[errorType]}</strong>
          {message !== null && <>: {message}</>}
        </p>
        {advice !== null && (
          <p>
            <CodedText text={advice} />
          </p>
        )}
        <p className="failure-type">
          <code>{errorType}</code>
        </p>
      </div>
    </div>
  );
}

function Response({ attempt }: { readonly attempt: Attempt }) {
  const { response_status: status, response_headers: headers, response_body: body } = attempt;
  return (
    <div className="exchange-side">
      <h3>Response {status !== null && <span className="response-status">{status}</span>}</h3>
      {status === null && <p className="muted">No answer came.</p>}
      {headers !== null && <HeadersTable headers={headers} label="Response headers" />}
      {status !== null && (body === null || body === '') && <p className="muted">No body.</p>}
      {body !== null && body !== '' && <CodeBlock text={body} label="Response body" />}
      {attempt.response_body_truncated && (
        <p className="list-note">Only the beginning of the body is kept.</p>
      )}
    </div>
  );
}

interface RequestProps {
  readonly attempt: Attempt;
  readonly detail: AttemptDetail | undefined;
}

function Request({ attempt, detail }: RequestProps) {
  const { outcome, request_headers: headers } = attempt;
  return (
    <div className="exchange-side">
      <h3>{outcome === 'shadowed' ? 'Request, which was not made' : 'Request'}</h3>
      {detail === undefined && <Skeleton lines={2} label="Loading the request" />}
      {detail !== undefined && (
        <p className="request-line">
          <code>
            {detail.request_method} {detail.request_url ?? '(the webhook is deleted)'}
          </code>
        </p>
      )}
      <HeadersTable headers={headers} label="Request headers" />
      {detail !== undefined && <RequestBody detail={detail} />}
    </div>
  );
}

function RequestBody({ detail }: { readonly detail: AttemptDetail }) {
  const { request_body: body, curl, curl_as_sent: isAsSent, outcome } = detail;
  const isMadeAgain = outcome !== 'shadowed';
  if (body === null) {
    const why =
      curl === null
        ? 'cannot be made any more: the event has lost its data, or the webhook is deleted'
        : 'is too large to be shown';
    return <p className="muted">The body {why}.</p>;
  }
  return (
    <>
      <CodeBlock text={body} label="Request body" />
      {isMadeAgain && isAsSent === false && (
        <p className="list-note">
          The webhook has changed since: this is the address and the body that it would have now.
        </p>
      )}
    </>
  );
}
