import type { TestSend } from '../../../api/test-sends.ts';
import { Badge, StatusBadge } from '../../../ui/badge.tsx';
import { CodedText } from '../../../ui/coded-text.tsx';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { duration } from '../../../ui/times.ts';
import { headerText, timingsOf } from './test-words.ts';

/** What came of a test send: the answer, its times, and what to do where it failed. */
export function TestResult({ sent }: { readonly sent: TestSend }) {
  const { outcome, response_status: status, duration_ms: tookMs, advice } = sent;
  return (
    <section className="stack test-result" aria-label="What came of it" role="status">
      <div className="row">
        <StatusBadge status={outcome} />
        {status !== null && <Badge>HTTP {status}</Badge>}
        <span>{duration(tookMs)}</span>
        <span className="muted">{timingsOf(sent.timings).join(' · ')}</span>
      </div>
      {outcome === 'failed' && (
        <p className="policy-text">
          {sent.error_message ?? sent.error_type}
          {advice !== null && (
            <>
              {' '}
              <CodedText text={advice} />
            </>
          )}
        </p>
      )}
      <Answer sent={sent} />
      <details>
        <summary>The request’s headers</summary>
        <CodeBlock text={headerText(sent.request_headers)} label="Request headers" />
      </details>
    </section>
  );
}

function Answer({ sent }: { readonly sent: TestSend }) {
  const { response_body: body, response_headers: headers, response_body_truncated: isCut } = sent;
  return (
    <>
      {body !== null && body !== '' && (
        <CodeBlock text={body} label={isCut ? 'Response, its beginning' : 'Response'} />
      )}
      {body === '' && <p className="muted policy-text">The answer had no body.</p>}
      {headers !== null && (
        <details>
          <summary>The answer’s headers</summary>
          <CodeBlock text={headerText(headers)} label="Response headers" />
        </details>
      )}
    </>
  );
}
