import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, chown, mkdir, readdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { EmbeddedPostgresError, folderUnusable, passwordMissing } from './embedded-postgres-error.ts';
import type { ServerAccount } from './server-account.ts';

/** What `embedded-postgres.json` in the data folder keeps from one start to the next. */
interface DataFolderRecord {
  /** Where the cluster is: relative to the data folder, or absolute where the server's user cannot enter it. */
  clusterDir: string;
  /** The port of the last start, taken again while it is free. */
  port?: number;
}

const RECORD_NAME = 'embedded-postgres.json';

export function recordFile(folder: string): string {
  return join(folder, RECORD_NAME);
}

export function passwordFile(folder: string): string {
  return join(folder, 'postgres-password');
}

export function parseRecord(text: string): DataFolderRecord | undefined {
  try {
    const { clusterDir, port } = JSON.parse(text) as Partial<DataFolderRecord>;
    if (typeof clusterDir !== 'string' || clusterDir === '') return undefined;
    return Number.isInteger(port) ? { clusterDir, port: Number(port) } : { clusterDir };
  } catch {
    return undefined;
  }
}

/**
 * Makes the folder when it is not there, closes it to others, and returns its real path. As root the group of the
 * server's user may pass through it (0710), so that it reaches its cluster; the files beside that stay root's.
 * A folder that holds other things too (someone's home, /tmp) keeps its rights: every file put there has its own.
 */
export async function openDataFolder(path: string, account: ServerAccount | undefined): Promise<string> {
  await mkdir(dirname(resolve(path)), { recursive: true });
  await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
  const folder = await realpath(path);
  const { uid } = await stat(folder);
  if (uid === process.getuid?.() && (await isOwnFolder(folder))) {
    if (account) await chown(folder, uid, account.gid);
    await chmod(folder, account ? 0o710 : 0o700);
  }
  return folder;
}

async function isOwnFolder(folder: string): Promise<boolean> {
  const names = await readdir(folder);
  return names.length === 0 || names.includes(RECORD_NAME);
}

export async function readRecord(folder: string): Promise<DataFolderRecord | undefined> {
  const text = await readIfPresent(recordFile(folder));
  return text === undefined ? undefined : parseRecord(text);
}

export async function writeRecord(folder: string, record: DataFolderRecord): Promise<void> {
  await replaceFile(recordFile(folder), `${JSON.stringify(record)}\n`);
}

/** @throws EmbeddedPostgresError `password_missing` */
export async function readPassword(folder: string): Promise<string> {
  const password = (await readIfPresent(passwordFile(folder)))?.trim();
  if (!password) throw passwordMissing(passwordFile(folder));
  return password;
}

/** 192 random bits, in letters that need no escaping in a URL. A password that is already there stays. */
export async function ensurePassword(folder: string): Promise<string> {
  const existing = (await readIfPresent(passwordFile(folder)))?.trim();
  if (existing) return existing;
  const password = randomBytes(24).toString('base64url');
  await replaceFile(passwordFile(folder), `${password}\n`);
  return password;
}

/** Turns the refusals of the file system into a sentence; everything else passes as it is. */
export async function explainFolderErrors<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    const reason = await folderFault(folder, error as NodeJS.ErrnoException);
    throw reason === undefined ? error : folderUnusable(folder, reason, error);
  }
}

async function folderFault(folder: string, error: NodeJS.ErrnoException): Promise<string | undefined> {
  switch (error.code) {
    case 'EACCES':
    case 'EPERM': {
      const owner = await stat(folder).catch(() => undefined);
      const who = `this process runs as user id ${String(process.getuid?.())}`;
      if (!owner) return `it may not be entered or made, and ${who}`;
      if (owner.uid === process.getuid?.()) return `the system refused it (${error.message})`;
      return `it belongs to user id ${String(owner.uid)}, and ${who}`;
    }
    case 'EROFS':
      return 'its file system is read-only';
    case 'EEXIST':
    case 'ENOTDIR':
      return 'it, or something on the way to it, is a file';
    default:
      return undefined;
  }
}

export async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}-draft-${randomUUID()}`;
  await writeFile(draft, text, { flag: 'wx', mode: 0o600 });
  await rename(draft, file);
}
