import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { chown, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findFreePort } from '../../src/database/embedded/free-port.ts';
import { asAccount, runProgram } from '../../src/database/embedded/run-program.ts';
import {
  findUnprivilegedAccount,
  isRoot,
  type ServerAccount,
} from '../../src/database/embedded/server-account.ts';

/** Where Debian's packages put the versions of Postgres. */
const VERSIONS = '/usr/lib/postgresql';
/** As the embedded server is set up, durable as Postgres is by itself. */
const SETTINGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'jit=off', 'max_wal_size=1GB'];

export interface SystemPostgres {
  /** Of a superuser. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts a server of the machine's own Postgres, the newest that is installed, in a folder of its own: it is compiled for
 * speed, where the embedded one is compiled for size and takes a third more CPU. Null where none is installed.
 */
export async function startSystemPostgres(): Promise<SystemPostgres | null> {
  const programs = await findPrograms();
  if (programs === null) return null;
  const account = isRoot() ? await findUnprivilegedAccount() : undefined;
  const folder = await mkdtemp(path.join(tmpdir(), 'posthorn-bench-'));
  const data = path.join(folder, 'data');
  const password = randomBytes(16).toString('hex');
  await writeFile(path.join(folder, 'password'), password, { mode: 0o644 });
  if (account !== undefined) await chown(folder, account.uid, account.gid);

  const run = async (program: string, args: readonly string[]): Promise<void> => {
    await runOrThrow(path.join(programs, program), args, account);
  };
  const login = ['-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${path.join(folder, 'password')}`];
  await run('initdb', ['-D', data, ...login]);
  const port = await findFreePort();
  const options = [`-p ${port}`, ...SETTINGS.map((setting) => `-c ${setting}`)].join(' ');
  await run('pg_ctl', ['-D', data, '-w', '-l', path.join(folder, 'log'), '-o', options, 'start']);

  const stopNow = (): void => {
    execFileSync(path.join(programs, 'pg_ctl'), ['-D', data, '-m', 'immediate', 'stop'], {
      ...asAccount(account),
      stdio: 'ignore',
    });
    rmSync(folder, { recursive: true });
  };
  // An interrupted bench leaves nothing running.
  process.once('exit', stopNow);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      process.off('exit', stopNow);
      await run('pg_ctl', ['-D', data, '-w', '-m', 'fast', 'stop']);
      await rm(folder, { recursive: true });
    },
  };
}

/** The newest version's folder of programs. */
export async function findPrograms(): Promise<string | null> {
  if (!existsSync(VERSIONS)) return null;
  const newestFirst = (await readdir(VERSIONS)).toSorted((a, b) => Number(b) - Number(a));
  const folders = newestFirst.map((version) => path.join(VERSIONS, version, 'bin'));
  return folders.find((folder) => existsSync(path.join(folder, 'initdb'))) ?? null;
}

async function runOrThrow(
  file: string,
  args: readonly string[],
  account: ServerAccount | undefined,
): Promise<void> {
  const { exitCode, output } = await runProgram(file, args, { account });
  if (exitCode !== 0) throw new Error(`${path.basename(file)} failed: ${output}`);
}
