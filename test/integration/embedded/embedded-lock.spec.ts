import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../../src/database/embedded/embedded-postgres.ts';
import { acquireFolderLock } from '../../../src/database/embedded/folder-lock.ts';
import { end, errorOf, serverOf, spawnPosthorn, type PosthornProcess } from './posthorn-process.ts';
import { makePassableFolder, query } from './server-probe.ts';
import { makeLinkedCheckout } from './small-checkout.ts';

let folder: string;
let dataDir: string;
let processes: PosthornProcess[];
let servers: EmbeddedPostgres[];

beforeEach(async () => {
  folder = await makePassableFolder();
  dataDir = join(folder, '.posthorn');
  processes = [];
  servers = [];
});

afterEach(async () => {
  for (const process of processes) await end(process, 'SIGTERM');
  for (const server of servers) await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  servers.push(server);
  return server;
}

/** A lock as a dead process leaves it; its pid lives, but belongs to a process that began at another time. */
async function leaveStaleLock(lockedFolder: string): Promise<void> {
  await mkdir(lockedFolder, { recursive: true });
  const record = JSON.stringify({ pid: process.pid, start: 'before' });
  await writeFile(join(lockedFolder, 'posthorn.lock.7'), record);
}

describe('a second start on a folder in use', () => {
  it('is refused with the pid of the first, which goes on', async () => {
    const checkout = await makeLinkedCheckout(join(folder, 'checkout'));
    const first = spawnPosthorn(checkout, dataDir);
    processes.push(first);
    const server = await serverOf(first);

    await expect(start()).rejects.toMatchObject({
      code: 'already_running',
      message: expect.stringContaining(`process ${String(first.child.pid)}`),
    });
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);

    await end(first, 'SIGTERM');
    expect(first.child.exitCode).toBe(0);
    const second = await start();
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it.each(['a new folder', 'a folder with the lock of a dead process'])(
    'loses a race on %s to exactly one',
    async (kind) => {
      if (kind !== 'a new folder') await leaveStaleLock(dataDir);
      const checkout = await makeLinkedCheckout(join(folder, 'checkout'));
      const rivals = [1, 2, 3].map(() => spawnPosthorn(checkout, dataDir));
      processes.push(...rivals);
      const said = await Promise.all(rivals.map((rival) => rival.said));
      const codes = said.map((answer) => ('code' in answer ? answer.code : 'started'));
      expect(codes.sort()).toEqual(['already_running', 'already_running', 'started']);
      const loser = rivals[said.findIndex((answer) => 'code' in answer)];
      expect(loser && (await errorOf(loser)).message).toContain(dataDir);
    },
  );
});

describe('the folder lock', () => {
  it('is taken over from a dead process, also when its pid was given to another', async () => {
    await leaveStaleLock(dataDir);
    const lock = await acquireFolderLock(dataDir);
    await expect(acquireFolderLock(dataDir)).rejects.toMatchObject({ code: 'already_running' });
    await lock.release();
    await (await acquireFolderLock(dataDir)).release();
  });

  it('goes to exactly one of many that come at once', async () => {
    await leaveStaleLock(dataDir);
    for (let round = 0; round < 20; round += 1) {
      const results = await Promise.allSettled(Array.from({ length: 12 }, () => acquireFolderLock(dataDir)));
      const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      expect(won).toHaveLength(1);
      await won[0]?.release();
    }
    expect(await readdir(dataDir)).toEqual([expect.stringMatching(/^posthorn\.lock\.\d+$/)]);
  });
});

describe('a folder that cannot be started on', () => {
  it('of another PostgreSQL major is refused with the way to move it, and left as it was', async () => {
    const first = await start();
    await query(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    const versionFile = join(first.dataDir, 'PG_VERSION');
    const version = await readFile(versionFile, 'utf8');
    await writeFile(versionFile, '15\n');
    await expect(start()).rejects.toMatchObject({
      code: 'wrong_major',
      message: expect.stringMatching(/PostgreSQL 15.*PostgreSQL 18.*pg_dumpall.*psql/s),
    });

    await writeFile(versionFile, version);
    const again = await start();
    expect(await query(again.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('is named when it is a file', async () => {
    await writeFile(dataDir, '');
    await expect(start()).rejects.toMatchObject({ code: 'folder_unusable' });
  });

  it('says that its password is missing', async () => {
    const first = await start();
    await first.stop();
    await rm(join(dataDir, 'postgres-password'));
    await expect(start()).rejects.toMatchObject({ code: 'password_missing' });
  });

  it('keeps its rights when it holds other things too', async () => {
    await mkdir(dataDir);
    await writeFile(join(dataDir, 'notes.txt'), 'mine');
    await chmod(dataDir, 0o755);
    await start();
    expect((await stat(dataDir)).mode & 0o777).toBe(0o755);
  });
});
