import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { processStart } from './process-identity.ts';
import { runProgram } from './run-program.ts';

/** The lines of postmaster.pid that matter here (PostgreSQL source, src/include/utils/pidfile.h). */
interface PostmasterPid {
  pid: number;
  port: number | undefined;
  /** `starting`, `ready`, `standby` or `stopping`; empty until the server has written it. */
  status: string;
}

export function parsePostmasterPid(text: string): PostmasterPid | undefined {
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const port = Number(lines[3]);
  return { pid, port: Number.isInteger(port) && port > 0 ? port : undefined, status: lines[7] ?? '' };
}

export async function readPostmasterPid(clusterDir: string): Promise<PostmasterPid | undefined> {
  try {
    return parsePostmasterPid(await readFile(pidFile(clusterDir), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether the pid is a PostgreSQL server on exactly this folder, and not a stranger that was given its number. */
export async function isPostmasterOf(pid: number, clusterDir: string): Promise<boolean> {
  if (process.platform === 'linux') return isLinuxPostmasterOf(pid, clusterDir);
  if (process.platform === 'win32') return (await processStart(pid)) !== undefined;
  const { exitCode, output } = await runProgram('/bin/ps', ['-ww', '-o', 'args=', '-p', String(pid)]);
  return exitCode === 0 && output.includes('postgres') && output.includes(clusterDir);
}

/** A server's working folder is its data folder; it goes there before it writes its pid. */
async function isLinuxPostmasterOf(pid: number, clusterDir: string): Promise<boolean> {
  try {
    const [name, cwd, wanted] = await Promise.all([
      readFile(`/proc/${String(pid)}/comm`, 'utf8'),
      readlink(`/proc/${String(pid)}/cwd`),
      realpath(clusterDir),
    ]);
    return name.trim() === 'postgres' && cwd === wanted;
  } catch {
    return false;
  }
}

/**
 * PostgreSQL refuses to start while the recorded pid belongs to any process of the same user. A file whose pid is
 * dead is left in place: from it the server finds backends that outlived their postmaster.
 */
export async function removePidFileOfStranger(clusterDir: string): Promise<void> {
  const record = await readPostmasterPid(clusterDir);
  if (!record || (await processStart(record.pid)) === undefined) return;
  if (!(await isPostmasterOf(record.pid, clusterDir))) await rm(pidFile(clusterDir), { force: true });
}

function pidFile(clusterDir: string): string {
  return join(clusterDir, 'postmaster.pid');
}
