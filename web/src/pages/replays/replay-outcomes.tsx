import { Link } from '@tanstack/react-router';
import { useQueries } from '@tanstack/react-query';
import { OUTCOMES, replayOutcomeQuery, type ReplayOutcome } from '../../api/replays.ts';
import { StatusBadge } from '../../ui/badge.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { count } from '../../ui/numbers.ts';
import { Skeleton } from '../../ui/skeleton.tsx';

const COUNTED_MAX = 10_000;

const ROWS = [
  { outcome: 'delivered', badge: 'delivered' },
  { outcome: 'waiting', badge: 'in_progress' },
  { outcome: 'deadLetter', badge: 'dead_letter' },
] as const satisfies readonly { outcome: ReplayOutcome; badge: string }[];

/** What has become of its deliveries: the replay only makes them due. */
export function ReplayOutcomes({ id }: { readonly id: string }) {
  const results = useQueries({ queries: ROWS.map(({ outcome }) => replayOutcomeQuery(id, outcome)) });
  const failure = results.find(({ error }) => error !== null)?.error ?? null;
  const isLoading = results.some(({ isPending }) => isPending);
  return (
    <section className="card" aria-labelledby="outcomes">
      <h2 id="outcomes">What has become of them</h2>
      {failure !== null && <ErrorState error={failure} isInline />}
      {failure === null && isLoading && <Skeleton label="Counting its deliveries" />}
      {failure === null && !isLoading && (
        <table className="plain-table">
          <thead className="visually-hidden">
            <tr>
              <th scope="col">Status</th>
              <th scope="col">Deliveries</th>
            </tr>
          </thead>
          <tbody>
            {ROWS.map(({ outcome, badge }, row) => (
              <tr key={outcome}>
                <td>
                  <StatusBadge status={badge} />
                </td>
                <td className="is-number">
                  <Link to="/deliveries" search={{ replay_id: id, status: OUTCOMES[outcome] }}>
                    {shown(results[row]?.data ?? 0)}
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function shown(total: number): string {
  return total > COUNTED_MAX ? `more than ${count(COUNTED_MAX)}` : count(total);
}
