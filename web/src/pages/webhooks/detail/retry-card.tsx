import type { RetryPolicy } from '../../../../../src/domain/retry-policy.ts';
import type { Webhook } from '../../../api/webhooks.ts';
import { duration } from '../../../ui/times.ts';
import { jitterText, plannedAttempts, retryOnText, retryText } from './policy-words.ts';

export function RetryCard({ webhook }: { readonly webhook: Webhook }) {
  // The document of the API does not tell the two kinds apart; what it answers is one of them.
  const policy = webhook.retry as unknown as RetryPolicy;
  const planned = plannedAttempts(policy);
  return (
    <section className="card stack policy-card" aria-labelledby="retry">
      <h2 id="retry">Retries</h2>
      <p className="policy-text">
        {retryText(planned)} {retryOnText(policy)} {planned.length > 1 && jitterText(policy)}
      </p>
      {planned.length > 1 && (
        <div className="retry-scroller">
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">Attempt</th>
                <th scope="col" className="is-number">
                  After the one before
                </th>
                <th scope="col" className="is-number">
                  Since the first
                </th>
              </tr>
            </thead>
            <tbody>
              {planned.map(({ number, delayMs, sinceFirstMs }) => (
                <tr key={number}>
                  <td>{number}</td>
                  <td className="is-number">{number === 1 ? 'at once' : duration(delayMs)}</td>
                  <td className="is-number">{number === 1 ? '–' : duration(sinceFirstMs)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
