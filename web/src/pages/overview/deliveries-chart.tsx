import type { StatsSeries } from '../../api/stats.ts';
import { Chart } from '../../ui/chart.tsx';
import type { ChartSeries } from '../../ui/chart-options.ts';
import { count } from '../../ui/numbers.ts';
import { Skeleton } from '../../ui/skeleton.tsx';

export function DeliveriesChart({ series }: { readonly series: StatsSeries | undefined }) {
  return (
    <section className="card" aria-labelledby="attempts-by-minute">
      <h2 id="attempts-by-minute">Attempts by minute</h2>
      {series === undefined ? <Skeleton lines={5} label="Loading the chart" /> : <Lines series={series} />}
    </section>
  );
}

function Lines({ series: { data, attempts } }: { readonly series: StatsSeries }) {
  const lines: ChartSeries[] = [
    { name: 'Succeeded', tone: 'good', values: data.map(({ succeeded }) => succeeded), isFilled: true },
    { name: 'Failed', tone: 'bad', values: data.map(({ failed }) => failed) },
  ];
  const label = `Attempts of the last hour, by minute: ${count(attempts.succeeded)} succeeded, ${count(attempts.failed)} failed.`;
  return <Chart timesMs={data.map(({ at }) => Date.parse(at))} series={lines} label={label} format={count} />;
}
