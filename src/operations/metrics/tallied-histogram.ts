import type { Histogram, MetricObjectWithValues, MetricValueWithName, Registry } from 'prom-client';

interface Tally {
  /** Below each bound, and last above all of them: not cumulative. */
  readonly counts: Float64Array;
  sum: number;
}

export interface TalliedDefinition<Value extends string> {
  readonly name: string;
  readonly help: string;
  readonly label: string;
  readonly labelValues: readonly Value[];
  /** Ascending. */
  readonly bounds: readonly number[];
}

/**
 * A histogram for what is observed with every attempt: an observation finds its bucket and adds two numbers, where the
 * library's makes texts and objects of its labels first. What the format asks for is made at the scrape.
 */
export class TalliedHistogram<Value extends string> {
  private readonly tallies: Readonly<Record<Value, Tally>>;

  constructor(
    registry: Registry,
    private readonly definition: TalliedDefinition<Value>,
  ) {
    const { name, help, label, labelValues, bounds } = definition;
    this.tallies = Object.fromEntries(
      labelValues.map((value) => [value, { counts: new Float64Array(bounds.length + 1), sum: 0 }]),
    ) as Record<Value, Tally>;
    const get = (): Promise<Omit<MetricObjectWithValues<MetricValueWithName<string>>, 'collect'>> =>
      Promise.resolve({
        name,
        help,
        type: 'histogram' as never,
        aggregator: 'sum',
        values: labelValues.flatMap((value) => this.samplesOf({ [label]: value }, this.tallies[value])),
      });
    // All that a registry asks of a metric.
    registry.registerMetric({ name, help, get } as unknown as Histogram);
  }

  observe(label: Value, value: number): void {
    const { bounds } = this.definition;
    const tally = this.tallies[label];
    let place = 0;
    while (place < bounds.length && value > (bounds[place] ?? Infinity)) place += 1;
    tally.counts[place] = (tally.counts[place] ?? 0) + 1;
    tally.sum += value;
  }

  private samplesOf(
    labels: Readonly<Record<string, string>>,
    { counts, sum }: Tally,
  ): MetricValueWithName<string>[] {
    const { name, bounds } = this.definition;
    let total = 0;
    const buckets = [...counts].map((count, place) => {
      total += count;
      return {
        metricName: `${name}_bucket`,
        labels: { ...labels, le: bounds[place] ?? '+Inf' },
        value: total,
      };
    });
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels, value: sum },
      { metricName: `${name}_count`, labels, value: total },
    ];
  }
}
