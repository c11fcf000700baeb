import { createHash, timingSafeEqual } from 'node:crypto';
import { fromPublicId, ID_PREFIXES, toPublicId, type Uuid } from './ids.ts';

/** What is stored of a key, as far as it decides whether the key is good. Hashes are SHA-256. */
export interface StoredKey {
  readonly secretHash: Uint8Array;
  /** Of the secret before the last rotation; good until `previousSecretExpiresAt`. */
  readonly previousSecretHash: Uint8Array | null;
  readonly previousSecretExpiresAt: Date | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

export interface ApiKeyParts {
  readonly id: Uuid;
  readonly secret: string;
}

const SECRET_BYTES = 32;
const KEY_FORM = /^ph_([0-9a-z]{26})_([0-9a-f]{64})$/;
const ID_BEGINNING = `${ID_PREFIXES.key}_`;
/** Stands where there is nothing to compare with: no text has it as its hash. */
const NO_HASH = new Uint8Array(32);

/** A new secret from the given randomness: 64 hexadecimal digits. */
export function createKeySecret(randomBytes: (size: number) => Buffer): string {
  return randomBytes(SECRET_BYTES).toString('hex');
}

/** SHA-256 without salt or stretching: 256 random bits cannot be guessed, and every request is judged by it. */
export function hashKeySecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** The key as its holder sends it: `ph_<id>_<secret>`, the id without its prefix. */
export function formatApiKey({ id, secret }: ApiKeyParts): string {
  return `ph_${toPublicId('key', id).slice(ID_BEGINNING.length)}_${secret}`;
}

/** Null for every text that `formatApiKey` did not make. */
export function parseApiKey(text: string): ApiKeyParts | null {
  const [, suffix = '', secret = ''] = KEY_FORM.exec(text) ?? [];
  const id = fromPublicId('key', ID_BEGINNING + suffix);
  return id === null ? null : { id, secret };
}

/**
 * Whether the secret opens the key at this moment. An unknown key takes the same comparisons as a known one, so that
 * time does not tell them apart.
 */
export function isGoodSecret(key: StoredKey | null, secret: string, now: number): boolean {
  return isGoodHash(key, hashKeySecret(secret), now);
}

/** As `isGoodSecret`, of a secret's hash. */
export function isGoodHash(key: StoredKey | null, given: Uint8Array, now: number): boolean {
  const isCurrent = timingSafeEqual(given, key?.secretHash ?? NO_HASH);
  const isPrevious = timingSafeEqual(given, key?.previousSecretHash ?? NO_HASH);
  const isLive = key?.revokedAt === null && !isOver(key.expiresAt, now);
  return isLive && (isCurrent || (isPrevious && !isOver(key.previousSecretExpiresAt, now)));
}

function isOver(end: Date | null, now: number): boolean {
  return end !== null && end.getTime() <= now;
}
