import type { ReactNode } from 'react';
import type { StatsSeries, StatsSummary } from '../../api/stats.ts';
import { useNow } from '../../ui/now.ts';
import { count, percent } from '../../ui/numbers.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { duration } from '../../ui/times.ts';
import { lastWholeMinute } from './windows.ts';

interface FiguresProps {
  readonly summary: StatsSummary;
  readonly series: StatsSeries | undefined;
}

/** The five numbers that tell whether all is well. */
export function Figures({ summary, series }: FiguresProps) {
  const { success_rate: successRate, attempts, queue_depth: depth, oldest_due_at: oldestDueAt } = summary;
  const now = useNow();
  return (
    <dl className="figures">
      <Figure
        name="Attempts a minute"
        value={series === undefined ? '–' : count(lastWholeMinute(series, now))}
      >
        {series !== undefined && (
          <Sparkline
            values={series.data.map((bucket) => bucket.count)}
            label="Attempts of each minute of the last hour"
          />
        )}
      </Figure>
      <Figure name="Success rate" value={percent(successRate)}>
        of {count(summary.total)} deliveries
      </Figure>
      <Figure name="p95" value={attempts.p95_ms === null ? '–' : duration(attempts.p95_ms)}>
        of {count(attempts.count)} attempts
      </Figure>
      <Figure name="Waiting" value={count(depth)}>
        deliveries
      </Figure>
      <Figure name="Oldest due" value={oldestDueAt === null ? 'none' : <RelativeTime at={oldestDueAt} />}>
        {oldestDueAt === null ? 'nothing is late' : 'not counting paused webhooks'}
      </Figure>
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: ReactNode;
  readonly children?: ReactNode;
}

function Figure({ name, value, children }: FigureProps) {
  return (
    <div className="card figure">
      <dt>{name}</dt>
      <dd className="figure-value">{value}</dd>
      <dd className="figure-note">{children}</dd>
    </div>
  );
}
