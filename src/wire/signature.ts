import { createHmac, createSecretKey, sign, type KeyObject } from 'node:crypto';
import { decodeSigningKey } from '../domain/signing-keys.ts';
import { decodeWebhookSecret } from '../domain/webhook-secrets.ts';
import { compileText, type Scope } from './placeholders.ts';
import { WireFormatError, type SignatureFormat, type SignatureScheme } from './wire-format.ts';

/** Of the HMACs; ed25519 has its own within. */
const HASHES = { 'hmac-sha256': 'sha256', 'hmac-sha512': 'sha512' } as const;
const BODY_MARK = '{body}';

type SignedScope = Scope & { readonly body: Buffer };

/** What is signed, around the body, which is the Buffer that is sent and never text made again (guarantee 5). */
interface Content {
  readonly before: (scope: SignedScope) => string;
  /** Null where the body ends it. */
  readonly after: ((scope: SignedScope) => string) | null;
}

/** Signs with one key. */
type Sign = (scope: SignedScope) => string;

/** Gives one secret's value in the header. */
type Signer = (scope: SignedScope) => string;

/** Compiles a signature to a function that gives the header's value, one signature a secret. */
export function compileSignature(format: SignatureFormat): (scope: SignedScope) => string {
  const signersOf = rememberSigners(format);
  return (scope) =>
    signersOf(scope.input.secrets)
      .map((signer) => signer(scope))
      .join(format.separator);
}

/** Reading a key costs as much as signing with it, so those of a list of secrets are kept as long as the list is. */
function rememberSigners(format: SignatureFormat): (secrets: readonly string[]) => readonly Signer[] {
  const content = compileContent(format.content);
  const makers = [format, ...(format.alternatives ?? [])].map((scheme) => compileScheme(scheme, content));
  const known = new WeakMap<readonly string[], readonly Signer[]>();
  return (secrets) => {
    let signers = known.get(secrets);
    if (signers === undefined) {
      signers = secrets.map((secret) => makeSigner(makers, secret));
      known.set(secrets, signers);
    }
    return signers;
  };
}

/** The first scheme that can read the secret signs with it. */
function makeSigner(makers: readonly ((secret: string) => Signer | null)[], secret: string): Signer {
  for (const make of makers) {
    const signer = make(secret);
    if (signer !== null) return signer;
  }
  throw new WireFormatError('The secret is not one that the format signs with.');
}

function compileContent(template: string): Content {
  const at = template.indexOf(BODY_MARK);
  if (at === -1) throw new WireFormatError('The signed content must contain {body}.');
  const end = template.slice(at + BODY_MARK.length);
  return { before: compileText(template.slice(0, at)), after: end === '' ? null : compileText(end) };
}

function compileScheme(scheme: SignatureScheme, content: Content): (secret: string) => Signer | null {
  const value = compileText(scheme.value, { signature: (scope) => scope.signature ?? '' });
  return (secret) => {
    const key = readKey(scheme, secret);
    if (key === null) return null;
    const signatureOf = createSign(scheme, content, key);
    return (scope) => value({ input: scope.input, body: scope.body, signature: signatureOf(scope) });
  };
}

function createSign(
  { algorithm, encoding }: SignatureScheme,
  { before, after }: Content,
  key: KeyObject,
): Sign {
  if (algorithm !== 'ed25519') {
    const hashName = HASHES[algorithm];
    return (scope) => {
      const hash = createHmac(hashName, key).update(before(scope)).update(scope.body);
      if (after !== null) hash.update(after(scope));
      return hash.digest(encoding);
    };
  }
  // It reads what it signs twice (RFC 8032 section 5.1.6), so that all of it must be at hand as one.
  return (scope) => {
    const parts = [Buffer.from(before(scope)), scope.body, Buffer.from(after?.(scope) ?? '')];
    return sign(null, Buffer.concat(parts), key).toString(encoding);
  };
}

/** Null for a secret that is not of the scheme's kind. */
function readKey({ key: kind }: SignatureScheme, secret: string): KeyObject | null {
  if (kind === 'whsk') return decodeSigningKey(secret);
  const bytes = kind === 'utf8' ? Buffer.from(secret, 'utf8') : decodeWebhookSecret(secret);
  return bytes === null ? null : createSecretKey(bytes);
}
