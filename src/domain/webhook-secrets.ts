import { decodeSigningKey, SIGNING_KEY_FORM } from './signing-keys.ts';

/** How a webhook's requests are signed: by a secret that both sides know, or by a key whose public half is shown. */
export const SIGNATURE_KINDS = ['hmac-sha256', 'hmac-sha512', 'ed25519'] as const;
export type SignatureKind = (typeof SIGNATURE_KINDS)[number];

/** The prefix of a Standard Webhooks symmetric secret. */
const PREFIX = 'whsec_';
/** The base64 of 24 to 64 bytes: no last letter holds bits that are lost, and its padding is whole or absent. */
const SHARED_SECRET_FORM =
  'whsec_(?:(?:[A-Za-z0-9+/]{4}){8,20}(?:[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=?)?|' +
  '(?:[A-Za-z0-9+/]{4}){8,21}(?:[A-Za-z0-9+/][AQgw](?:==)?)?)';
/** Of either kind of Standard Webhooks. */
export const SECRET_PATTERN = `^(?:${SHARED_SECRET_FORM}|${SIGNING_KEY_FORM})$`;
/** Of a secret of any format. */
export const SECRET_CHARACTERS_MAX = 512;
const BYTES_MIN = 24;
const BYTES_MAX = 64;
const GENERATED_BYTES = 32;

/** A new secret from the given randomness (at least 32 bytes): `whsec_` and base64 (Standard Webhooks, "Secrets"). */
export function createWebhookSecret(randomBytes: (size: number) => Buffer): string {
  return PREFIX + randomBytes(GENERATED_BYTES).toString('base64');
}

/** The key behind a `whsec_` secret, or null when it is not base64 of 24-64 bytes. */
export function decodeWebhookSecret(secret: string): Buffer | null {
  if (!secret.startsWith(PREFIX)) return null;
  const encoded = secret.slice(PREFIX.length);
  const key = Buffer.from(encoded, 'base64');
  // Buffer.from skips what is no base64; a secret that does not come back as it was is refused, not guessed at. Its
  // padding is there or left out as a whole: receivers' libraries refuse any other.
  const padded = key.toString('base64');
  if (encoded !== padded && encoded !== padded.replace(/=+$/, '')) return null;
  return key.length >= BYTES_MIN && key.length <= BYTES_MAX ? key : null;
}

/** Undefined where nothing is wrong with a text that begins `whsk_`. */
export function findSigningKeyFault(text: string): string | undefined {
  if (decodeSigningKey(text) !== null) return undefined;
  return new RegExp(`^${SIGNING_KEY_FORM}$`).test(text)
    ? 'must end in the public key that belongs to its private key'
    : 'must be whsk_ and the base64 of the 32 bytes of an ed25519 private key and the 32 of its public key';
}
