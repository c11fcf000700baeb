import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { format, resolveConfig } from 'prettier';
import { BACKLOG } from './backlog-measurements.ts';
import { setUpBench, type BenchSetup } from './bench-setup.ts';
import { LISTS_HEADING, replaceLists, show, writeDocument, writeSection } from './benchmarks-document.ts';
import { CLIENTS } from './client-measurements.ts';
import { COSTS } from './cost-measurements.ts';
import { DELIVERIES, PROCESSES } from './delivery-measurements.ts';
import { EXPORTS } from './export-measurements.ts';
import { HISTORY } from './history-measurements.ts';
import { keepFigures, readFigures, saveFigures } from './kept-figures.ts';
import { LIBRARY } from './library-measurements.ts';
import { LATENCY } from './latency-measurements.ts';
import { measureListPages } from './list-pages.ts';
import type { Measurement, Round, Section, Value } from './measurement.ts';
import { MONTH } from './month-measurements.ts';
import { MEMORY } from './memory-measurements.ts';
import { PUBLISHING } from './publish-measurements.ts';
import { REPLAY } from './replay-measurements.ts';
import { REACH } from './reach.ts';
import { IS_WHOLE, ROUNDS } from './scale.ts';
import { RENDERING } from './render-measurements.ts';
import { SHAPE } from './shape-measurements.ts';
import { SQL } from './sql-measurements.ts';
import { STUCK } from './stuck-measurements.ts';
import { USUAL } from './usual-measurements.ts';

const SECTIONS: readonly Section[] = [
  DELIVERIES,
  PROCESSES,
  USUAL,
  PUBLISHING,
  SQL,
  LATENCY,
  HISTORY,
  BACKLOG,
  STUCK,
  SHAPE,
  COSTS,
  RENDERING,
  MEMORY,
  CLIENTS,
  LIBRARY,
  EXPORTS,
  MONTH,
  REPLAY,
];
const DOCUMENT =
  process.env.BENCH_DOCUMENT ?? fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));
/** What the document is written from. */
const FIGURES = DOCUMENT.replace(/\.md$/, '.json');
const { values: OPTIONS, positionals: CHOSEN } = parseArgs({
  options: { keep: { type: 'boolean', default: false } },
  allowPositionals: true,
});
/** Words on the command line choose measurements by their names; without any, all is measured. */
const IS_ALL = CHOSEN.length === 0;
/**
 * Chosen ones are answered on the terminal, and with `--keep` take the place of what the document said of them. `lists`
 * writes that part of it anew.
 */
const IS_KEPT = process.env.BENCH_DOCUMENT !== undefined || (IS_WHOLE && (IS_ALL || OPTIONS.keep));

function isChosen({ figures }: Measurement): boolean {
  return IS_ALL || CHOSEN.some((word) => figures.some(({ id, name }) => id === word || name.includes(word)));
}

/** Each measurement once a round, so that a slow minute of the machine falls on all of them. */
async function measureRounds(setup: BenchSetup, sections: readonly Section[]): Promise<Round[]> {
  const rounds: Round[] = [];
  const startedAt = performance.now();
  for (let number = 1; number <= ROUNDS; number += 1) {
    const round = new Map<string, Value>();
    rounds.push(round);
    for (const { figures, measure } of sections.flatMap(({ measurements }) => measurements)) {
      const values = await measure(setup);
      const seconds = String(Math.round((performance.now() - startedAt) / 1_000)).padStart(5);
      for (const [index, { id, name, unit }] of figures.entries()) {
        const value = values[index] ?? null;
        round.set(id, value);
        console.log(`${seconds} s  round ${number} of ${ROUNDS}  ${name}: ${show(value)} ${unit}`);
      }
    }
  }
  return rounds;
}

/** A bound on a figure that nothing measures would never be missed. */
function checkReach(): void {
  const figures = SECTIONS.flatMap(({ measurements }) => measurements).flatMap(({ figures: each }) => each);
  const ids = figures.map(({ id }) => id);
  for (const { what, of, to = of } of REACH) {
    if (!ids.includes(of) || !ids.includes(to)) throw new Error(`Nothing measures "${what}".`);
  }
  if (new Set(ids).size < ids.length) throw new Error('Two figures have the same id.');
}

async function readDocument(): Promise<string> {
  return await readFile(DOCUMENT, 'utf8').catch(() => '');
}

async function saveDocument(text: string): Promise<void> {
  const layout = await resolveConfig(DOCUMENT);
  await writeFile(DOCUMENT, await format(text, { ...layout, parser: 'markdown' }));
  console.log(`${DOCUMENT} written`);
}

async function readPostgresVersion(): Promise<string> {
  const client = new pg.Client({ connectionString: process.env.TEST_SUPERUSER_URL });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  await client.end();
  return rows[0]?.server_version ?? '';
}

async function measure(setup: BenchSetup): Promise<void> {
  const run = new Date().toISOString();
  const sections = SECTIONS.map((section) => ({
    ...section,
    measurements: section.measurements.filter(isChosen),
  })).filter(({ measurements }) => measurements.length > 0);
  const rounds = sections.length > 0 ? await measureRounds(setup, sections) : [];
  const measured = keepFigures({}, rounds, run);
  for (const section of sections) console.log(`\n${writeSection(section, measured)}`);
  if (IS_KEPT) await keep(rounds, run);
  if (IS_KEPT ? IS_ALL : CHOSEN.includes('lists'))
    await saveDocument(replaceLists(await readDocument(), await measureListPages()));
}

async function keep(rounds: readonly Round[], run: string): Promise<void> {
  const figures = keepFigures(await readFigures(FIGURES), rounds, run);
  await saveFigures(FIGURES, figures);
  const before = await readDocument();
  const [, lists = ''] = before.split(LISTS_HEADING);
  const postgresVersion = await readPostgresVersion();
  await saveDocument(
    writeDocument({ sections: SECTIONS, figures, lists: lists.trim(), postgresVersion, before }),
  );
}

checkReach();
const setup = await setUpBench();
try {
  await measure(setup);
} finally {
  await setup.close();
}
process.exit(0);
