import { randomUUID } from 'node:crypto';
import { link, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { alreadyRunning } from './embedded-postgres-error.ts';
import { processStart } from './process-identity.ts';

interface LockHolder {
  pid: number;
  /** What processStart said of the pid, so that a reused pid is not taken for the holder. */
  start: string;
}

export interface FolderLock {
  release(): Promise<void>;
}

const NAME = /^posthorn\.lock\.(\d{1,15})$/;

/** undefined for a lock that was given back, and for one that a power cut left unreadable. */
export function parseLockHolder(text: string): LockHolder | undefined {
  try {
    const { pid, start } = JSON.parse(text) as Partial<LockHolder>;
    return Number.isInteger(pid) && Number(pid) > 0 && typeof start === 'string'
      ? { pid: Number(pid), start }
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * One process at a time holds a folder. The lock is the file `posthorn.lock.<n>` of the highest n; a dead holder's
 * lock is taken over by creating n+1, which only one process can. The highest file is never deleted, only marked
 * as given back: with a single file that is removed and made again, a slow taker could remove a live one.
 *
 * @throws EmbeddedPostgresError `already_running` with the holder's pid
 */
export async function acquireFolderLock(folder: string): Promise<FolderLock> {
  const self = { pid: process.pid, start: (await processStart(process.pid)) ?? 'unknown' };
  for (;;) {
    const newest = await newestGeneration(folder);
    const holder = await readHolder(folder, newest);
    if (holder && (await isAlive(holder))) throw alreadyRunning(folder, holder.pid);
    const mine = newest + 1;
    if (!(await createGeneration(folder, mine, self))) continue;
    if ((await newestGeneration(folder)) === mine) {
      await removeOlder(folder, mine);
      return { release: () => replaceFile(lockFile(folder, mine), JSON.stringify({ released: true })) };
    }
    // Slower than a whole take-over and its clean-up: what was created is an old generation.
    await rm(lockFile(folder, mine), { force: true });
  }
}

async function isAlive(holder: LockHolder): Promise<boolean> {
  return (await processStart(holder.pid)) === holder.start;
}

async function generations(folder: string): Promise<number[]> {
  return (await readdir(folder)).flatMap((name) => {
    const generation = NAME.exec(name)?.[1];
    return generation === undefined ? [] : [Number(generation)];
  });
}

async function newestGeneration(folder: string): Promise<number> {
  return Math.max(0, ...(await generations(folder)));
}

async function readHolder(folder: string, generation: number): Promise<LockHolder | undefined> {
  try {
    return parseLockHolder(await readFile(lockFile(folder, generation), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A hard link, because it appears with its whole content or not at all. */
async function createGeneration(folder: string, generation: number, holder: LockHolder): Promise<boolean> {
  const draft = join(folder, `posthorn.lock-draft-${randomUUID()}`);
  await writeFile(draft, JSON.stringify(holder), { flag: 'wx', mode: 0o644 });
  try {
    await link(draft, lockFile(folder, generation));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function removeOlder(folder: string, mine: number): Promise<void> {
  for (const generation of await generations(folder)) {
    if (generation < mine) await rm(lockFile(folder, generation), { force: true });
  }
}

async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}-draft-${randomUUID()}`;
  await writeFile(draft, text, { flag: 'wx', mode: 0o644 });
  await rename(draft, file);
}

function lockFile(folder: string, generation: number): string {
  return join(folder, `posthorn.lock.${String(generation)}`);
}
