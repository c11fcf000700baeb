import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import type { Round, Value } from './measurement.ts';

/** What a figure was when it was measured last. */
interface KeptFigure {
  /** When that run began (ISO 8601, UTC): figures of one run alone may be divided by each other. */
  readonly run: string;
  /** One a round. */
  readonly values: readonly Value[];
}

export type KeptFigures = Readonly<Record<string, KeptFigure>>;

export async function readFigures(file: string): Promise<KeptFigures> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  return JSON.parse(text) as KeptFigures;
}

export async function saveFigures(file: string, figures: KeptFigures): Promise<void> {
  const sorted = Object.entries(figures).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const layout = await resolveConfig(file);
  await writeFile(
    file,
    await format(JSON.stringify(Object.fromEntries(sorted)), { ...layout, parser: 'json' }),
  );
}

/** What a run measured takes the place of what the same figures were before. */
export function keepFigures(before: KeptFigures, rounds: readonly Round[], run: string): KeptFigures {
  const ids = new Set(rounds.flatMap((round) => [...round.keys()]));
  const measured = [...ids].map((id): [string, KeptFigure] => {
    const values = rounds.map((round) => round.get(id) ?? null);
    return [id, { run, values: values.map(toFourDigits) }];
  });
  return { ...before, ...Object.fromEntries(measured) };
}

/** The rounds of the run that measured all of these figures; none where they are of several. */
export function roundsOf(figures: KeptFigures, ids: readonly string[]): Round[] {
  const kept = ids.map((id) => figures[id]);
  const [first] = kept;
  if (first === undefined || kept.some((figure) => figure?.run !== first.run)) return [];
  return first.values.map((_, number) => new Map(ids.map((id) => [id, figures[id]?.values[number] ?? null])));
}

function toFourDigits(value: Value): Value {
  return value === null ? null : Number(value.toPrecision(4));
}
