import { createHmac, sign, type KeyObject } from 'node:crypto';
import { checkedHeader } from './header-value.ts';
import { compileText, type Scope, type Text } from './placeholders.ts';
import { readKey } from './secrets.ts';
import {
  RenderError,
  WireFormatError,
  type JsonMode,
  type SignatureFormat,
  type SignatureScheme,
} from './wire-format.ts';

/** Of the HMACs; ed25519 has its own within. */
export const HASHES = { 'hmac-sha256': 'sha256', 'hmac-sha512': 'sha512' } as const;
const BODY_MARK = '{body}';
const SIGNATURE_MARK = /\{signature(?:\||\})/;
const PREVIOUS_SUFFIX = '-Previous';
/** The current secret and the one before. */
const SECRETS_IN_HEADERS = 2;
/** A list grows by about 50 bytes a secret. */
const SECRETS_IN_LIST_MAX = 5;

type SignedScope = Scope & { readonly body: Buffer };

/** What is signed, around the body, which is the Buffer that is sent and never text made again (guarantee 5). */
interface Content {
  readonly before: Text;
  /** Null where the body ends it. */
  readonly after: Text | null;
}

/** Signs with one key. */
type Sign = (scope: SignedScope) => Buffer;

/** Gives one secret's value in the header. */
type Signer = (scope: SignedScope) => string;

/** A scheme, once it knows a secret; null for a secret that it cannot read. */
type MakeSigner = (secret: string) => Signer | null;

type Header = readonly [name: string, value: string];

/** Compiles a signature to a function that gives its headers, for one signature a secret. */
export function compileSignature(
  format: SignatureFormat,
  json: JsonMode,
): (scope: SignedScope) => readonly Header[] {
  const { header, separator, rotation } = format;
  const signersOf = rememberSigners(format, json);
  const prefix = checkedHeader(header, format.prefix, { path: 'signature.prefix', json });
  return (scope) => {
    const head = prefix(scope);
    const values = signersOf(scope.input.secrets).map((signer) => signer(scope));
    if (rotation === 'list') return [[header, head + values.join(separator)]];
    const names = signatureHeaderNames(format);
    return values.slice(0, SECRETS_IN_HEADERS).map((value, index) => [names[index] ?? header, head + value]);
  };
}

export function signatureHeaderNames({ header, rotation }: SignatureFormat): readonly string[] {
  return rotation === 'list' ? [header] : [header, header + PREVIOUS_SUFFIX];
}

/** How many secrets may sign at once, one after another as they are rotated. */
export function liveSecretsMax({ rotation }: SignatureFormat): number {
  return rotation === 'list' ? SECRETS_IN_LIST_MAX : SECRETS_IN_HEADERS;
}

/** Reading a key costs as much as signing with it, so those of a list of secrets are kept as long as the list is. */
function rememberSigners(
  format: SignatureFormat,
  json: JsonMode,
): (secrets: readonly string[]) => readonly Signer[] {
  const content = compileContent(format.content, json);
  const makers = [format, ...format.alternatives].map((scheme, index) => {
    const path = index === 0 ? 'signature' : `signature.alternatives[${index - 1}]`;
    return compileScheme(scheme, content, { header: format.header, path, json });
  });
  const known = new WeakMap<readonly string[], readonly Signer[]>();
  return (secrets) => {
    let signers = known.get(secrets);
    if (signers === undefined) {
      signers = secrets.flatMap((secret) => makeSigner(makers, secret));
      if (signers.length === 0)
        throw new RenderError('No secret of the webhook is of a kind that its format signs with.');
      known.set(secrets, signers);
    }
    return signers;
  };
}

/** The first scheme that can read the secret signs with it; one that none can is left from another format. */
function makeSigner(makers: readonly MakeSigner[], secret: string): Signer[] {
  for (const make of makers) {
    const signer = make(secret);
    if (signer !== null) return [signer];
  }
  return [];
}

function compileContent(template: string, json: JsonMode): Content {
  const place = { path: 'signature.content', json };
  const at = template.indexOf(BODY_MARK);
  const end = template.slice(at + BODY_MARK.length);
  if (at === -1 || end.includes(BODY_MARK)) throw new WireFormatError('must contain {body} once', place.path);
  return {
    before: compileText(template.slice(0, at), place),
    after: end === '' ? null : compileText(end, place),
  };
}

interface SchemePlace {
  readonly header: string;
  readonly path: string;
  readonly json: JsonMode;
}

function compileScheme(
  scheme: SignatureScheme,
  content: Content,
  { header, path, json }: SchemePlace,
): MakeSigner {
  const { encoding } = scheme;
  if ((scheme.algorithm === 'ed25519') !== (scheme.secret === 'whsk')) {
    throw new WireFormatError('must be whsk for ed25519, and for nothing else', `${path}.secret`);
  }
  if (!SIGNATURE_MARK.test(scheme.value))
    throw new WireFormatError('must contain {signature}', `${path}.value`);
  const encoded = (how: 'hex' | 'base64'): Text => {
    return ({ signature }) => signature?.toString(how) ?? '';
  };
  const extra = {
    signature: encoded(encoding),
    'signature|hex': encoded('hex'),
    'signature|base64': encoded('base64'),
  };
  const value = checkedHeader(header, scheme.value, { path: `${path}.value`, json, extra });
  return (secret) => {
    const key = readKey(scheme, secret);
    if (key === null) return null;
    const signatureOf = createSign(scheme, content, key);
    return (scope) => value({ input: scope.input, body: scope.body, signature: signatureOf(scope) });
  };
}

function createSign({ algorithm }: SignatureScheme, { before, after }: Content, key: KeyObject): Sign {
  if (algorithm !== 'ed25519') {
    const hashName = HASHES[algorithm];
    return (scope) => {
      const hash = createHmac(hashName, key).update(before(scope)).update(scope.body);
      if (after !== null) hash.update(after(scope));
      return hash.digest();
    };
  }
  // It reads what it signs twice (RFC 8032 section 5.1.6), so that all of it must be at hand as one.
  return (scope) => {
    const parts = [Buffer.from(before(scope)), scope.body, Buffer.from(after?.(scope) ?? '')];
    return sign(null, Buffer.concat(parts), key);
  };
}
