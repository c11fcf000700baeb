import { createRequire } from 'node:module';
import type pg from 'pg';
import type { IngestStatus } from '../../ingest/ingest-source.ts';
import type { TraceCounts } from '../tracing/trace-counts.ts';
import { registerIngest } from './ingest-gauges.ts';
import type { MetricFactory } from './metric-factory.ts';
import { registerTraces } from './trace-counters.ts';

/** What a pool tells of itself. */
export type ObservedPool = Pick<pg.Pool, 'totalCount' | 'idleCount' | 'waitingCount' | 'options'>;

/** What is read of this process at each scrape. */
export interface ProcessSources {
  readonly role: string;
  readonly pools: Readonly<Record<'api' | 'engine', ObservedPool>>;
  /** Null in a process that sends nothing. */
  readonly slots: (() => { readonly used: number; readonly max: number }) | null;
  /** Since the process started. */
  readonly signals: () => { readonly sent: number; readonly received: number };
  /** Null where nothing is read from Redis. */
  readonly ingest: (() => IngestStatus) | null;
  /** Null where no traces are sent. */
  readonly traces: (() => TraceCounts) | null;
}

const POOLS = ['api', 'engine'] as const;
/** Lies beside both `src` and `dist`. */
const { version } = createRequire(import.meta.url)('../../../package.json') as { version: string };

/** Gauges over what the process knows anyhow; nothing of it is kept up to date between scrapes. */
export function registerProcessGauges(factory: MetricFactory, sources: ProcessSources): void {
  const { role, slots } = sources;
  factory
    .gauge({
      name: 'build_info',
      help: 'Always 1; its labels say what runs.',
      series: [{ version, role }],
    })
    .set({ version, role }, 1);
  if (slots !== null) registerSlots(factory, slots);
  registerPools(factory, sources.pools);
  registerSignals(factory, sources.signals);
  if (sources.ingest !== null) registerIngest(factory, sources.ingest);
  if (sources.traces !== null) registerTraces(factory, sources.traces);
}

function registerSlots(factory: MetricFactory, slots: NonNullable<ProcessSources['slots']>): void {
  factory.gauge(
    {
      name: 'slots_used',
      help: 'Deliveries in flight in this process. Absent, like slots_max, in one that sends nothing.',
    },
    (gauge) => {
      gauge.set(slots().used);
    },
  );
  factory.gauge(
    { name: 'slots_max', help: 'Deliveries that this process may have in flight: POSTHORN_SLOTS.' },
    (gauge) => {
      gauge.set(slots().max);
    },
  );
}

function registerPools(factory: MetricFactory, pools: ProcessSources['pools']): void {
  factory.gauge<'pool' | 'state'>(
    {
      name: 'database_connections',
      help: 'Open connections of the pools: `engine` for publishing and the queue, `api` for everything else.',
      series: POOLS.flatMap((pool) => ['idle', 'used'].map((state) => ({ pool, state }))),
    },
    (gauge) => {
      for (const pool of POOLS) {
        const { totalCount, idleCount } = pools[pool];
        gauge.set({ pool, state: 'idle' }, idleCount);
        gauge.set({ pool, state: 'used' }, totalCount - idleCount);
      }
    },
  );
  factory.gauge(
    {
      name: 'database_connections_max',
      help: 'Connections that a pool may open.',
      labels: { pool: POOLS },
    },
    (gauge) => {
      for (const pool of POOLS) gauge.set({ pool }, pools[pool].options.max);
    },
  );
  factory.gauge(
    {
      name: 'database_waiting',
      help: 'Statements that wait for a connection of their pool.',
      labels: { pool: POOLS },
    },
    (gauge) => {
      for (const pool of POOLS) gauge.set({ pool }, pools[pool].waitingCount);
    },
  );
}

function registerSignals(factory: MetricFactory, signals: ProcessSources['signals']): void {
  const read = (name: string, help: string, direction: 'sent' | 'received'): void => {
    factory.counter({ name, help }, (counter) => {
      counter.reset();
      counter.inc(signals()[direction]);
    });
  };
  read('signals_sent_total', 'Times that this process told the others of new work (NOTIFY).', 'sent');
  read(
    'signals_received_total',
    'Times that this process was told of new work by others (LISTEN).',
    'received',
  );
}
