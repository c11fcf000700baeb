import { useQuery } from '@tanstack/react-query';
import { seriesQuery } from '../../../api/stats.ts';
import { count, percent } from '../../../ui/numbers.ts';
import { Sparkline } from '../../../ui/sparkline.tsx';

const DAY_MS = 86_400_000;
/** One request a row in sight: hours change slowly. */
const FRESH_MS = 60_000;
const LEAST_SHOWN = 0.001;

function useTraffic(id: string) {
  return useQuery({
    ...seriesQuery({ interval: 'hour', windowMs: DAY_MS, webhookId: id }),
    staleTime: FRESH_MS,
    refetchInterval: FRESH_MS,
  }).data;
}

export function Traffic({ id, name }: { readonly id: string; readonly name: string }) {
  const series = useTraffic(id);
  if (series === undefined) return null;
  const { count: attempts, failed } = series.attempts;
  if (attempts === 0) return <span className="muted">none</span>;
  return (
    <div className="traffic">
      <Sparkline
        values={series.data.map((bucket) => bucket.count)}
        label={`Attempts at ${name} by hour`}
        tone={failed > 0 ? 'warn' : 'info'}
      />
      <span className="muted">{count(attempts)}</span>
    </div>
  );
}

/** Failed attempts among all of the last 24 hours. */
export function FailureRate({ id }: { readonly id: string }) {
  const attempts = useTraffic(id)?.attempts;
  if (attempts === undefined || attempts.count === 0) return <span className="muted">–</span>;
  const title = `${count(attempts.failed)} of ${count(attempts.count)} attempts of the last 24 hours`;
  return (
    <span className={attempts.failed > 0 ? 'failure-rate' : 'muted'} title={title}>
      {shownRate(attempts.failed / attempts.count)}
    </span>
  );
}

/** A few failures among many are not none. */
function shownRate(rate: number): string {
  return rate > 0 && rate < LEAST_SHOWN ? '<0.1%' : percent(rate);
}
