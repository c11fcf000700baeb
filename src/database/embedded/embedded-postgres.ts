import { dirname, resolve } from 'node:path';
import { chooseAccount, chooseClusterDir, makeSystemDir, refuseForeignCluster } from './cluster-place.ts';
import { hasCluster, makeCluster, refuseOtherMajor, type Cluster } from './cluster.ts';
import {
  ensurePassword,
  explainFolderErrors,
  openDataFolder,
  passwordFile,
  readPassword,
  readRecord,
  writeRecord,
} from './data-folder.ts';
import { passwordRejected } from './embedded-postgres-error.ts';
import { acquireFolderLock, type FolderLock } from './folder-lock.ts';
import { launchServer, type RunningServer } from './postgres-server.ts';
import type { ServerAccount } from './server-account.ts';
import { findInstalledBinaries, prepareBinaries, type ServerBinaries } from './server-binaries.ts';
import { pruneServerLog } from './server-log.ts';
import { databaseUrl, isPasswordRejected, startOrAdoptServer } from './server-start.ts';
import { ServerSupervisor } from './server-supervisor.ts';

export interface EmbeddedPostgresOptions {
  /** The data folder, made when it is not there; a relative one is taken from the working folder. */
  dataDir: string;
  log: (line: string) => void;
  /** The server ended by itself or was killed; it is being started again, on the same port. */
  onUnexpectedExit?: () => void;
}

export interface EmbeddedPostgres {
  /** Superuser URL with the generated password; 127.0.0.1 only. */
  url: string;
  port: number;
  /** Where the cluster really lives; as root that may be outside the data folder. */
  dataDir: string;
  /** Fast shutdown; settles when the server's process is gone. Calling it again waits for the same. */
  stop(): Promise<void>;
}

const LOG_PRUNE_INTERVAL_MS = 60_000;

/**
 * Runs the PostgreSQL that npm brought, as a process that outlives this one if this one is killed: the next start
 * on the same folder takes it over. Call `stop` at a normal end.
 *
 * @throws EmbeddedPostgresError whose message says what to do
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  return explainFolderErrors(resolve(options.dataDir), async () => {
    const installed = await findInstalledBinaries();
    const account = await chooseAccount(options.dataDir);
    const folder = await openDataFolder(options.dataDir, account);
    return withLocks(folder, account, (clusterDir, release) =>
      startLocked(options, { folder, clusterDir, installed, account, release }),
    );
  });
}

interface LockedFolder {
  folder: string;
  clusterDir: string;
  installed: ServerBinaries;
  account: ServerAccount | undefined;
  release: () => Promise<void>;
}

/** Two locks where the cluster is elsewhere: a copied data folder points to the cluster of the original. */
async function withLocks<T>(
  folder: string,
  account: ServerAccount | undefined,
  work: (clusterDir: string, release: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const locks: FolderLock[] = [await acquireFolderLock(folder)];
  const release = async (): Promise<void> => {
    for (const lock of locks.splice(0).reverse()) await lock.release();
  };
  try {
    const clusterDir = await chooseClusterDir(folder, account);
    const place = dirname(clusterDir);
    if (place !== folder) locks.push(await acquireFolderLock(place));
    return await work(clusterDir, release);
  } catch (error) {
    await release();
    throw error;
  }
}

async function startLocked(
  options: EmbeddedPostgresOptions,
  locked: LockedFolder,
): Promise<EmbeddedPostgres> {
  const { folder, clusterDir, account } = locked;
  const makeCopiesDir = account ? makeSystemDir : () => Promise.resolve(folder);
  const binaries = await prepareBinaries(locked.installed, makeCopiesDir, account);
  const cluster: Cluster = { dir: clusterDir, binaries, account };
  const password = await prepareCluster(cluster, folder, options.log);
  const record = await readRecord(folder);
  const server = await startOrAdoptServer({
    cluster,
    password,
    preferredPort: record?.port,
    log: options.log,
  });
  await refuseWrongPassword(server, password, folder);
  if (record && record.port !== server.port) await writeRecord(folder, { ...record, port: server.port });
  options.log(
    `embedded PostgreSQL ${binaries.major} runs on port ${String(server.port)}, data in ${clusterDir}`,
  );
  return supervise(options, locked, { cluster, server, password });
}

/** Returns the password of the cluster, which is made when it is not there. */
async function prepareCluster(
  cluster: Cluster,
  folder: string,
  log: (line: string) => void,
): Promise<string> {
  if (await hasCluster(cluster.dir)) {
    await refuseOtherMajor(cluster);
    await refuseForeignCluster(cluster);
    return readPassword(folder);
  }
  const password = await ensurePassword(folder);
  log(`making a new database in ${cluster.dir}`);
  await makeCluster(cluster, password);
  return password;
}

async function refuseWrongPassword(server: RunningServer, password: string, folder: string): Promise<void> {
  if (!(await isPasswordRejected(server.port, password))) return;
  await server.stop();
  throw passwordRejected(passwordFile(folder));
}

function supervise(
  options: EmbeddedPostgresOptions,
  locked: LockedFolder,
  running: { cluster: Cluster; server: RunningServer; password: string },
): EmbeddedPostgres {
  const { cluster, server, password } = running;
  const supervisor = new ServerSupervisor(server, {
    relaunch: () => launchServer(cluster, server.port),
    onUnexpectedExit: options.onUnexpectedExit ?? (() => undefined),
    log: options.log,
  });
  const prune = (): void => void pruneServerLog(cluster.dir).catch(() => undefined);
  prune();
  const pruning = setInterval(prune, LOG_PRUNE_INTERVAL_MS).unref();
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    clearInterval(pruning);
    await supervisor.stop();
    await locked.release();
  };
  return {
    url: databaseUrl(server.port, password),
    port: server.port,
    dataDir: cluster.dir,
    stop: () => (stopping ??= stop()),
  };
}
