import { readdir, readFile } from 'node:fs/promises';
import type { TestDatabase } from '../support/test-database.ts';

/** /proc counts in these on every Linux that Node runs on. */
const TICK_MS = 10;
/** Places of the numbers behind the name of the program, from 0: man 5 proc_pid_stat. */
const PARENT = 1;
const OWN_TIMES = [11, 12] as const;
const ENDED_CHILDREN_TIMES = [13, 14] as const;

/** CPU time that a process has used, ms; null where the system has no /proc. */
export async function cpuMsOf(pid: number): Promise<number | null> {
  const fields = await readStat(pid);
  return fields === null ? null : sumTicks(fields, OWN_TIMES);
}

/** The same of a database's whole server: all its processes, and those that have ended. */
export async function postgresCpuMs(database: Pick<TestDatabase, 'query'>): Promise<number | null> {
  const [row] = await database.query<{ pid: number }>('select pg_backend_pid() as pid');
  const backend = await readStat(row?.pid ?? 0);
  if (backend === null) return null;
  const server = backend[PARENT] ?? 0;
  let sum = sumTicks((await readStat(server)) ?? [], [...OWN_TIMES, ...ENDED_CHILDREN_TIMES]);
  for (const name of await readdir('/proc')) {
    const fields = /^\d+$/.test(name) ? await readStat(Number(name)) : null;
    if (fields?.[PARENT] === server) sum += sumTicks(fields, OWN_TIMES);
  }
  return sum;
}

/** CPU time of this process, ms. */
export function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** The numbers behind the program's name; the state before them counts as one that is no number. */
async function readStat(pid: number): Promise<readonly number[] | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return text === null
    ? null
    : text
        .slice(text.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
}

function sumTicks(fields: readonly number[], places: readonly number[]): number {
  return places.reduce((sum, place) => sum + (fields[place] ?? 0), 0) * TICK_MS;
}
