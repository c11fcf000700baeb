import { spawn, type ChildProcess } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';
import { isPostmasterOf, readPostmasterPid } from './postmaster-pid.ts';
import { asAccount, PROGRAM_ENVIRONMENT, runProgram } from './run-program.ts';
import { programFile } from './server-binaries.ts';
import { LOG_SETTINGS, startLogFile } from './server-log.ts';

/** A server that accepts connections. */
export interface RunningServer {
  pid: number;
  port: number;
  /** Settles when the server's process is gone, for whatever reason. Waiting for it keeps no process alive. */
  exited: Promise<void>;
  /** Fast shutdown: sessions are ended, data is flushed; settles when the process is gone. */
  stop(): Promise<void>;
}

interface SpawnedPostgres {
  child: ChildProcess;
  exited: Promise<void>;
}

const READY_POLL_MS = 20;
const ALIVE_POLL_MS = 500;
/** Crash recovery of a full write-ahead log on a slow disk comes before the first connection. */
const READY_TIMEOUT_MS = 300_000;
const ORPHAN_READY_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_SECONDS = 60;

/** undefined when the server ended before it was ready, as it does when its port was taken in the meantime. */
export async function launchServer(cluster: Cluster, port: number): Promise<RunningServer | undefined> {
  const { child, exited } = await spawnPostgres(cluster, port);
  const { pid } = child;
  if (pid === undefined || !(await becomesReady(cluster.dir, pid, exited))) {
    child.kill('SIGINT');
    await exited;
    return undefined;
  }
  child.unref();
  const stop = async (): Promise<void> => {
    child.ref();
    await stopServer(cluster, pid);
    // Left only when the data folder was taken away from under the server.
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGQUIT');
    await exited;
  };
  return { pid, port, exited, stop };
}

/**
 * A server that an earlier, killed Posthorn left running on this cluster, once it accepts connections. One that
 * does not get there in 30 s is stopped; undefined then, and when there is none.
 */
export async function findOrphan(cluster: Cluster): Promise<RunningServer | undefined> {
  const deadline = Date.now() + ORPHAN_READY_TIMEOUT_MS;
  for (;;) {
    const record = await readPostmasterPid(cluster.dir);
    if (!record || !(await isPostmasterOf(record.pid, cluster.dir))) return undefined;
    if (record.status === 'ready' && record.port !== undefined) {
      return adopt(cluster, record.pid, record.port);
    }
    if (Date.now() > deadline) await stopServer(cluster, record.pid);
    await sleep(READY_POLL_MS);
  }
}

function adopt(cluster: Cluster, pid: number, port: number): RunningServer {
  return {
    pid,
    port,
    exited: untilGone(cluster, pid, false),
    stop: async () => {
      await stopServer(cluster, pid);
      await untilGone(cluster, pid, true);
    },
  };
}

/**
 * A session of its own (detached), so that Ctrl-C at the terminal reaches Posthorn alone, which lets its work end
 * before it stops the database. Early output goes to a file: a pipe would break when Posthorn is killed.
 */
async function spawnPostgres(cluster: Cluster, port: number): Promise<SpawnedPostgres> {
  const outputFile = startLogFile(cluster.dir);
  // Made anew, because the last one may belong to root.
  await rm(outputFile, { force: true });
  const output = await open(outputFile, 'wx', 0o600);
  try {
    const child = spawn(programFile(cluster.binaries, 'postgres'), serverArguments(cluster.dir, port), {
      ...asAccount(cluster.account),
      cwd: dirname(cluster.dir),
      env: PROGRAM_ENVIRONMENT,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', output.fd, output.fd],
    });
    // Listened for at once: a server with a broken setting is gone within milliseconds.
    return { child, exited: untilExit(child) };
  } finally {
    await output.close();
  }
}

function untilExit(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.once('error', () => {
      resolve();
    });
  });
}

function serverArguments(clusterDir: string, port: number): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    ...LOG_SETTINGS,
  };
  return [
    '-D',
    clusterDir,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

async function becomesReady(clusterDir: string, pid: number, exited: Promise<void>): Promise<boolean> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  const hasExited = exited.then(() => true);
  while (Date.now() < deadline) {
    const record = await readPostmasterPid(clusterDir);
    if (record?.pid === pid && record.status === 'ready') return true;
    if (await Promise.race([hasExited, sleep(READY_POLL_MS, false)])) return false;
  }
  return false;
}

/** pg_ctl signals whatever pid the cluster's pid file names, so that is made sure of first. */
async function stopServer(cluster: Cluster, pid: number): Promise<void> {
  for (const mode of ['fast', 'immediate']) {
    const record = await readPostmasterPid(cluster.dir);
    if (record?.pid !== pid || !(await isPostmasterOf(pid, cluster.dir))) return;
    const { exitCode } = await runProgram(
      programFile(cluster.binaries, 'pg_ctl'),
      ['stop', '-D', cluster.dir, '-m', mode, '-w', '-t', String(STOP_TIMEOUT_SECONDS), '-s'],
      { account: cluster.account },
    );
    if (exitCode === 0) return;
  }
}

async function untilGone(cluster: Cluster, pid: number, ref: boolean): Promise<void> {
  while (await isPostmasterOf(pid, cluster.dir)) {
    await sleep(ref ? READY_POLL_MS : ALIVE_POLL_MS, undefined, { ref });
  }
}
