import { useQuery } from '@tanstack/react-query';
import { seriesQuery, summaryQuery } from '../../api/stats.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DeliveriesChart } from './deliveries-chart.tsx';
import { Figures } from './figures.tsx';
import { StatusCounts } from './status-counts.tsx';
import { WebhooksInTrouble } from './webhooks-in-trouble.tsx';
import { HOUR_MS } from './windows.ts';
import './overview.css';

/** How it goes at this moment; asked again every five seconds while somebody looks. */
export function OverviewPage() {
  const summary = useQuery(summaryQuery);
  const series = useQuery(seriesQuery({ interval: 'minute', windowMs: HOUR_MS }));
  const error = summary.error ?? series.error;
  const retry = (): void => {
    void summary.refetch();
    void series.refetch();
  };
  return (
    <>
      <PageHeader title="Overview" description="The last 24 hours; the chart shows the last hour." />
      {error !== null && <ErrorState error={error} onRetry={retry} isInline={summary.data !== undefined} />}
      {summary.isPending && <Skeleton lines={4} label="Loading the numbers" />}
      {summary.data !== undefined && <Figures summary={summary.data} series={series.data} />}
      <DeliveriesChart series={series.data} />
      <div className="columns">
        <WebhooksInTrouble summary={summary.data} />
        {summary.data !== undefined && <StatusCounts counts={summary.data.by_status} />}
      </div>
    </>
  );
}
