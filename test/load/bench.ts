import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { format, resolveConfig } from 'prettier';
import { setUpBench } from './bench-setup.ts';
import { measureListPages } from './list-pages.ts';
import {
  measureBareLoop,
  measureDrain,
  measureEndToEnd,
  measurePublishBatch,
  measurePublishSingle,
  REQUESTS,
} from './measurements.ts';

const RUNS = 3;
const LISTS_HEADING = '## Pages of a list';
const DOCUMENT = new URL('../../docs/benchmarks.md', import.meta.url);

const MEASUREMENTS = [
  { name: 'bare signed undici loop', unit: 'requests/s', measure: measureBareLoop },
  { name: 'draining a full queue, 50 webhooks', unit: 'deliveries/s', measure: measureDrain },
  {
    name: 'published and delivered, 50 webhooks, 20 events a statement',
    unit: 'deliveries/s',
    measure: measureEndToEnd,
  },
  { name: 'published one by one, 32 callers, one webhook', unit: 'events/s', measure: measurePublishSingle },
  { name: 'published in batches of 200, one webhook', unit: 'events/s', measure: measurePublishBatch },
] as const;

interface Result {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Each measurement once a round, so that a slow minute of the machine falls on all of them. */
async function measureAll(receiverUrl: string): Promise<Result[]> {
  const rates = MEASUREMENTS.map((): number[] => []);
  for (let round = 1; round <= RUNS; round += 1) {
    for (const [index, { name, unit, measure }] of MEASUREMENTS.entries()) {
      const rate = await measure(receiverUrl);
      rates[index]?.push(rate);
      console.log(`round ${round} of ${RUNS}  ${name}: ${Math.round(rate)} ${unit}`);
    }
  }
  return MEASUREMENTS.map(({ name, unit }, index) => ({ name, unit, ...summarize(rates[index] ?? []) }));
}

function summarize(rates: readonly number[]): Pick<Result, 'median' | 'min' | 'max'> {
  const sorted = [...rates].sort((a, b) => a - b);
  return {
    median: sorted[Math.floor(sorted.length / 2)] ?? 0,
    min: sorted.at(0) ?? 0,
    max: sorted.at(-1) ?? 0,
  };
}

function document(results: readonly Result[]): string {
  const ceiling = results[0]?.median ?? 1;
  const rows = results.map(({ name, unit, median, min, max }) => {
    const ratio = unit === 'events/s' ? '' : (median / ceiling).toFixed(2);
    return `| ${name} | ${unit} | ${Math.round(median)} | ${Math.round(min)} | ${Math.round(max)} | ${ratio} |`;
  });
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
    ...rows,
    '',
  ].join('\n');
}

/** The lists' part of the document is the last, and can be written alone: `node tools/bench.mjs lists`. */
async function measureDocument(receiverUrl: string): Promise<string> {
  const isListsAlone = process.argv.includes('lists');
  const before = isListsAlone ? await readFile(DOCUMENT, 'utf8') : document(await measureAll(receiverUrl));
  const [rates = ''] = before.split(LISTS_HEADING);
  return `${rates.trimEnd()}\n\n${LISTS_HEADING}\n\n${await measureListPages()}\n`;
}

const setup = await setUpBench();
try {
  const text = await measureDocument(setup.receiverUrl);
  const layout = await resolveConfig(DOCUMENT);
  await writeFile(DOCUMENT, await format(text, { ...layout, parser: 'markdown' }));
  console.log('docs/benchmarks.md written');
} finally {
  await setup.close();
}
process.exit(0);
