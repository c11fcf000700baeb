import { randomUUID } from 'node:crypto';
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { binariesDoNotRun, cannotBecomeUser, noBinaries } from './embedded-postgres-error.ts';
import { runProgram } from './run-program.ts';
import type { ServerAccount } from './server-account.ts';

/** A folder with the content of one `@embedded-postgres/<platform>-<arch>` package. */
export interface ServerBinaries {
  packageDir: string;
  /** `18.4.0-beta.17` */
  version: string;
  /** `18`, as it stands in a cluster's PG_VERSION. */
  major: string;
}

interface PackageSymlink {
  source: string;
  target: string;
}

/** @throws EmbeddedPostgresError `no_binaries` when npm did not install the package for this machine */
export async function findInstalledBinaries(): Promise<ServerBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(packageName);
  } catch {
    throw noBinaries(packageName);
  }
  const packageDir = dirname(dirname(entry));
  const manifest = JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8')) as {
    version: string;
  };
  return { packageDir, version: manifest.version, major: manifest.version.split('.')[0] ?? '' };
}

export function programFile(binaries: ServerBinaries, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  return join(binaries.packageDir, 'native', 'bin', file);
}

/**
 * Binaries that the given account can run: those of node_modules, or a copy in `makeCopiesDir()` where node_modules is
 * out of the account's reach, or where the links between libraries are missing and cannot be made there.
 *
 * @throws EmbeddedPostgresError `no_binaries` | `no_unprivileged_user`
 */
export async function prepareBinaries(
  installed: ServerBinaries,
  makeCopiesDir: () => Promise<string>,
  account: ServerAccount | undefined,
): Promise<ServerBinaries> {
  if (
    (await makeLibraryLinks(installed.packageDir)) &&
    (await whyNotRunning(installed, account)) === undefined
  ) {
    return installed;
  }
  const copy = await copyBinaries(installed, await makeCopiesDir());
  const reason = await whyNotRunning(copy, account);
  if (reason === undefined) return copy;
  if (account) throw cannotBecomeUser(account.name, reason);
  throw binariesDoNotRun(programFile(copy, 'postgres'), reason);
}

async function whyNotRunning(
  binaries: ServerBinaries,
  account: ServerAccount | undefined,
): Promise<string | undefined> {
  for (const name of ['postgres', 'initdb'] as const) {
    const { exitCode, output } = await runProgram(programFile(binaries, name), ['--version'], { account });
    if (exitCode !== 0) return output || `${name} ended with ${String(exitCode)}`;
  }
  return undefined;
}

/**
 * npm packages cannot hold links; the package lists the ones it needs, and its install script, which would make
 * them, is not run by npm 11. Returns whether all of them are there.
 */
async function makeLibraryLinks(packageDir: string): Promise<boolean> {
  for (const { source, target } of await readLinkList(packageDir)) {
    const file = join(packageDir, target);
    if (await isPresent(file)) continue;
    try {
      await symlink(relative(dirname(target), source), file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EEXIST') return false;
    }
  }
  return true;
}

async function readLinkList(packageDir: string): Promise<PackageSymlink[]> {
  try {
    const text = await readFile(join(packageDir, 'native', 'pg-symlinks.json'), 'utf8');
    return JSON.parse(text) as PackageSymlink[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function isPresent(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

/** The copy appears under its final name only when it is whole, so that a killed start leaves no half of one. */
async function copyBinaries(installed: ServerBinaries, copiesDir: string): Promise<ServerBinaries> {
  const name = `postgres-${installed.version}-${process.platform}-${process.arch}`;
  const copy = { ...installed, packageDir: join(copiesDir, name) };
  if (await isPresent(copy.packageDir)) return copy;
  const draft = join(copiesDir, `${name}.making-${randomUUID()}`);
  try {
    await copyTree(join(installed.packageDir, 'native'), join(draft, 'native'));
    await chmod(draft, 0o755);
    await makeLibraryLinks(draft);
    await rename(draft, copy.packageDir);
  } catch (error) {
    // Another start may have been the first to finish the same copy.
    if (!(await isPresent(copy.packageDir))) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return copy;
}

/** Rights are set anew, because a checkout made under a narrow umask is readable by its owner only. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory() && !isForCompilersOnly(entry.name)) await copyTree(source, target);
    if (!entry.isFile() || isForCompilersOnly(entry.name)) continue;
    await copyFile(source, target);
    await chmod(target, (await stat(source)).mode & 0o100 ? 0o755 : 0o644);
  }
}

function isForCompilersOnly(name: string): boolean {
  return name.endsWith('.a') || name === 'pkgconfig' || name === 'pgxs' || name === 'include';
}
