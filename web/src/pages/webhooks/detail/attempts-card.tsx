import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { seriesQuery, type SeriesInterval, type StatsSeries } from '../../../api/stats.ts';
import { Chart } from '../../../ui/chart.tsx';
import type { ChartSeries } from '../../../ui/chart-options.ts';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Select } from '../../../ui/field.tsx';
import { count } from '../../../ui/numbers.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { CHART_SPANS, readChartSpan, type ChartSpan } from '../webhook-places.ts';

interface Span {
  readonly label: string;
  readonly interval: SeriesInterval;
  readonly windowMs: number;
}

const HOUR_MS = 3_600_000;
const SPANS: Readonly<Record<ChartSpan, Span>> = {
  hour: { label: 'Last hour', interval: 'minute', windowMs: HOUR_MS },
  day: { label: 'Last 24 hours', interval: 'hour', windowMs: 24 * HOUR_MS },
  month: { label: 'Last 30 days', interval: 'day', windowMs: 30 * 24 * HOUR_MS },
};

export function AttemptsCard({ id }: { readonly id: string }) {
  const { span = 'day' } = useSearch({ from: '/frame/webhooks/$id' });
  const navigate = useNavigate({ from: '/webhooks/$id' });
  const { label, interval, windowMs } = SPANS[span];
  const { data, error } = useQuery(seriesQuery({ interval, windowMs, webhookId: id }));
  return (
    <section className="card" aria-labelledby="attempts">
      <div className="card-head">
        <h2 id="attempts">Attempts by {interval}</h2>
        <Select
          aria-label="What the chart shows"
          className="card-choice"
          value={span}
          onChange={({ target }) => {
            const chosen = readChartSpan({ span: target.value });
            void navigate({ search: (before) => ({ ...before, ...chosen }), replace: true });
          }}
        >
          {CHART_SPANS.map((one) => (
            <option key={one} value={one}>
              {SPANS[one].label}
            </option>
          ))}
        </Select>
      </div>
      {error !== null && data === undefined && <ErrorState error={error} isInline />}
      {data === undefined && error === null && <Skeleton lines={5} label="Loading the chart" />}
      {data !== undefined && <Lines series={data} span={label} />}
    </section>
  );
}

function Lines({
  series: { data, attempts },
  span,
}: {
  readonly series: StatsSeries;
  readonly span: string;
}) {
  const lines: ChartSeries[] = [
    { name: 'Succeeded', tone: 'good', values: data.map(({ succeeded }) => succeeded), isFilled: true },
    { name: 'Failed', tone: 'bad', values: data.map(({ failed }) => failed) },
  ];
  const label = `${span}: ${count(attempts.succeeded)} attempts succeeded, ${count(attempts.failed)} failed.`;
  return <Chart timesMs={data.map(({ at }) => Date.parse(at))} series={lines} label={label} format={count} />;
}
