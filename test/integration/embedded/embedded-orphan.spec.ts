import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../../src/database/embedded/embedded-postgres.ts';
import { end, serverOf, spawnPosthorn, type PosthornProcess } from './posthorn-process.ts';
import { isListening, isRunning, makePassableFolder, postmasterPid, query, until } from './server-probe.ts';
import { makeLinkedCheckout, type SmallCheckout } from './small-checkout.ts';

let folder: string;
let dataDir: string;
let checkout: SmallCheckout;
let processes: PosthornProcess[];
let servers: EmbeddedPostgres[];

beforeEach(async () => {
  folder = await makePassableFolder();
  dataDir = join(folder, '.posthorn');
  checkout = await makeLinkedCheckout(join(folder, 'checkout'));
  processes = [];
  servers = [];
});

afterEach(async () => {
  for (const process of processes) await end(process, 'SIGTERM');
  for (const server of servers) await server.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
});

function spawnOne(): PosthornProcess {
  const process = spawnPosthorn(checkout, dataDir);
  processes.push(process);
  return process;
}

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  servers.push(server);
  return server;
}

describe('after kill -9 of Posthorn', () => {
  it('the next start takes over the server that was left, and stops it at the end', async () => {
    const killed = spawnOne();
    const left = await serverOf(killed);
    await query(left.url, 'create table kept as select 42 as answer');
    const pid = await postmasterPid(left.dataDir);
    await end(killed, 'SIGKILL');
    expect(await isRunning(pid)).toBe(true);

    const next = await start();
    expect(await postmasterPid(next.dataDir)).toBe(pid);
    expect(next.url).toBe(left.url);
    expect(await query(next.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await next.stop();
    expect(await isListening(left.port)).toBe(false);
    await until('the end of the server', async () => !(await isRunning(pid)));
  });

  it('a server taken over is brought back too when it is killed', async () => {
    const killed = spawnOne();
    const left = await serverOf(killed);
    await end(killed, 'SIGKILL');
    const next = await start();
    const pid = await postmasterPid(next.dataDir);
    process.kill(pid, 'SIGKILL');
    await until('a new postmaster', async () => {
      return (await postmasterPid(next.dataDir)) !== pid && (await query(left.url, 'select 1')).length === 1;
    });
  });

  it('and of its server, the next start recovers what was committed', async () => {
    const killed = spawnOne();
    const left = await serverOf(killed);
    await query(left.url, 'create table kept as select 42 as answer');
    const pid = await postmasterPid(left.dataDir);
    await end(killed, 'SIGKILL');
    process.kill(pid, 'SIGKILL');

    const next = await start();
    expect(await postmasterPid(next.dataDir)).not.toBe(pid);
    expect(await query(next.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('a server that no longer knows the password is stopped and the start says which file is wrong', async () => {
    const killed = spawnOne();
    const left = await serverOf(killed);
    const pid = await postmasterPid(left.dataDir);
    await end(killed, 'SIGKILL');
    await writeFile(join(dataDir, 'postgres-password'), 'another\n');
    await expect(start()).rejects.toMatchObject({
      code: 'password_rejected',
      message: expect.stringContaining(join(dataDir, 'postgres-password')),
    });
    await until('the end of the server', async () => !(await isRunning(pid)));
  });

  it('in the middle of making the database, the next start makes it anew', async () => {
    const killed = spawnOne();
    await until('a half-made database', async () => {
      const names = await readdir(dataDir);
      const making = names.find((name) => name.startsWith('postgres.making-'));
      return making !== undefined && (await readdir(join(dataDir, making, 'cluster'))).includes('base');
    });
    await end(killed, 'SIGKILL');
    expect(await readdir(dataDir)).not.toContain('postgres');

    const next = await start();
    expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await readdir(dataDir)).filter((name) => name.includes('making'))).toEqual([]);
  });
});
