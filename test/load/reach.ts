import { ratio, type Round, type Value } from './measurement.ts';

/** What was set out to be reached, by a figure or by the ratio of two of the same round. */
export interface Reach {
  readonly what: string;
  readonly unit: string;
  readonly of: string;
  readonly to?: string;
  readonly bound: { readonly atLeast: number } | { readonly atMost: number };
}

export const REACH: readonly Reach[] = [
  { what: 'handed off, one process', unit: 'deliveries/s', of: 'hand-off', bound: { atLeast: 12_000 } },
  { what: 'handed off ÷ bare loop', unit: '', of: 'hand-off', to: 'bare', bound: { atLeast: 0.35 } },
  { what: 'draining a queue ÷ bare loop', unit: '', of: 'drain', to: 'bare', bound: { atLeast: 0.3 } },
  {
    what: 'handed off, two processes ÷ one',
    unit: '',
    of: 'hand-off-2',
    to: 'hand-off-1',
    bound: { atLeast: 0.75 },
  },
  { what: 'draining, two processes ÷ one', unit: '', of: 'drain-2', to: 'drain-1', bound: { atLeast: 0.75 } },
  { what: 'handed off ÷ Prisma and axios', unit: '', of: 'hand-off', to: 'plain', bound: { atLeast: 12 } },
  { what: 'CPU of application and Postgres', unit: 'µs', of: 'cpu-hand-off', bound: { atMost: 95 } },
  { what: 'statements of 100 handed off', unit: '', of: 'statements-hand-off', bound: { atMost: 6 } },
  { what: 'statements of 100 drained', unit: '', of: 'statements-drain', bound: { atMost: 6 } },
  {
    what: 'WAL of an event delivered at once, one webhook, without the publish',
    unit: 'B',
    of: 'wal-lone',
    bound: { atMost: 1_500 },
  },
  { what: 'published singly over HTTP', unit: 'events/s', of: 'http-single', bound: { atLeast: 2_500 } },
  { what: 'published over HTTP in batches', unit: 'events/s', of: 'http-batch', bound: { atLeast: 20_000 } },
  {
    what: 'published singly from SQL, 8 connections',
    unit: 'events/s',
    of: 'sql-single',
    bound: { atLeast: 5_000 },
  },
  {
    what: 'published from SQL, 20 in a transaction, 8 connections',
    unit: 'events/s',
    of: 'sql-batch',
    bound: { atLeast: 5_000 },
  },
  {
    what: 'from SQL, commit to arrival, idle, p50',
    unit: 'ms',
    of: 'sql-idle-p50',
    bound: { atMost: 80 },
  },
  {
    what: 'from SQL, commit to arrival, idle, p99',
    unit: 'ms',
    of: 'sql-idle-p99',
    bound: { atMost: 200 },
  },
  {
    what: 'commit to arrival, idle, p50',
    unit: 'ms',
    of: 'latency-idle-one-p50',
    bound: { atMost: 2 },
  },
  {
    what: 'commit to arrival, idle, p99',
    unit: 'ms',
    of: 'latency-idle-one-p99',
    bound: { atMost: 10 },
  },
  {
    what: 'the same across processes, p50',
    unit: 'ms',
    of: 'latency-idle-across-p50',
    bound: { atMost: 5 },
  },
  {
    what: 'the same across processes, p99',
    unit: 'ms',
    of: 'latency-idle-across-p99',
    bound: { atMost: 20 },
  },
  { what: '500/s offered, p99', unit: 'ms', of: 'latency-500-one-p99', bound: { atMost: 15 } },
  {
    what: 'draining behind a long history ÷ an empty one',
    unit: '',
    of: 'history-full',
    to: 'history-empty',
    bound: { atLeast: 0.9 },
  },
  { what: 'idle poll beside a long queue', unit: 'ms', of: 'poll', bound: { atMost: 2 } },
  { what: 'healthy ones behind a dead endpoint', unit: 's', of: 'dead', bound: { atMost: 1.5 } },
  {
    what: 'handed off: time with xmin pinned ÷ without',
    unit: '',
    of: 'xmin-free',
    to: 'xmin-pinned',
    bound: { atMost: 1.2 },
  },
  {
    what: 'p99 of healthy webhooks beside stuck ones ÷ without',
    unit: '',
    of: 'stuck-with-p99',
    to: 'stuck-without-p99',
    bound: { atMost: 1.5 },
  },
  {
    what: 'client library: enqueued (document: 2,000)',
    unit: 'operations/s',
    of: 'client-enqueue',
    bound: { atLeast: 2_000 },
  },
  {
    what: 'client library: dequeued (document: 500)',
    unit: 'operations/s',
    of: 'client-dequeue',
    bound: { atLeast: 500 },
  },
  {
    what: 'client library: retries calculated (document: 100,000)',
    unit: 'operations/s',
    of: 'client-retry-delays',
    bound: { atLeast: 100_000 },
  },
  {
    what: 'client library: delivered at once (document: 50)',
    unit: 'requests',
    of: 'client-concurrent',
    bound: { atLeast: 50 },
  },
  {
    what: 'client library: memory of 10,000 operations (document: 50 MB)',
    unit: 'MiB',
    of: 'client-memory',
    bound: { atMost: 47.6 },
  },
  { what: 'receivers at 200 ms', unit: 'deliveries/s', of: 'delayed', bound: { atLeast: 5_000 } },
  { what: 'page of deliveries beside a month, p99', unit: 'ms', of: 'month-page-p99', bound: { atMost: 20 } },
  { what: 'first page of status=failed', unit: 'ms', of: 'month-failed', bound: { atMost: 10 } },
  { what: 'summary of 30 days, p99', unit: 'ms', of: 'month-stats-0-p99', bound: { atMost: 50 } },
  { what: 'summary of a webhook, p99', unit: 'ms', of: 'month-stats-1-p99', bound: { atMost: 50 } },
  { what: 'series of 30 days, p99', unit: 'ms', of: 'month-stats-2-p99', bound: { atMost: 50 } },
  {
    what: 'export as JSON, memory',
    unit: 'MiB',
    of: 'export-memory-application/x-ndjson',
    bound: { atMost: 47.6 },
  },
  { what: 'export as CSV, memory', unit: 'MiB', of: 'export-memory-text/csv', bound: { atMost: 47.6 } },
  { what: 'slowest question of reporting.md', unit: 'ms', of: 'month-question', bound: { atMost: 5_000 } },
  {
    what: 'p99 of live deliveries beside a replay ÷ without',
    unit: '',
    of: 'replay-with-p99',
    to: 'replay-without-p99',
    bound: { atMost: 1.5 },
  },
  { what: 'scrape of /metrics under load, p99', unit: 'ms', of: 'scrape-p99', bound: { atMost: 20 } },
];

export function valueIn(round: Round, { of, to }: Reach): Value {
  return to === undefined ? (round.get(of) ?? null) : ratio(round, of, to);
}

export function holds(value: number, { bound }: Reach): boolean {
  return 'atLeast' in bound ? value >= bound.atLeast : value <= bound.atMost;
}
