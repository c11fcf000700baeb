import { readFile } from 'node:fs/promises';
import { runProgram } from './run-program.ts';

/**
 * When a process began, in words of the system: equal for the same process, different for a later one that was
 * given the same pid. undefined when there is no such process, or only its zombie.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return linuxProcessStart(pid);
  if (process.platform === 'win32') return isSignallable(pid) ? 'unknown' : undefined;
  const { exitCode, output } = await runProgram('/bin/ps', ['-o', 'stat=,lstart=', '-p', String(pid)]);
  const [state, ...start] = output.trim().split(/\s+/);
  return exitCode !== 0 || state === undefined || state.startsWith('Z') ? undefined : start.join(' ');
}

async function linuxProcessStart(pid: number): Promise<string | undefined> {
  try {
    const stat = parseProcStat(await readFile(`/proc/${String(pid)}/stat`, 'utf8'));
    if (!stat || stat.state === 'Z' || stat.state === 'X') return undefined;
    // The start is counted from boot, so that it says nothing without saying which boot.
    const bootId = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${bootId.trim()}:${stat.startTicks}`;
  } catch {
    return undefined;
  }
}

/** proc_pid_stat(5): the name in field 2 may itself hold spaces and brackets, so fields count from its last `)`. */
export function parseProcStat(text: string): { state: string; startTicks: string } | undefined {
  const fields = text
    .slice(text.lastIndexOf(')') + 1)
    .trim()
    .split(' ');
  const [state, startTicks] = [fields[0], fields[19]];
  return state && startTicks ? { state, startTicks } : undefined;
}

function isSignallable(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
