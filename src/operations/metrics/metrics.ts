import { collectDefaultMetrics, Registry } from 'prom-client';
import type { EngineLog } from '../../engine/engine-log.ts';
import type { EngineObserver } from '../../engine/engine-observer.ts';
import type { Queryable } from '../../engine/statement.ts';
import { EngineMetrics } from './engine-metrics.ts';
import { MetricFactory } from './metric-factory.ts';
import { registerProcessGauges, type ProcessSources } from './process-gauges.ts';
import { QueueGauges } from './queue-gauges.ts';

export interface MetricSources extends ProcessSources {
  readonly db: Queryable;
  readonly log: EngineLog;
}

/** The metrics of one process, on a registry of its own. They name no tenant, no webhook and no address. */
export class Metrics {
  readonly registry = new Registry();
  /** To be handed to the engine as it is made. */
  readonly engine: EngineObserver;
  private readonly factory = new MetricFactory(this.registry);
  private queue: QueueGauges | null = null;

  constructor() {
    this.engine = new EngineMetrics(this.factory);
  }

  /** Once the parts of the process are made: what is read of them at each scrape. */
  watch(sources: MetricSources): void {
    this.queue = new QueueGauges(this.factory, sources.db, sources.log);
    registerProcessGauges(this.factory, sources);
    collectDefaultMetrics({ register: this.registry });
  }

  /** In the text format of Prometheus, version 0.0.4. Never fails for the database. */
  async scrape(): Promise<string> {
    await this.queue?.refresh();
    return await this.registry.metrics();
  }
}
