import { useQuery } from '@tanstack/react-query';
import { webhookStatsQuery, type Webhook, type WebhookStats } from '../../../api/webhooks.ts';
import { ErrorState } from '../../../ui/error-state.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { count, percent } from '../../../ui/numbers.ts';
import { RelativeTime } from '../../../ui/relative-time.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { duration } from '../../../ui/times.ts';
import { AttemptsCard } from './attempts-card.tsx';
import { StateCard } from './state-card.tsx';

export function OverviewTab({ webhook }: { readonly webhook: Webhook }) {
  const { data, error, refetch } = useQuery(webhookStatsQuery(webhook.id));
  return (
    <div className="stack">
      <StateCard webhook={webhook} />
      <section className="card webhook-numbers" aria-labelledby="last-day">
        <h2 id="last-day">Last 24 hours</h2>
        {error !== null && <ErrorState error={error} onRetry={() => void refetch()} isInline />}
        {data === undefined ? <Skeleton label="Loading the numbers" /> : <Numbers stats={data} />}
      </section>
      <AttemptsCard id={webhook.id} />
      {data !== undefined && data.by_error_type.data.length > 0 && <Failures stats={data} />}
    </div>
  );
}

function Numbers({ stats }: { readonly stats: WebhookStats }) {
  const { attempts, by_status: byStatus, oldest_due_at: oldestDueAt } = stats;
  const rows = [
    { key: 'Deliveries', value: count(stats.total) },
    { key: 'Success rate', value: percent(stats.success_rate) },
    { key: 'Attempts failed', value: `${count(attempts.failed)} of ${count(attempts.count)}` },
    { key: 'p95', value: attempts.p95_ms === null ? '–' : duration(attempts.p95_ms) },
    { key: 'Dead letters', value: count(byStatus.dead_letter) },
    { key: 'Waiting now', value: count(stats.queue_depth) },
    { key: 'Oldest due', value: oldestDueAt === null ? 'none' : <RelativeTime at={oldestDueAt} /> },
    { key: 'Last delivered', value: timeOr(stats.last_delivered_at) },
    { key: 'Last failure', value: timeOr(stats.last_failure_at) },
  ];
  return <KeyValue rows={rows} />;
}

function timeOr(at: string | null) {
  return at === null ? 'none' : <RelativeTime at={at} />;
}

function Failures({ stats }: { readonly stats: WebhookStats }) {
  return (
    <section className="card" aria-labelledby="failures">
      <h2 id="failures">Failed attempts by kind</h2>
      <table className="plain-table">
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">Attempts</th>
          </tr>
        </thead>
        <tbody>
          {stats.by_error_type.data.map(({ error_type: kind, count: failed }) => (
            <tr key={kind}>
              <td>
                <code>{kind}</code>
              </td>
              <td className="is-number">{count(failed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
