import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** The prefixes of Standard Webhooks for ed25519 (specification, "Signature scheme"). */
const PRIVATE_PREFIX = 'whsk_';
const PUBLIC_PREFIX = 'whpk_';
/** The pattern of 64 bytes in base64: no last letter holds bits that are lost, and its padding is whole or absent. */
export const SIGNING_KEY_FORM = 'whsk_[A-Za-z0-9+/]{85}[AQgw](?:==)?';
const PATTERN = new RegExp(`^${SIGNING_KEY_FORM}$`);
const SEED_BYTES = 32;
const PUBLIC_BYTES = 32;
/** What stands before the 32 bytes of a seed in PKCS #8 (RFC 8410 section 7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
/** What stands before the 32 bytes of a public key in SubjectPublicKeyInfo (RFC 8410 section 4). */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * A new ed25519 key from the given randomness (32 bytes): `whsk_` and the base64 of its seed and its public key, the form
 * that other senders' keys have too.
 */
export function createSigningKey(randomBytes: (size: number) => Buffer): string {
  const seed = randomBytes(SEED_BYTES);
  return PRIVATE_PREFIX + Buffer.concat([seed, publicBytesOf(toPrivateKey(seed))]).toString('base64');
}

/** The key behind a `whsk_` text, or null where it is no such text or its halves do not belong together. */
export function decodeSigningKey(text: string): KeyObject | null {
  if (!PATTERN.test(text)) return null;
  const bytes = Buffer.from(text.slice(PRIVATE_PREFIX.length), 'base64');
  const key = toPrivateKey(bytes.subarray(0, SEED_BYTES));
  return publicBytesOf(key).equals(bytes.subarray(SEED_BYTES)) ? key : null;
}

/** What receivers verify with: `whpk_` and the base64 of 32 bytes; null for a text that is no signing key. */
export function publicKeyOf(text: string): string | null {
  const key = decodeSigningKey(text);
  return key === null ? null : PUBLIC_PREFIX + publicBytesOf(key).toString('base64');
}

/** What verifies: of a public key that begins `whpk_`, or of the private one that begins `whsk_`; null for any other text. */
export function decodePublicKey(text: string): KeyObject | null {
  const own = decodeSigningKey(text);
  if (own !== null) return createPublicKey(own);
  if (!text.startsWith(PUBLIC_PREFIX)) return null;
  const bytes = Buffer.from(text.slice(PUBLIC_PREFIX.length), 'base64');
  if (bytes.length !== PUBLIC_BYTES) return null;
  return createPublicKey({ key: Buffer.concat([SPKI_HEAD, bytes]), format: 'der', type: 'spki' });
}

export function isSigningKeyText(text: string): boolean {
  return text.startsWith(PRIVATE_PREFIX);
}

function toPrivateKey(seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
}

function publicBytesOf(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-PUBLIC_BYTES);
}
