import { createSecretKey, type KeyObject } from 'node:crypto';
import { createSigningKey, decodeSigningKey, isSigningKeyText } from '../domain/signing-keys.ts';
import {
  createWebhookSecret,
  decodeWebhookSecret,
  findSigningKeyFault,
  type SignatureKind,
} from '../domain/webhook-secrets.ts';
import type { SecretForm, SignatureFormat, SignatureScheme } from './wire-format.ts';

const GENERATED_BYTES = 32;
const HEX = /^(?:[0-9a-f]{2})+$/i;

type RandomBytes = (size: number) => Buffer;

const FORM_NAMES: Readonly<Record<SecretForm, string>> = {
  text: 'a text that does not begin whsk_',
  base64: 'base64',
  hex: 'an even number of hexadecimal digits',
  whsec: 'whsec_ and the base64 of 24 to 64 bytes',
  whsk: 'an ed25519 key that begins whsk_',
};

/** The key in a secret; null for a secret that is not of the scheme's form. */
export function readKey({ secret: form }: Pick<SignatureScheme, 'secret'>, secret: string): KeyObject | null {
  if (form === 'whsk') return decodeSigningKey(secret);
  const bytes = readBytes(form, secret);
  return bytes === null ? null : createSecretKey(bytes);
}

function readBytes(form: Exclude<SecretForm, 'whsk'>, secret: string): Buffer | null {
  switch (form) {
    // The private half of a key pair is shown to nobody, so that no receiver could verify with it.
    case 'text':
      return secret === '' || isSigningKeyText(secret) ? null : Buffer.from(secret, 'utf8');
    case 'base64':
      return decodeBase64(secret);
    case 'hex':
      return HEX.test(secret) ? Buffer.from(secret, 'hex') : null;
    case 'whsec':
      return decodeWebhookSecret(secret);
  }
}

/** What a secret signs with in a format; null where it does not. */
export function algorithmOf(format: SignatureFormat | null, secret: string): SignatureKind | null {
  return schemesOf(format).find((scheme) => readKey(scheme, secret) !== null)?.algorithm ?? null;
}

/** What a format can sign with, its own way first. */
export function algorithmsOf(format: SignatureFormat | null): readonly SignatureKind[] {
  return schemesOf(format).map(({ algorithm }) => algorithm);
}

/** Undefined where the format signs with the secret. The sentence never repeats it. */
export function findSecretFault(format: SignatureFormat | null, secret: string): string | undefined {
  if (format === null) return 'must not be given: the format does not sign';
  if (algorithmOf(format, secret) !== null) return undefined;
  const forms = [...new Set(schemesOf(format).map(({ secret: form }) => form))];
  if (forms.includes('whsk') && isSigningKeyText(secret)) return findSigningKeyFault(secret);
  return `must be ${forms.map((form) => FORM_NAMES[form]).join(', or ')}`;
}

/** The way in which a format signs with an algorithm; null where it does not. */
export function schemeOf(format: SignatureFormat, algorithm: SignatureKind): SignatureScheme | null {
  return schemesOf(format).find((scheme) => scheme.algorithm === algorithm) ?? null;
}

/** A new secret from the given randomness; of a whole format, one for its own way. */
export function createSecret({ secret: form }: SignatureScheme, randomBytes: RandomBytes): string {
  switch (form) {
    case 'text':
    case 'hex':
      return randomBytes(GENERATED_BYTES).toString('hex');
    case 'base64':
      return randomBytes(GENERATED_BYTES).toString('base64');
    case 'whsec':
      return createWebhookSecret(randomBytes);
    case 'whsk':
      return createSigningKey(randomBytes);
  }
}

function schemesOf(format: SignatureFormat | null): readonly SignatureScheme[] {
  return format === null ? [] : [format, ...format.alternatives];
}

/** Buffer.from passes over what is no base64: a secret that does not come back as it was is refused, not guessed at. */
function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  const padded = bytes.toString('base64');
  return text !== '' && (text === padded || text === padded.replace(/=+$/, '')) ? bytes : null;
}
