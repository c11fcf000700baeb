import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { format, resolveConfig } from 'prettier';
import { REQUESTS } from './bench-engine.ts';
import { setUpBench, type BenchSetup } from './bench-setup.ts';
import { measureListPages } from './list-pages.ts';
import {
  measureBareLoop,
  measureDrain,
  measureFlood,
  measureHandOff,
  measureProcesses,
  measureStatements,
} from './delivery-measurements.ts';
import { measureIdleLatency, measureIdleLatencyAcross } from './latency-measurements.ts';
import {
  measureHttpBatch,
  measureHttpSingle,
  measurePublishBatch,
  measurePublishSingle,
} from './publish-measurements.ts';

const RUNS = 3;
const LISTS_HEADING = '## Pages of a list';
const DOCUMENT = new URL('../../docs/benchmarks.md', import.meta.url);
/** Words on the command line choose measurements by their names; without any, all run and the document is written. */
const CHOSEN = process.argv.slice(2);

interface Measurement {
  /** One a figure that it answers. */
  readonly names: readonly string[];
  readonly unit: string;
  readonly measure: (setup: BenchSetup) => Promise<number | readonly number[]>;
}

const deliveries = (name: string, measure: (url: string) => Promise<number>): Measurement => ({
  names: [name],
  unit: 'deliveries/s',
  measure: async ({ receiverUrl }) => await measure(receiverUrl),
});

const events = (name: string, measure: (url: string) => Promise<number>): Measurement => ({
  ...deliveries(name, measure),
  unit: 'events/s',
});

const MEASUREMENTS: readonly Measurement[] = [
  deliveries('bare signed undici loop', measureBareLoop),
  deliveries('handed off, 50 webhooks, 20 events a statement', measureHandOff),
  deliveries('draining a full queue, 50 webhooks', measureDrain),
  deliveries('published as fast as stored while delivering, 50 webhooks', measureFlood),
  deliveries('draining by one process of its own', async (url) => await measureProcesses(url, 1)),
  deliveries('draining by two processes', async (url) => await measureProcesses(url, 2)),
  events('published singly, 4 callers, one webhook', async (url) => await measurePublishSingle(url, 4)),
  events('published singly, 32 callers, one webhook', async (url) => await measurePublishSingle(url, 32)),
  events('published in batches of 200, one webhook', measurePublishBatch),
  events('published singly over HTTP, 32 connections, one webhook', measureHttpSingle),
  events('published over HTTP in batches of 200, 4 connections, one webhook', measureHttpBatch),
  {
    names: ['commit to arrival when idle, p50', 'commit to arrival when idle, p99'],
    unit: 'ms',
    measure: async ({ arrivals }) => await measureIdleLatency(arrivals),
  },
  {
    names: ['the same across processes, p50', 'the same across processes, p99'],
    unit: 'ms',
    measure: async ({ arrivals }) => await measureIdleLatencyAcross(arrivals),
  },
  {
    names: ['statements for 100 deliveries, handed off', 'statements for 100 deliveries, drained'],
    unit: 'statements',
    measure: async ({ receiverUrl }) => await measureStatements(receiverUrl),
  },
];

interface Result {
  readonly name: string;
  readonly unit: string;
  readonly values: number[];
}

/** Each measurement once a round, so that a slow minute of the machine falls on all of them. */
async function measureAll(setup: BenchSetup): Promise<Result[]> {
  const results = new Map<string, Result>();
  const isChosen = ({ names }: Measurement): boolean =>
    CHOSEN.length === 0 || CHOSEN.some((word) => names.some((name) => name.includes(word)));
  for (let round = 1; round <= RUNS; round += 1) {
    for (const { names, unit, measure } of MEASUREMENTS.filter(isChosen)) {
      const values = [await measure(setup)].flat();
      for (const [index, name] of names.entries()) {
        const result = results.get(name) ?? { name, unit, values: [] };
        results.set(name, result);
        result.values.push(values[index] ?? 0);
        console.log(`round ${round} of ${RUNS}  ${name}: ${show(values[index] ?? 0)} ${unit}`);
      }
    }
  }
  return [...results.values()];
}

function show(value: number): string {
  return value < 100 ? value.toFixed(2) : String(Math.round(value));
}

function toRow({ name, unit, values }: Result, ceiling: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const ratio = unit === 'deliveries/s' ? (median / ceiling).toFixed(2) : '';
  const cells = [name, unit, show(median), show(sorted.at(0) ?? 0), show(sorted.at(-1) ?? 0), ratio];
  return `| ${cells.join(' | ')} |`;
}

function document(results: readonly Result[]): string {
  const ceiling = results[0]?.values.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 1;
  return [
    '# Benchmarks',
    '',
    'Written by `npm run bench`. Postgres with fsync and synchronous commit on, a bare receiver in a process of its own, and',
    `the engine share the machine: ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.versions.node}.`,
    `Events of about 500 bytes, ${REQUESTS} requests a run. Figures of one machine at one time: the ratios to the bare loop`,
    'of the same run say more than the rates.',
    '',
    `| what | unit | median of ${RUNS} | min | max | ÷ bare loop |`,
    '| --- | --- | --- | --- | --- | --- |',
    ...results.map((result) => toRow(result, ceiling)),
    '',
  ].join('\n');
}

/** The pages of lists are the document's last part, and can be measured alone: `node tools/bench.mjs lists`. */
async function measureDocument(setup: BenchSetup): Promise<string> {
  const isListsAlone = CHOSEN.includes('lists');
  const before = isListsAlone ? await readFile(DOCUMENT, 'utf8') : document(await measureAll(setup));
  const [rates = ''] = before.split(LISTS_HEADING);
  return `${rates.trimEnd()}\n\n${LISTS_HEADING}\n\n${await measureListPages()}\n`;
}

const setup = await setUpBench();
try {
  if (CHOSEN.length === 0 || CHOSEN.includes('lists')) {
    const text = await measureDocument(setup);
    const layout = await resolveConfig(DOCUMENT);
    await writeFile(DOCUMENT, await format(text, { ...layout, parser: 'markdown' }));
    console.log('docs/benchmarks.md written');
  } else {
    await measureAll(setup);
  }
} finally {
  await setup.close();
}
process.exit(0);
