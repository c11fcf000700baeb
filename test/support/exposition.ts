/** The text format of Prometheus, version 0.0.4, read strictly: whatever it does not allow is an error. */
export interface Exposition {
  /** Types by name of metric. */
  readonly types: ReadonlyMap<string, string>;
  /** Values by series, its labels sorted: `name{a="b",c="d"}`. */
  readonly values: ReadonlyMap<string, number>;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = String.raw`([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"`;
const SAMPLE = new RegExp(String.raw`^(${NAME})(?:\{(${LABEL}(?:,${LABEL})*)\})? (\S+)$`);

export function parseExposition(text: string): Exposition {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const types = new Map<string, string>();
  const values = new Map<string, number>();
  for (const line of text.split('\n')) {
    const type = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram|summary)$`).exec(line);
    if (type !== null) declare(types, type[1] ?? '', type[2] ?? '');
    else if (line !== '' && !new RegExp(`^# HELP ${NAME} .`).test(line)) addSample(values, types, line);
  }
  return { types, values };
}

function declare(types: Map<string, string>, name: string, type: string): void {
  if (types.has(name)) throw new Error(`${name} is declared twice`);
  types.set(name, type);
}

function addSample(values: Map<string, number>, types: ReadonlyMap<string, string>, line: string): void {
  const [, name = '', labels = ''] = SAMPLE.exec(line) ?? [];
  const text = line.slice(line.lastIndexOf(' ') + 1);
  const value = /^nan$/i.test(text) ? NaN : Number(text.replace(/Inf$/, 'Infinity'));
  if (name === '' || (Number.isNaN(value) && !/^nan$/i.test(text))) throw new Error(`no sample: ${line}`);
  const family = types.get(name) ?? types.get(name.replace(/_(bucket|sum|count)$/, ''));
  if (family === undefined) throw new Error(`${name} has no type`);
  const sorted = [...labels.matchAll(new RegExp(LABEL, 'g'))].map(([label]) => label).sort();
  const series = sorted.length === 0 ? name : `${name}{${sorted.join(',')}}`;
  if (values.has(series)) throw new Error(`${series} stands twice`);
  values.set(series, value);
}

/** Series of one name that are not 0, by their labels as they stand. */
export function nonZero({ values }: Exposition, name: string): Record<string, number> {
  const own = [...values].filter(([series, value]) => series.startsWith(`${name}{`) && value !== 0);
  return Object.fromEntries(own.map(([series, value]) => [series.slice(name.length), value]));
}
