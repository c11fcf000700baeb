import { availableParallelism, cpus, totalmem } from 'node:os';
import { roundsOf, type KeptFigures } from './kept-figures.ts';
import type { Figure, Section, Value } from './measurement.ts';
import { ratio } from './measurement.ts';
import { median } from './percentiles.ts';
import { holds, REACH, valueIn, type Reach } from './reach.ts';

/** Written by hand, and kept when the rest is written anew. */
const NOTES = /<!-- notes -->[\s\S]*<!-- \/notes -->/;
const NO_NOTES = '<!-- notes -->\n\n<!-- /notes -->';
export const LISTS_HEADING = '## Pages of a list';
/** What another command measures. */
const KILLED = [
  'killed with SIGKILL: lost, p99 of being taken up again',
  '`npm run faults`',
  '0, ≤ 15 s',
  'see [faults.md](faults.md)',
];
const GIB = 1_073_741_824;

export interface BenchmarksDocument {
  readonly sections: readonly Section[];
  readonly figures: KeptFigures;
  readonly postgresVersion: string;
  /** The section of the lists, without its heading. */
  readonly lists: string;
  /** What the document was, or nothing. */
  readonly before: string;
}

export function writeDocument(document: BenchmarksDocument): string {
  const { sections, figures, before, lists } = document;
  return [
    '# Benchmarks',
    introduction(document),
    '## Reach',
    `Bounds were set before; whether one holds is judged by the median. Ratios are of the same round.`,
    reachTable(figures),
    NOTES.exec(before)?.[0] ?? NO_NOTES,
    ...sections.map((section) => writeSection(section, figures)),
    LISTS_HEADING,
    lists,
    '',
  ].join('\n\n');
}

/** The same document with other lists. */
export function replaceLists(before: string, lists: string): string {
  const [rest = ''] = before.split(LISTS_HEADING);
  return `${rest.trimEnd()}\n\n${LISTS_HEADING}\n\n${lists}\n`;
}

export function writeSection({ title, about, hasShares, measurements }: Section, kept: KeptFigures): string {
  const figures = measurements.flatMap((measurement) => measurement.figures);
  const rows = figures
    .filter(({ id }) => kept[id] !== undefined)
    .map((figure) => [...figureCells(figure, kept), ...(hasShares === true ? [share(figure, kept)] : [])]);
  const heads = ['what', 'unit', 'median', 'min', 'max', ...(hasShares === true ? ['÷ bare loop'] : [])];
  return [`## ${title}`, about, whenMeasured(figures, kept), toTable(heads, rows)].join('\n\n');
}

function whenMeasured(figures: readonly Figure[], kept: KeptFigures): string {
  const known = figures.flatMap(({ id }) => kept[id] ?? []);
  if (known.length === 0) return 'Not measured yet.';
  const runs = [...new Set(known.map(({ run, values }) => `${run.slice(0, 10)} (rounds: ${values.length})`))];
  return `Measured on ${runs.join(' and ')}.`;
}

export function show(value: Value): string {
  if (value === null) return 'n/a';
  return Math.abs(value) < 100 ? value.toFixed(2) : String(Math.round(value));
}

function introduction({ postgresVersion }: BenchmarksDocument): string {
  const [cpu] = cpus();
  const machine = `${availableParallelism()} cores (${cpu?.model ?? 'unknown'}), ${Math.round(totalmem() / GIB)} GiB`;
  return `Written by \`npm run bench\`: figures of one machine at one time. ${machine}, Node ${process.versions.node}, PostgreSQL
${postgresVersion} with fsync and synchronous commit on. Postgres, a bare receiver in a process of its own and what is measured share
the cores. Events of about 500 bytes, unless said otherwise. Medians of the rounds; a
section is measured at once, and says when.`;
}

function reachTable(figures: KeptFigures): string {
  const rows = REACH.map((reach) => {
    const rounds = roundsOf(figures, [reach.of, reach.to ?? reach.of]);
    const values = known(rounds.map((round) => valueIn(round, reach)));
    const isReached = values.length === 0 ? 'n/a' : holds(median(values), reach) ? 'yes' : '**no**';
    return [reach.what, spread(values, reach.unit), showBound(reach), isReached];
  });
  return toTable(['what', 'median (min to max)', 'bound', 'holds'], [...rows, KILLED]);
}

function showBound({ bound, unit }: Reach): string {
  return 'atLeast' in bound ? `≥ ${bound.atLeast} ${unit}` : `≤ ${bound.atMost} ${unit}`;
}

function figureCells({ id, name, unit }: Figure, figures: KeptFigures): string[] {
  const values = known(figures[id]?.values ?? []);
  if (values.length === 0) return [name, unit, 'n/a', 'n/a', 'n/a'];
  return [name, unit, show(median(values)), show(Math.min(...values)), show(Math.max(...values))];
}

function share({ id, unit }: Figure, figures: KeptFigures): string {
  const values = known(roundsOf(figures, [id, 'bare']).map((round) => ratio(round, id, 'bare')));
  return values.length === 0 || !unit.endsWith('/s') ? '' : median(values).toFixed(2);
}

function spread(values: readonly number[], unit: string): string {
  if (values.length === 0) return 'n/a';
  return `${show(median(values))} (${show(Math.min(...values))} to ${show(Math.max(...values))}) ${unit}`;
}

function known(values: readonly Value[]): number[] {
  return values.filter((value) => value !== null);
}

function toTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
