import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { TalliedHistogram, type TalliedDefinition } from './tallied-histogram.ts';

/** Everything that Posthorn counts itself begins so; what Node and the process tell keeps its customary names. */
const PREFIX = 'posthorn_';

interface Definition<Label extends string> {
  /** Without the prefix. */
  readonly name: string;
  readonly help: string;
  /** All values of its only label. */
  readonly labels?: Readonly<Record<Label, readonly string[]>>;
  /** With several labels, the combinations that occur. */
  readonly series?: readonly Readonly<Record<Label, string>>[];
}

/** Makes metrics on one registry, each with all of its series from the start. */
export class MetricFactory {
  constructor(private readonly registry: Registry) {}

  counter<Label extends string = never>(
    definition: Definition<Label>,
    collect?: (counter: Counter<Label>) => void,
  ): Counter<Label> {
    const counter = new Counter<Label>({ ...this.describe(definition), ...collecting(collect) });
    for (const labels of seriesOf(definition)) counter.inc(labels, 0);
    return counter;
  }

  gauge<Label extends string = never>(
    definition: Definition<Label>,
    collect?: (gauge: Gauge<Label>) => void,
  ): Gauge<Label> {
    return new Gauge<Label>({ ...this.describe(definition), ...collecting(collect) });
  }

  histogram(definition: Definition<never>, buckets: readonly number[]): Histogram {
    return new Histogram({ ...this.describe(definition), buckets: [...buckets] });
  }

  talliedHistogram<Value extends string>(definition: TalliedDefinition<Value>): TalliedHistogram<Value> {
    return new TalliedHistogram(this.registry, { ...definition, name: PREFIX + definition.name });
  }

  private describe<Label extends string>(definition: Definition<Label>): Described<Label> {
    const { name, help, labels, series } = definition;
    return {
      name: PREFIX + name,
      help,
      labelNames: Object.keys(labels ?? series?.[0] ?? {}) as Label[],
      registers: [this.registry],
    };
  }
}

interface Described<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labelNames: Label[];
  readonly registers: Registry[];
}

/** The library hands the metric over as `this`. */
function collecting<Metric>(collect: ((metric: Metric) => void) | undefined): {
  collect?: (this: Metric) => void;
} {
  if (collect === undefined) return {};
  return {
    collect(this: Metric) {
      collect(this);
    },
  };
}

function seriesOf<Label extends string>({ labels, series = [] }: Definition<Label>): Record<Label, string>[] {
  const single = Object.entries<readonly string[]>(labels ?? {}).flatMap(([label, values]) =>
    values.map((value) => ({ [label]: value }) as Record<Label, string>),
  );
  return [...single, ...series];
}
