import type { ReactNode } from 'react';
import type { Webhook } from '../../../api/webhooks.ts';
import { Badge } from '../../../ui/badge.tsx';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { count } from '../../../ui/numbers.ts';
import { duration } from '../../../ui/times.ts';
import { rateLimitText } from './policy-words.ts';
import { RetryCard } from './retry-card.tsx';

/** What is sent to the webhook, how, and how often. */
export function PolicyTab({ webhook }: { readonly webhook: Webhook }) {
  return (
    <div className="columns">
      <div className="stack">
        <MatchingCard webhook={webhook} />
        <RequestCard webhook={webhook} />
      </div>
      <div className="stack">
        <RetryCard webhook={webhook} />
        <LimitsCard webhook={webhook} />
      </div>
    </div>
  );
}

interface CardProps {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}

function Card({ id, title, children }: CardProps) {
  return (
    <section className="card stack policy-card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

function MatchingCard({ webhook: { events, filter } }: { readonly webhook: Webhook }) {
  return (
    <Card id="matching" title="Which events">
      {events.length === 0 ? (
        <p className="policy-text">All types.</p>
      ) : (
        <ul className="chips" aria-label="Event types">
          {events.map((event) => (
            <li key={event}>
              <Badge>
                <code>{event}</code>
              </Badge>
            </li>
          ))}
        </ul>
      )}
      {filter === null ? (
        <p className="muted policy-text">No filter: their content does not matter.</p>
      ) : (
        <CodeBlock text={JSON.stringify(filter)} label="Filter" />
      )}
    </Card>
  );
}

function RequestCard({ webhook }: { readonly webhook: Webhook }) {
  const headers = Object.entries(webhook.headers);
  const rows = [
    { key: 'Wire format', value: <code>{webhook.format}</code> },
    {
      key: 'Signature',
      value: webhook.signature === 'none' ? 'not signed' : <code>{webhook.signature}</code>,
    },
    ...(webhook.public_key === null ? [] : [{ key: 'Public key', value: <code>{webhook.public_key}</code> }]),
    { key: 'Mode', value: webhook.mode === 'shadow' ? 'shadow: recorded, not sent' : 'live' },
    { key: 'Version', value: count(webhook.version) },
  ];
  return (
    <Card id="request" title="The request">
      <KeyValue rows={rows} />
      {headers.length === 0 ? (
        <p className="muted policy-text">No headers of its own.</p>
      ) : (
        <CodeBlock
          text={headers.map(([name, value]) => `${name}: ${value}`).join('\n')}
          label="Headers of its own (values are not shown)"
          isCopied={false}
        />
      )}
    </Card>
  );
}

function LimitsCard({ webhook }: { readonly webhook: Webhook }) {
  const rows = [
    { key: 'Timeout of an attempt', value: duration(webhook.timeout_ms) },
    { key: 'Requests at once', value: count(webhook.max_in_flight) },
    { key: 'Rate limit', value: rateLimitText(webhook.rate_limit) },
  ];
  return (
    <Card id="limits" title="Limits">
      <KeyValue rows={rows} />
    </Card>
  );
}
