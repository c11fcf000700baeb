import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import type { Cluster } from './cluster.ts';
import { hasCluster } from './cluster.ts';
import { readRecord, recordFile, writeRecord } from './data-folder.ts';
import { clusterMissing, clusterUnreachable, folderUnusable } from './embedded-postgres-error.ts';
import { runProgram } from './run-program.ts';
import { findUnprivilegedAccount, isRoot, type ServerAccount } from './server-account.ts';

/** Where root's clusters and copies of the binaries live when the server's user cannot enter the checkout. */
export const SYSTEM_DIR = '/var/lib/posthorn';

const CLUSTER_NAME = 'postgres';

/**
 * Whom the server runs as: nobody else as a plain user; as root the owner of the cluster that is there already,
 * else `postgres`, else `nobody`.
 *
 * @throws EmbeddedPostgresError `no_unprivileged_user`
 */
export async function chooseAccount(folder: string): Promise<ServerAccount | undefined> {
  if (!isRoot()) return undefined;
  const owner = await stat(await recordedClusterDir(folder)).catch(() => undefined);
  if (!owner || owner.uid === 0) return findUnprivilegedAccount();
  return { name: `with id ${String(owner.uid)}`, uid: owner.uid, gid: owner.gid };
}

/**
 * The folder of the cluster, which may not have been made yet; its place, once chosen, is recorded in the data
 * folder and found again from there.
 *
 * @throws EmbeddedPostgresError `cluster_missing` | `folder_unusable`
 */
export async function chooseClusterDir(folder: string, account: ServerAccount | undefined): Promise<string> {
  const record = await readRecord(folder);
  if (record) {
    const clusterDir = inFolder(folder, record.clusterDir);
    if (dirname(clusterDir) !== folder) return checkSystemPlace(folder, clusterDir, account);
    // A first start that did not get as far as a cluster may choose its place again.
    if (await hasCluster(clusterDir)) return clusterDir;
  }
  const isOutOfReach = account !== undefined && !(await canEnter(account, folder));
  const clusterDir = isOutOfReach ? await makeSystemPlace(folder, account) : CLUSTER_NAME;
  await writeRecord(folder, { clusterDir });
  return inFolder(folder, clusterDir);
}

/** @throws EmbeddedPostgresError `folder_unusable` when a cluster that exists is another user's, or out of reach */
export async function refuseForeignCluster(cluster: Cluster): Promise<void> {
  if (cluster.account) {
    if (!(await canEnter(cluster.account, cluster.dir))) {
      throw clusterUnreachable(cluster.dir, cluster.account.name);
    }
    return;
  }
  const [owner, self] = [(await stat(cluster.dir)).uid, process.getuid?.()];
  if (self !== undefined && owner !== self) {
    const reason = `its database belongs to user id ${String(owner)}, and this process runs as user id ${String(self)}`;
    throw folderUnusable(dirname(cluster.dir), reason);
  }
}

/** Only a place that is gone is a loss; one without a cluster is a first start that was cut short. */
async function checkSystemPlace(
  folder: string,
  clusterDir: string,
  account: ServerAccount | undefined,
): Promise<string> {
  const place = dirname(clusterDir);
  const found = await stat(place).catch((error: unknown) => error as NodeJS.ErrnoException);
  if (!('code' in found)) return clusterDir;
  if (found.code === 'ENOENT') throw clusterMissing(clusterDir, recordFile(folder));
  throw account ? clusterUnreachable(clusterDir, account.name) : folderUnusable(place, found.message, found);
}

async function recordedClusterDir(folder: string): Promise<string> {
  return inFolder(folder, (await readRecord(folder))?.clusterDir ?? CLUSTER_NAME);
}

function inFolder(folder: string, clusterDir: string): string {
  return isAbsolute(clusterDir) ? clusterDir : join(folder, clusterDir);
}

/** Asked of the system itself, since mode bits alone do not tell what ACLs and mounts allow. */
async function canEnter(account: ServerAccount, folder: string): Promise<boolean> {
  const { exitCode } = await runProgram('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { account });
  return exitCode === 0;
}

async function makeSystemPlace(folder: string, account: ServerAccount): Promise<string> {
  await makeSystemDir();
  const checkout = basename(dirname(folder)).replace(/[^\w.-]/g, '_');
  const place = join(SYSTEM_DIR, `${checkout}-${randomBytes(4).toString('hex')}`);
  await mkdir(place, { mode: 0o700 });
  await chown(place, 0, account.gid);
  await chmod(place, 0o710);
  return join(place, CLUSTER_NAME);
}

/** Root-owned and passable by all, whatever the umask: the server's user finds its programs in it. */
export async function makeSystemDir(): Promise<string> {
  const made = await mkdir(SYSTEM_DIR, { recursive: true });
  if (made !== undefined) await chmod(SYSTEM_DIR, 0o755);
  return SYSTEM_DIR;
}
