import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import type { Uuid } from '../ids.ts';

/** The columns whose texts are sealed. */
export type SealedColumn = 'webhook_secrets.secret' | 'webhooks.headers' | 'encryption_keys.canary';

/** Where a sealed text stands; moved to any other place it cannot be opened. */
export interface SealedPlace {
  /** Both are empty for what belongs to no webhook. */
  readonly tenantId: Uuid;
  readonly webhookId: Uuid;
  readonly column: SealedColumn;
}

export interface EncryptionKey {
  /** 1 to 32 of A-Z, a-z, 0-9, _ and -. */
  readonly id: string;
  /** A secret key of 32 bytes. */
  readonly key: KeyObject;
}

/**
 * Why a sealed text stays closed: it has not the form of one, its key is not at hand, or something of it, or its place,
 * is not as it was when it was sealed. The message names the key and never what was sealed.
 */
export class SealedTextError extends Error {
  override readonly name = 'SealedTextError';

  constructor(
    readonly reason: 'malformed' | 'unknown_key' | 'tampered',
    readonly keyId: string | null,
  ) {
    super(`A sealed text cannot be opened (${reason}, key ${keyId ?? 'unknown'}).`);
  }
}

/** What every sealed text begins with: the version of its form. */
const VERSION = 'ph1';
const ALGORITHM = 'aes-256-gcm';
/** 96 random bits: at most 2^32 texts a key (NIST SP 800-38D section 8.3). */
export const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals a text by AES-256-GCM: `ph1:<key id>:<base64url of nonce, ciphertext, tag>`, bound to its place.
 * @param nonce 12 random bytes that no other text is sealed with
 */
export function sealText(
  text: string,
  place: SealedPlace,
  { id, key }: EncryptionKey,
  nonce: Buffer,
): string {
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(toAssociatedData(place));
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const record = Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]);
  return `${VERSION}:${id}:${record.toString('base64url')}`;
}

/** @throws SealedTextError */
export function openText(
  sealed: string,
  place: SealedPlace,
  findKey: (id: string) => EncryptionKey | undefined,
): string {
  const [version, keyId, encoded = '', ...rest] = sealed.split(':');
  const record = Buffer.from(encoded, 'base64url');
  const isWhole = record.length >= NONCE_BYTES + TAG_BYTES && record.toString('base64url') === encoded;
  if (version !== VERSION || keyId === undefined || !isWhole || rest.length > 0) {
    throw new SealedTextError('malformed', null);
  }
  const key = findKey(keyId);
  if (key === undefined) throw new SealedTextError('unknown_key', keyId);
  return decipher(record, place, key);
}

function decipher(record: Buffer, place: SealedPlace, { id, key }: EncryptionKey): string {
  const nonce = record.subarray(0, NONCE_BYTES);
  const opening = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  opening.setAAD(toAssociatedData(place));
  opening.setAuthTag(record.subarray(-TAG_BYTES));
  const text = opening.update(record.subarray(NONCE_BYTES, -TAG_BYTES));
  try {
    return Buffer.concat([text, opening.final()]).toString('utf8');
  } catch {
    throw new SealedTextError('tampered', id);
  }
}

/** Ids are UUIDs and columns are ours, so that no `|` stands in any of them. */
function toAssociatedData({ tenantId, webhookId, column }: SealedPlace): Buffer {
  return Buffer.from(`${tenantId}|${webhookId}|${column}`, 'utf8');
}
