import { randomUUID } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { initdbFailed, wrongMajor } from './embedded-postgres-error.ts';
import { runProgram } from './run-program.ts';
import type { ServerAccount } from './server-account.ts';
import { programFile, type ServerBinaries } from './server-binaries.ts';

/** A database cluster on disk and what is needed to run it. */
export interface Cluster {
  dir: string;
  binaries: ServerBinaries;
  /** Whom the server runs as; undefined for the user of this process. */
  account: ServerAccount | undefined;
}

/**
 * Starting values that whoever runs Posthorn may change later (ALTER SYSTEM, postgresql.conf). fsync and
 * synchronous_commit keep PostgreSQL's own default, on: a committed event must outlive a power cut.
 */
const INITIAL_SETTINGS = {
  max_connections: '100',
  shared_buffers: '128MB',
  min_wal_size: '80MB',
  max_wal_size: '1GB',
  // Compiling a plan costs more than any statement of the hot path.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
} as const;

export async function hasCluster(clusterDir: string): Promise<boolean> {
  return (await readClusterMajor(clusterDir)) !== undefined;
}

/** undefined when there is no cluster in the folder. */
async function readClusterMajor(clusterDir: string): Promise<string | undefined> {
  try {
    return (await readFile(join(clusterDir, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** @throws EmbeddedPostgresError `wrong_major` */
export async function refuseOtherMajor(cluster: Cluster): Promise<void> {
  const found = await readClusterMajor(cluster.dir);
  if (found !== undefined && found !== cluster.binaries.major) {
    throw wrongMajor(cluster.dir, found, cluster.binaries.major);
  }
}

/**
 * Makes the cluster in a folder beside its place and renames it there when it is whole, so that a start that is
 * killed half-way leaves nothing that a later one could take for a cluster.
 *
 * @throws EmbeddedPostgresError `start_failed`
 */
export async function makeCluster(cluster: Cluster, password: string): Promise<void> {
  const place = dirname(cluster.dir);
  await removeUnfinished(cluster.dir);
  const making = join(place, `${unfinishedPrefix(cluster.dir)}${randomUUID()}`);
  const [passwordFile, draft] = [join(making, 'password'), join(making, 'cluster')];
  try {
    await mkdir(making, { mode: 0o700 });
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' });
    if (cluster.account) await handOver([passwordFile, draft, making], cluster.account);
    const { exitCode, output } = await runProgram(
      programFile(cluster.binaries, 'initdb'),
      initdbArguments(draft, passwordFile),
      { account: cluster.account },
    );
    if (exitCode !== 0) throw initdbFailed(cluster.dir, output);
    await rename(draft, cluster.dir);
  } finally {
    await removeTree(making);
  }
}

/** The built-in C.UTF-8 sorts by code point, knows letters beyond ASCII, and needs no locale of the system. */
function initdbArguments(clusterDir: string, passwordFile: string): string[] {
  return [
    `--pgdata=${clusterDir}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...Object.entries(INITIAL_SETTINGS).map(([name, value]) => `--set=${name}=${value}`),
  ];
}

async function handOver(paths: readonly string[], account: ServerAccount): Promise<void> {
  for (const path of paths) await chown(path, account.uid, account.gid);
}

async function removeUnfinished(clusterDir: string): Promise<void> {
  const [place, prefix] = [dirname(clusterDir), unfinishedPrefix(clusterDir)];
  for (const name of await readdir(place)) {
    if (name.startsWith(prefix)) await removeTree(join(place, name));
  }
}

/** Tried again when an initdb of a killed start still writes into it. */
async function removeTree(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

function unfinishedPrefix(clusterDir: string): string {
  return `${basename(clusterDir)}.making-`;
}
