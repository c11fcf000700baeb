import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEncodedKey, type EncodedKey } from '../../domain/encryption/keyring.ts';
import { readIfPresent } from './data-folder.ts';

const KEY_BYTES = 32;

/** Beside the password, in the data folder; in the form of POSTHORN_ENCRYPTION_KEYS. */
export function encryptionKeyFile(folder: string): string {
  return join(folder, 'encryption-key');
}

/** Undefined where there is no file; null where it holds no key. */
export async function readKeyFile(folder: string): Promise<EncodedKey | null | undefined> {
  const text = await readIfPresent(encryptionKeyFile(folder));
  return text === undefined ? undefined : parseEncodedKey(text.trim());
}

/**
 * Makes a key that only its owner may read (0600). It is on the disk before anything is sealed with it: a power cut must
 * not take the key and leave what it has sealed. Its name is its own, so that a file of another folder is known as such.
 */
export async function makeKeyFile(folder: string): Promise<EncodedKey> {
  const id = `embedded-${randomBytes(4).toString('hex')}`;
  const key = { id, base64: randomBytes(KEY_BYTES).toString('base64') };
  const file = encryptionKeyFile(folder);
  const draft = `${file}-draft`;
  await rm(draft, { force: true });
  await writeThrough(draft, `${key.id}:${key.base64}\n`);
  await rename(draft, file);
  await syncFolder(folder);
  return key;
}

async function writeThrough(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The name of a new file is part of its folder. Windows opens no folders, and keeps names without being asked. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
