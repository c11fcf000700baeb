import { IdLink } from '../../parts/id-link.tsx';
import type { ReactNode } from 'react';
import type { ReplayPreview } from '../../api/replays.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { count } from '../../ui/numbers.ts';
import { useWebhookNames } from '../../parts/webhook-names.ts';

const WEBHOOKS_SHOWN_MAX = 10;

interface ReplayPreviewCardProps {
  readonly preview: ReplayPreview | undefined;
  readonly error: Error | null;
  readonly isCounting: boolean;
  /** Something else was counted than what the form says now. */
  readonly isStale: boolean;
  readonly onCount: () => void;
}

/** What would be sent if it were started now; nothing is. */
export function ReplayPreviewCard({ preview, error, isCounting, isStale, onCount }: ReplayPreviewCardProps) {
  return (
    <section className="card replay-preview" aria-labelledby="replay-preview">
      <header className="replay-preview-head">
        <h2 id="replay-preview">What would be sent</h2>
        <Button icon="search" isBusy={isCounting} onClick={onCount}>
          {preview === undefined ? 'Count' : 'Count again'}
        </Button>
      </header>
      <div role="status">
        {isCounting && preview === undefined && <p className="muted">Counting…</p>}
        {!isCounting && preview === undefined && error === null && (
          <p className="muted">
            {isStale
              ? 'What is chosen has changed since it was counted.'
              : 'A count shows how many deliveries match, and the first of them. Nothing is sent by it.'}
          </p>
        )}
        {preview !== undefined && <Total preview={preview} />}
      </div>
      {error !== null && <ErrorState error={error} isInline />}
      {preview !== undefined && preview.sample.length > 0 && (
        <>
          <ByWebhook preview={preview} />
          <Sample preview={preview} />
        </>
      )}
    </section>
  );
}

function Total({ preview: { total_count: total } }: { readonly preview: ReplayPreview }): ReactNode {
  if (total === 0) {
    return (
      <p className="muted">Nothing matches: another mode, or a wider filter, may have what you look for.</p>
    );
  }
  return (
    <p className="replay-total">
      <strong>{total === null ? 'More than can be counted at once' : count(total)}</strong>{' '}
      {total === 1 ? 'delivery' : 'deliveries'}
    </p>
  );
}

function ByWebhook({ preview: { by_webhook: counts } }: { readonly preview: ReplayPreview }) {
  const { nameOf } = useWebhookNames();
  const rest = counts.slice(WEBHOOKS_SHOWN_MAX).length;
  return (
    <table className="plain-table replay-counts">
      <thead>
        <tr>
          <th scope="col">Webhook</th>
          <th scope="col" className="is-number">
            Deliveries
          </th>
        </tr>
      </thead>
      <tbody>
        {counts.slice(0, WEBHOOKS_SHOWN_MAX).map(({ webhook_id: id, count: deliveries }) => (
          <tr key={id}>
            <td>
              <IdLink id={id}>{nameOf(id)}</IdLink>
            </td>
            <td className="is-number">{count(deliveries)}</td>
          </tr>
        ))}
      </tbody>
      {rest > 0 && <caption className="muted">and {count(rest)} more webhooks</caption>}
    </table>
  );
}

function Sample({ preview: { sample } }: { readonly preview: ReplayPreview }) {
  return (
    <details className="replay-sample">
      <summary>
        {sample.length === 1 ? 'The one that would go' : `The first ${count(sample.length)} that would go`}
      </summary>
      <ul>
        {sample.map(({ delivery_id: delivery, event_id: event, event_type: type, webhook_id: webhook }) => (
          <li key={event + webhook}>
            <code>{type}</code> {delivery === null ? <IdLink id={event} /> : <IdLink id={delivery} />}
          </li>
        ))}
      </ul>
    </details>
  );
}
