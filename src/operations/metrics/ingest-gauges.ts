import type { IngestStatus } from '../../ingest/ingest-source.ts';
import type { MetricFactory } from './metric-factory.ts';

const SOURCES = ['stream', 'channels'] as const;
const OUTCOMES = ['published', 'repeated', 'refused', 'lost'] as const;

const SERIES = SOURCES.flatMap((source) => OUTCOMES.map((outcome) => ({ source, outcome })));

/** What is read from Redis, taken from what the process knows at each scrape. */
export function registerIngest(factory: MetricFactory, status: () => IngestStatus): void {
  factory.counter(
    {
      name: 'ingest_events_total',
      help: 'What came from Redis: published; repeated by Redis, and known; refused as no event, and kept in ingest_errors; lost, messages that a process could not publish before its end. Absent, like all of ingest, where nothing is read from Redis.',
      series: SERIES,
    },
    (counter) => {
      counter.reset();
      const present = status();
      for (const { source, outcome } of SERIES) {
        counter.inc({ source, outcome }, present[source]?.counts[outcome] ?? 0);
      }
    },
  );
  factory.counter(
    {
      name: 'ingest_failures_total',
      help: 'Times that Redis, or what is done with it, failed and was tried again.',
      labels: { source: SOURCES },
    },
    (counter) => {
      counter.reset();
      const present = status();
      for (const source of SOURCES) counter.inc({ source }, present[source]?.counts.failures ?? 0);
    },
  );
  registerState(factory, status);
}

function registerState(factory: MetricFactory, status: () => IngestStatus): void {
  factory.gauge(
    {
      name: 'ingest_connected',
      help: 'Whether this process reads: 1 or 0. Of all processes, one at a time reads the channels.',
      labels: { source: SOURCES },
    },
    (gauge) => {
      const present = status();
      for (const source of SOURCES) gauge.set({ source }, present[source]?.isConnected === true ? 1 : 0);
    },
  );
  const read = (
    name: string,
    help: string,
    value: (status: IngestStatus) => number | null | undefined,
  ): void => {
    factory.gauge({ name, help }, (gauge) => {
      const found = value(status());
      if (typeof found === 'number') gauge.set(found);
      else gauge.remove();
    });
  };
  read(
    'ingest_stream_pending',
    'Entries of the stream that were read and not acknowledged, by any process: take `max(…)`.',
    ({ stream }) => stream?.pending,
  );
  read(
    'ingest_stream_lag',
    'Entries of the stream that no process has read: take `max(…)`. Redis 7 or newer.',
    ({ stream }) => stream?.lag,
  );
  read(
    'ingest_channels_waiting',
    'Messages of channels that wait to be published.',
    ({ channels }) => channels?.waiting,
  );
}
