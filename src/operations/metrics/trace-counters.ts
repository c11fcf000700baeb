import { SPAN_ENDS, type TraceCounts } from '../tracing/trace-counts.ts';
import type { MetricFactory } from './metric-factory.ts';

/** Traces, taken from what their export knows at each scrape. */
export function registerTraces(factory: MetricFactory, counts: () => TraceCounts): void {
  factory.counter(
    {
      name: 'trace_spans_total',
      help: 'Recorded spans: exported to the collector; failed, as it was away or refused them; dropped, as too many waited. Absent where no traces are sent.',
      labels: { outcome: SPAN_ENDS },
    },
    (counter) => {
      counter.reset();
      const present = counts();
      for (const outcome of SPAN_ENDS) counter.inc({ outcome }, present[outcome]);
    },
  );
}
