import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runProgram } from '../../src/database/embedded/run-program.ts';
import { findPrograms } from './system-postgres.ts';

const THREADS = 2;

interface Load {
  /** Of the database, as a URL. */
  readonly url: string;
  /** Who the statements run as. */
  readonly role: string;
  readonly statement: string;
  readonly connections: number;
  /** Of one connection. */
  readonly transactions: number;
}

/**
 * Transactions a second of one prepared statement each, sent by Postgres' own load generator: a client that leaves the
 * processors to the server. Null where none is installed.
 */
export async function runPgbench(load: Load): Promise<number | null> {
  const programs = await findPrograms();
  if (programs === null) return null;
  const folder = await mkdtemp(path.join(tmpdir(), 'posthorn-pgbench-'));
  try {
    const script = path.join(folder, 'statement.sql');
    await writeFile(script, `${load.statement};\n`);
    const { output } = await runProgram(path.join(programs, 'pgbench'), [
      '--no-vacuum',
      '--protocol=prepared',
      `--file=${script}`,
      `--client=${load.connections}`,
      `--jobs=${THREADS}`,
      `--transactions=${load.transactions}`,
      `${load.url}?options=${encodeURIComponent(`-c role=${load.role}`)}`,
    ]);
    const rate = /^tps = ([\d.]+)/mu.exec(output)?.[1];
    if (rate === undefined) throw new Error(`pgbench measured nothing: ${output}`);
    return Number(rate);
  } finally {
    await rm(folder, { recursive: true });
  }
}
