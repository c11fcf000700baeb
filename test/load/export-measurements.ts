import { readFile } from 'node:fs/promises';
import { startEngine, type EngineHarness } from '../support/engine-harness.ts';
import { addFinished } from '../support/export-rows.ts';
import { startProgram } from '../support/posthorn-program.ts';
import type { BenchSetup } from './bench-setup.ts';
import { settle } from './kept-databases.ts';
import type { Section, Value } from './measurement.ts';
import { scaled } from './scale.ts';

const ROWS = scaled(1_000_000);
const ROWS_WORDS = ROWS.toLocaleString('en');
const LINE_END = 10;
const KIB_A_MIB = 1_024;

export const EXPORTS: Section = {
  title: 'Exports',
  about: `All of ${ROWS_WORDS} finished deliveries as one answer of a process that serves the API alone, and the most that its resident
memory grew meanwhile, once it had answered such an export before.`,
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
  const program = await startProgram({ DATABASE_URL: database.url, POSTHORN_ROLE: 'api' });
  try {
    await readExport(program.baseUrl, type, async () => Promise.resolve());
    const before = await residentMib(program.pid);
    let most = before;
    const startedAt = performance.now();
    const rows = await readExport(program.baseUrl, type, async () => {
      most = Math.max(most ?? 0, (await residentMib(program.pid)) ?? 0);
    });
    const seconds = (performance.now() - startedAt) / 1_000;
    if (rows < ROWS) throw new Error(`The export had ${rows} lines instead of ${ROWS}.`);
    return [rows / seconds, before === null || most === null ? null : most - before];
  } finally {
    await program.stop();
  }
}

/** Answers how many lines came; looks on every hundredth chunk. */
async function readExport(url: string, type: string, look: () => Promise<void>): Promise<number> {
  const response = await fetch(`${url}/api/deliveries`, { headers: { Accept: type } });
  let [lines, chunks] = [0, 0];
  for await (const chunk of response.body ?? []) {
    for (const byte of chunk as Uint8Array) if (byte === LINE_END) lines += 1;
    chunks += 1;
    if (chunks % 100 === 0) await look();
  }
  return lines;
}

/** Null where the system does not tell of other processes so. */
async function residentMib(pid: number): Promise<Value> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kib === undefined ? null : Number(kib) / KIB_A_MIB;
}
