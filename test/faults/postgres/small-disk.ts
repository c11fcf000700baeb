import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { errorCode } from '../../../src/engine/database-errors.ts';
import { NotRunnable } from '../scenarios/scenario.ts';

/** Of every system that has tmpfs. */
const UNMOUNT = 'umount';
const PIECE = Buffer.alloc(1_048_576);

/** A file system of its own that can be filled: a tmpfs, which only root may mount. */
export interface SmallDisk {
  readonly folder: string;
  /** Leaves no byte free. */
  fill(): Promise<void>;
  /** Gives back all that was filled. */
  free(): Promise<void>;
  close(): Promise<void>;
}

/** @throws NotRunnable where no file system can be mounted */
export async function mountSmallDisk(bytes: number): Promise<SmallDisk> {
  const folder = await mkdtemp(path.join(tmpdir(), 'posthorn-small-disk-'));
  try {
    await promisify(execFile)('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0755`, 'tmpfs', folder]);
  } catch (error) {
    await rm(folder, { recursive: true });
    throw new NotRunnable(`no file system can be mounted here (${String(error).split('\n')[0] ?? ''})`);
  }
  const unmount = (): void => {
    spawnSync(UNMOUNT, ['--lazy', folder]);
  };
  process.once('exit', unmount);
  const filler = path.join(folder, 'filler');
  return {
    folder,
    fill: async () => {
      await fill(filler);
    },
    free: async () => {
      await rm(filler);
    },
    close: async () => {
      process.off('exit', unmount);
      unmount();
      await rm(folder, { recursive: true });
    },
  };
}

async function fill(file: string): Promise<void> {
  const handle = await open(file, 'a');
  try {
    while ((await statfs(file)).bfree > 0) await handle.appendFile(PIECE);
  } catch (error) {
    if (errorCode(error) !== 'ENOSPC') throw error;
  } finally {
    await handle.close();
  }
}
