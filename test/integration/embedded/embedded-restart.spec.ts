import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { makeSystemDir } from '../../../src/database/embedded/cluster-place.ts';
import type { Cluster } from '../../../src/database/embedded/cluster.ts';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../../src/database/embedded/embedded-postgres.ts';
import { findFreePort } from '../../../src/database/embedded/free-port.ts';
import { readPostmasterPid } from '../../../src/database/embedded/postmaster-pid.ts';
import { findInstalledBinaries, prepareBinaries } from '../../../src/database/embedded/server-binaries.ts';
import { startOrAdoptServer } from '../../../src/database/embedded/server-start.ts';
import { isListening, isRunning, makePassableFolder, postmasterPid, query, until } from './server-probe.ts';

let folder: string;
let dataDir: string;
let started: EmbeddedPostgres[];
let lines: string[];

beforeEach(async () => {
  folder = await makePassableFolder();
  dataDir = join(folder, '.posthorn');
  started = [];
  lines = [];
});

afterEach(async () => {
  for (const server of started) await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(onUnexpectedExit: () => void = () => undefined): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, log: (line) => lines.push(line), onUnexpectedExit });
  started.push(server);
  return server;
}

/** The user, and the group as root, that the server of an existing cluster runs as. */
async function clusterOwner(clusterDir: string): Promise<{ uid: number; gid: number }> {
  const { uid, gid } = await stat(clusterDir);
  return { uid, gid };
}

async function clusterIn(clusterDir: string): Promise<Cluster> {
  const isRoot = process.getuid?.() === 0;
  const account = isRoot ? { name: 'owner', ...(await clusterOwner(clusterDir)) } : undefined;
  const binaries = await prepareBinaries(await findInstalledBinaries(), makeSystemDir, account);
  return { dir: clusterDir, binaries, account };
}

describe('a new embedded database', () => {
  it('listens on 127.0.0.1 only, asks for its password, and is durable', async () => {
    const server = await start();
    const [row] = await query(
      server.url,
      `select current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets,
              current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
              current_setting('server_encoding') as encoding, current_setting('max_connections') as connections,
              current_setting('jit') as jit, current_setting('TimeZone') as zone,
              upper('straße é') as upper, 'Z' < 'a' as by_code_point,
              (select usesuper from pg_user where usename = current_user) as superuser`,
    );
    expect(row).toEqual({
      addresses: '127.0.0.1',
      sockets: '',
      fsync: 'on',
      commit: 'on',
      encoding: 'UTF8',
      connections: '100',
      jit: 'off',
      zone: 'UTC',
      upper: 'STRAßE É',
      by_code_point: true,
      superuser: true,
    });
    const wrong = server.url.replace(/:[^:@]+@/, ':wrong@');
    await expect(query(wrong, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('keeps its secrets to its user', async () => {
    const server = await start();
    const mode = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
    expect(await mode(join(dataDir, 'postgres-password'))).toBe(0o600);
    expect(await mode(dataDir)).toBe(process.getuid?.() === 0 ? 0o710 : 0o700);
    expect(await mode(server.dataDir)).toBe(0o700);
    const password = (await readFile(join(dataDir, 'postgres-password'), 'utf8')).trim();
    expect(password.length).toBeGreaterThanOrEqual(32);
    expect(lines.join('\n')).not.toContain(password);
    expect(await readdir(dataDir)).not.toEqual(expect.arrayContaining([expect.stringContaining('making')]));
  });
});

describe('a restart', () => {
  it('keeps data, password and port', async () => {
    const first = await start();
    await query(first.url, 'create table kept as select 42 as answer');
    const pid = await postmasterPid(first.dataDir);
    await first.stop();
    expect(await isRunning(pid)).toBe(false);
    expect(await isListening(first.port)).toBe(false);

    const second = await start();
    expect(second.url).toBe(first.url);
    expect(second.dataDir).toBe(first.dataDir);
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('takes another port when the last one was taken', async () => {
    const first = await start();
    await first.stop();
    const other = createServer().listen(first.port, '127.0.0.1');
    await once(other, 'listening');
    try {
      const second = await start();
      expect(second.port).not.toBe(first.port);
      expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    } finally {
      other.close();
    }
  });

  it('tries another port when it loses the race for one', async () => {
    const server = await start();
    await server.stop();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const taken = address !== null && typeof address === 'object' ? address.port : 0;
    const choices = [taken];
    const running = await startOrAdoptServer({
      cluster: await clusterIn(server.dataDir),
      password: new URL(server.url).password,
      preferredPort: undefined,
      log: () => undefined,
      choosePort: async () => choices.pop() ?? findFreePort(),
    });
    other.close();
    expect(choices).toEqual([]);
    expect(running.port).not.toBe(taken);
    await running.stop();
  });

  it('starts over a pid file whose pid now belongs to a stranger, and leaves the stranger alone', async () => {
    const first = await start();
    const pidFile = join(first.dataDir, 'postmaster.pid');
    const stale = await readFile(pidFile, 'utf8');
    await first.stop();
    const owner = await clusterOwner(first.dataDir);
    const stranger = spawn('/bin/sleep', ['600'], process.getuid?.() === 0 ? owner : {});
    try {
      await writeFile(pidFile, stale.replace(/^\d+/, String(stranger.pid)));
      const second = await start();
      expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      await second.stop();
      expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    } finally {
      stranger.kill('SIGKILL');
      await once(stranger, 'exit');
    }
  });

  it('says where to look when the server does not start', async () => {
    const first = await start();
    await first.stop();
    await writeFile(join(first.dataDir, 'postgresql.auto.conf'), "shared_buffers = 'nonsense'\n");
    const failure = start();
    await expect(failure).rejects.toMatchObject({
      code: 'start_failed',
      message: expect.stringContaining(`${first.dataDir}-start.log`),
    });
    expect(await readFile(`${first.dataDir}-start.log`, 'utf8')).toContain('shared_buffers');
  });
});

describe('a server that ends under a running Posthorn', () => {
  it('is back on its port within seconds after kill -9, with what was committed', async () => {
    let exits = 0;
    const server = await start(() => exits++);
    await query(server.url, 'create table kept as select 42 as answer');
    for (const round of [1, 2]) {
      const pid = await postmasterPid(server.dataDir);
      process.kill(pid, 'SIGKILL');
      await until('a new postmaster', async () => {
        const now = await postmasterPid(server.dataDir);
        return now !== pid && (await query(server.url, 'select 1')).length === 1;
      });
      expect(await query(server.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
      expect(exits).toBe(round);
    }
    const pid = await postmasterPid(server.dataDir);
    await server.stop();
    expect(await isRunning(pid)).toBe(false);
  });

  it.each(['at once', 'when the end was noticed', 'when a new server is starting'])(
    'does not come back once stop was called %s',
    async (moment) => {
      let hasNoticed = false;
      const server = await start(() => {
        hasNoticed = true;
      });
      const pid = await postmasterPid(server.dataDir);
      process.kill(pid, 'SIGKILL');
      if (moment === 'when the end was noticed') await until(moment, () => hasNoticed);
      if (moment === 'when a new server is starting') {
        await until(moment, async () => (await postmasterPid(server.dataDir)) !== pid);
      }
      await server.stop();
      expect(await isListening(server.port)).toBe(false);
      const left = await readPostmasterPid(server.dataDir);
      expect(left && (await isRunning(left.pid))).toBeFalsy();
    },
  );
});
