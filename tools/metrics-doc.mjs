import './import-typescript.mjs';
import { format, resolveConfig } from 'prettier';
import { keepUpToDate } from './generated-file.mjs';
import { inProject } from './project.mjs';

const PATH = 'docs/metrics.md';

const { Metrics } = await import('../src/operations/metrics/metrics.ts');

const INTRODUCTION = `# Metrics

Generated from \`src/operations/metrics/\` by \`node tools/metrics-doc.mjs\`; do not edit by hand.

Every process answers \`GET /metrics\` in the text format of Prometheus, whatever its role, on the port of its API or
health:

\`\`\`yaml
scrape_configs:
  - job_name: posthorn
    static_configs:
      - targets: ['127.0.0.1:3000']
\`\`\`

No key is asked for: like \`/health\` it is open to whoever can reach the port. It names no tenant, webhook, event or
address, and its labels have the few values below; only counts leave. Where even those are nobody's business, keep the
path from the outside in your proxy.

- A process counts what **it** did since it started: add its processes up, \`sum(rate(…))\`. An attempt counts once it is
  recorded; where the database's answer to a record was lost, its repetition counts as a stale result.
- The state of the **queue** (\`posthorn_queue_…\`) is read from the database, and the same from every process: take
  \`max(…)\`, never a sum. It is read at most once a second, and is absent while the database does not answer within 2 s;
  the rest of the answer comes all the same.
- Durations are in seconds. Every series of a counter is there from the start, so that the first failure is a rise.
`;

const ALERTS = `## Queries to begin with

| Question | Query |
| --- | --- |
| How many webhooks began to fail, or recovered, within the hour? | \`sum by (change) (increase(posthorn_webhook_changes_total[1h]))\` |
| Does anything due wait for more than a minute? | \`max(posthorn_queue_oldest_due_seconds) > 60\` |
| Is more published than is sent, for a quarter of an hour? | \`min_over_time(max(posthorn_queue_depth{status="pending"})[15m:1m]) > 5000\` |
| Which share of attempts fails, and how? | \`sum by (error_type) (rate(posthorn_attempts_total{error_type!="none"}[5m])) / ignoring (error_type) group_left sum(rate(posthorn_attempts_total[5m]))\` |
| Are deliveries given up? | \`sum by (reason) (increase(posthorn_deliveries_finished_total{status="dead_letter"}[1h])) > 0\` |
| How long do receivers take, 95 of 100? | \`histogram_quantile(0.95, sum by (le) (rate(posthorn_attempt_duration_seconds_bucket[5m])))\` |
| Is a process at its limit of deliveries in flight? | \`posthorn_slots_used / posthorn_slots_max > 0.9\` |
| Is the database slow to record? | \`histogram_quantile(0.99, sum by (le) (rate(posthorn_complete_duration_seconds_bucket[5m]))) > 0.5\` |
| Do statements wait for a connection? | \`min_over_time(posthorn_database_waiting[5m]) > 0\` |
| Does the engine, or a scrape, meet failures? | \`sum by (task) (increase(posthorn_engine_failures_total[10m])) > 0\`, \`increase(posthorn_scrape_errors_total[10m]) > 0\` |
| Does a stream of Redis grow faster than it is read? | \`min_over_time(max(posthorn_ingest_stream_lag)[15m:1m]) > 1000\` |
| Does anything come from Redis that is no event? | \`sum by (source) (increase(posthorn_ingest_events_total{outcome="refused"}[1h])) > 0\` |
| Are traces lost on their way to the collector? | \`sum by (outcome) (increase(posthorn_trace_spans_total{outcome!="exported"}[10m])) > 0\` |
| Is a process too busy to answer? | \`nodejs_eventloop_lag_p99_seconds > 0.2\` |

Failing attempts are seldom a fault of Posthorn's: alert on what waits and on what is given up, and look at the others.
`;

const pool = { totalCount: 0, idleCount: 0, waitingCount: 0, options: { max: 1 } };
const statistics = { pending: 0, in_progress: 0, retrying: 0, outbox: 0, scheduled: 0, oldest_due_ms: null };

/** Watches nothing: only names, texts and labels count. */
async function describeMetrics() {
  const metrics = new Metrics();
  metrics.watch({
    role: 'all',
    pools: { api: pool, engine: pool },
    slots: () => ({ used: 0, max: 1 }),
    signals: () => ({ sent: 0, received: 0 }),
    ingest: () => ({ stream: { pending: 0, lag: 0, counts: {} }, channels: { waiting: 0, counts: {} } }),
    traces: () => ({ exported: 0, failed: 0, dropped: 0 }),
    db: { query: async () => ({ rows: [statistics] }) },
    log: console,
  });
  await metrics.scrape();
  return await metrics.registry.getMetricsAsJSON();
}

/** Labels whose values are not known beforehand. */
const FREE = { version: 'of Posthorn', role: '`all`, `api`, `worker`' };

function labelsOf({ values }) {
  const found = new Map();
  for (const { labels } of values) {
    for (const [name, value] of Object.entries(labels)) {
      if (name !== 'le') found.set(name, (found.get(name) ?? new Set()).add(`\`${value}\``));
    }
  }
  return [...found]
    .map(([name, ofName]) => `\`${name}\`: ${FREE[name] ?? [...ofName].join(', ')}`)
    .join('; ');
}

const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const described = await describeMetrics();
const isOwn = ({ name }) => name.startsWith('posthorn_');
const text = [
  INTRODUCTION,
  "## Posthorn's own",
  table(
    ['Metric', 'Type', 'Labels', 'Meaning'],
    described
      .filter(isOwn)
      .map((metric) => [`\`${metric.name}\``, metric.type, labelsOf(metric), metric.help]),
  ),
  ALERTS,
  '## Of Node and the process',
  'As every Node process that uses `prom-client` has them, under their customary names; some exist on Linux alone.',
  table(
    ['Metric', 'Type', 'Meaning'],
    described.filter((metric) => !isOwn(metric)).map(({ name, type, help }) => [`\`${name}\``, type, help]),
  ),
].join('\n\n');

const layout = await resolveConfig(inProject(PATH));
keepUpToDate(PATH, await format(text, { ...layout, parser: 'markdown' }), 'node tools/metrics-doc.mjs');
