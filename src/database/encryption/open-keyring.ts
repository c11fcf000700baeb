import { randomBytes } from 'node:crypto';
import { opensCanary, sealCanary } from '../../domain/encryption/canary.ts';
import { Keyring, type EncodedKey } from '../../domain/encryption/keyring.ts';
import type { EngineLog } from '../../engine/engine-log.ts';
import { run, type Queryable } from '../../engine/statement.ts';
import { encryptionKeyFile, makeKeyFile, readKeyFile } from '../embedded/key-file.ts';
import { DatabaseError } from '../server-checks.ts';
import { FIND_KEYS } from './sql/find-keys.ts';
import { REGISTER_KEY } from './sql/register-key.ts';

export interface KeyringSource {
  readonly db: Queryable;
  /** The operator's, the first of which seals. */
  readonly keys: readonly EncodedKey[];
  /** Of an embedded server, where a key is made if there is none; null for a server of one's own. */
  readonly dataDir: string | null;
  readonly log: EngineLog;
}

interface KeyRow {
  readonly id: string;
  readonly canary: string;
}

const UNENCRYPTED =
  'POSTHORN_ENCRYPTION_KEYS is not set: webhook secrets and header values are stored as they are';

/**
 * The keys of this process, held to what the database was used with.
 * @throws DatabaseError for a key that is missing, or is another than the database knows by its name
 */
export async function openKeyring(source: KeyringSource): Promise<Keyring> {
  const { db, dataDir, log } = source;
  const known = await run<KeyRow>(db, FIND_KEYS, []);
  const keyring = new Keyring(await gatherKeys(source, known), randomBytes);
  refuseWrongKeys(keyring, known, dataDir);
  const canary = sealCanary(keyring);
  if (canary === null) {
    log.warn({}, UNENCRYPTED);
  } else if (!known.some(({ id }) => id === canary.id)) {
    await run(db, REGISTER_KEY, [canary.id, canary.canary]);
    // Another process may have named another key so a moment ago.
    refuseWrongKeys(keyring, await run<KeyRow>(db, FIND_KEYS, []), dataDir);
  }
  return keyring;
}

/** The key file is made only for a database that nothing is sealed in: a new key would not open what is. */
async function gatherKeys(
  { keys, dataDir }: KeyringSource,
  known: readonly KeyRow[],
): Promise<readonly EncodedKey[]> {
  if (dataDir === null) return keys;
  const found = await readKeyFile(dataDir);
  if (found === null) {
    throw new DatabaseError(
      `The file ${encryptionKeyFile(dataDir)} does not hold an encryption key. Put it back as it was.`,
    );
  }
  if (found !== undefined) return keys.some(({ id }) => id === found.id) ? keys : [...keys, found];
  return keys.length > 0 || known.length > 0 ? keys : [await makeKeyFile(dataDir)];
}

function refuseWrongKeys(keyring: Keyring, known: readonly KeyRow[], dataDir: string | null): void {
  for (const { id, canary } of known) {
    if (!keyring.has(id)) throw new DatabaseError(missingKey(id, keyring, dataDir));
    if (!opensCanary(keyring, { text: canary, keyId: id })) throw new DatabaseError(wrongKey(id));
  }
}

function missingKey(id: string, { firstId }: Keyring, dataDir: string | null): string {
  const list = firstId === null ? `${id}:<base64>` : `${firstId}:…,${id}:<base64>`;
  const file = dataDir === null ? '' : ` (or put back the file ${encryptionKeyFile(dataDir)})`;
  return (
    `Secrets in this database are encrypted with the key ${id}, which this process does not have. ` +
    `Set POSTHORN_ENCRYPTION_KEYS=${list}${file}. A key may go once "npm run reencrypt" says so.`
  );
}

function wrongKey(id: string): string {
  return (
    `The key ${id} is not the one that secrets in this database are encrypted with under this name. ` +
    `Set the right one in POSTHORN_ENCRYPTION_KEYS; if this one is new, give it another name, in front of ${id}.`
  );
}
