import { Link } from '@tanstack/react-router';
import type { StatsSummary } from '../../api/stats.ts';
import { StatusBadge } from '../../ui/badge.tsx';
import { count } from '../../ui/numbers.ts';

type Counts = StatsSummary['by_status'];

const ORDER = [
  ...(['delivered', 'pending', 'in_progress', 'retrying'] as const),
  ...(['rate_limited', 'dead_letter', 'cancelled', 'shadowed'] as const),
] satisfies (keyof Counts)[];

export function StatusCounts({ counts }: { readonly counts: Counts }) {
  return (
    <section className="card" aria-labelledby="by-status">
      <h2 id="by-status">Deliveries by status</h2>
      <table className="plain-table">
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Status</th>
            <th scope="col">Deliveries</th>
          </tr>
        </thead>
        <tbody>
          {ORDER.map((status) => (
            <tr key={status}>
              <td>
                <StatusBadge status={status} />
              </td>
              <td className="is-number">
                <Link to="/deliveries" search={{ status }}>
                  {count(counts[status])}
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
