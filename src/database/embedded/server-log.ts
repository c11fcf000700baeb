import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The newest files that stay; with 10 MB a file the log takes at most 70 MB and what one minute adds. */
const LOG_FILES_KEPT = 7;
const LAST_LINES = 15;
const NAME = /^postgresql-[\d-]+\.log$/;

/** Rotation opens a new file at each 10 MB; the server itself never deletes one, pruneServerLog does. */
export const LOG_SETTINGS = {
  logging_collector: 'on',
  log_destination: 'stderr',
  log_directory: 'log',
  log_filename: 'postgresql-%Y%m%d-%H%M%S.log',
  log_rotation_size: '10MB',
  log_rotation_age: '1d',
} as const;

/** What the server says before its log collector runs; beside the cluster, since that belongs to the server. */
export function startLogFile(clusterDir: string): string {
  return `${clusterDir}-start.log`;
}

export async function pruneServerLog(clusterDir: string): Promise<void> {
  const names = await logNames(clusterDir);
  for (const name of names.slice(0, -LOG_FILES_KEPT)) {
    await rm(join(clusterDir, 'log', name), { force: true });
  }
}

/** The file to look into after a failed start, and its last lines. */
export async function readLastWords(clusterDir: string): Promise<{ file: string; text: string }> {
  const early = startLogFile(clusterDir);
  const newest = (await logNames(clusterDir)).at(-1);
  const collected = newest === undefined ? early : join(clusterDir, 'log', newest);
  const file = (await writtenAtMs(collected)) >= (await writtenAtMs(early)) ? collected : early;
  return { file, text: lastLines(await readFile(file, 'utf8').catch(() => '')) };
}

async function writtenAtMs(file: string): Promise<number> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

/** Oldest first: the names hold the time. */
async function logNames(clusterDir: string): Promise<string[]> {
  const names = await readdir(join(clusterDir, 'log')).catch(() => []);
  return names.filter((name) => NAME.test(name)).sort();
}

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-LAST_LINES).join('\n');
}
