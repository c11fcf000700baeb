import { readFile } from 'node:fs/promises';
import { startEngine, type EngineHarness } from '../support/engine-harness.ts';
import { addFinished } from '../support/export-rows.ts';
import { startProgram } from '../support/posthorn-program.ts';
import { perSecond, type Rate } from './bench-engine.ts';
import type { BenchSetup } from './bench-setup.ts';
import { settle } from './kept-databases.ts';
import type { Section, Value } from './measurement.ts';
import { scaled } from './scale.ts';

const ROWS = scaled(1_000_000);
/** What the program takes at rest is some 80. */
const HEAP_MIB = 128;
const ROWS_WORDS = ROWS.toLocaleString('en');
const LINE_END = 10;
const KIB_A_MIB = 1_024;

type Settings = Readonly<Record<string, string>>;

export const EXPORTS: Section = {
  title: 'Exports',
  about: `All of ${ROWS_WORDS} finished deliveries as one answer of a process that serves the API alone. And the most that the resident
memory of one grew meanwhile whose old objects may take ${HEAP_MIB} MiB, some 45 more than they take at rest: without a bound V8 lets dead ones lie until
they are twice as many, whatever the export keeps.`,
  measurements: ['application/x-ndjson', 'text/csv'].map((type) => ({
    figures: [
      { id: `export-${type}`, unit: 'deliveries/s', name: `export as ${type}` },
      { id: `export-memory-${type}`, unit: 'MiB', name: `export as ${type}, memory` },
    ],
    measure: async (setup: BenchSetup) => await measureExport(await setup.keep(startWithFinished), type),
  })),
};

async function startWithFinished(): Promise<EngineHarness> {
  const engine = await startEngine();
  try {
    await addFinished(engine.database, ROWS);
    await settle(engine);
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}

async function measureExport({ database }: EngineHarness, type: string): Promise<readonly Value[]> {
  const settings = { DATABASE_URL: database.url, POSTHORN_ROLE: 'api' };
  return [await measureRate(settings, type), await measureMemory(settings, type)];
}

async function measureRate(settings: Settings, type: string): Promise<Rate> {
  const program = await startProgram(settings);
  try {
    const startedAt = performance.now();
    await readExport(program.baseUrl, type, async () => Promise.resolve());
    return perSecond(ROWS, startedAt);
  } finally {
    await program.stop();
  }
}

async function measureMemory(settings: Settings, type: string): Promise<Value> {
  const program = await startProgram(settings, [`--max-old-space-size=${HEAP_MIB}`]);
  try {
    const before = await residentMib(program.pid);
    let most = before;
    await readExport(program.baseUrl, type, async () => {
      most = Math.max(most ?? 0, (await residentMib(program.pid)) ?? 0);
    });
    return before === null || most === null ? null : most - before;
  } finally {
    await program.stop();
  }
}

/** Looks on every hundredth chunk. @throws where lines are missing */
async function readExport(url: string, type: string, look: () => Promise<void>): Promise<void> {
  const response = await fetch(`${url}/api/deliveries`, { headers: { Accept: type } });
  let [lines, chunks] = [0, 0];
  for await (const chunk of response.body ?? []) {
    for (const byte of chunk as Uint8Array) if (byte === LINE_END) lines += 1;
    chunks += 1;
    if (chunks % 100 === 0) await look();
  }
  if (lines < ROWS) throw new Error(`The export had ${lines} lines instead of ${ROWS}.`);
}

/** Null where the system does not tell of other processes so. */
async function residentMib(pid: number): Promise<Value> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kib === undefined ? null : Number(kib) / KIB_A_MIB;
}
