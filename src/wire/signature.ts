import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { decodeWebhookSecret } from '../domain/webhook-secrets.ts';
import { compileText, type Scope } from './placeholders.ts';
import { WireFormatError, type SignatureFormat } from './wire-format.ts';

const ALGORITHMS = { 'hmac-sha256': 'sha256', 'hmac-sha512': 'sha512' } as const;
const BODY_MARK = '{body}';

/** Compiles a signature to a function that gives the header's value, one signature a secret. */
export function compileSignature(format: SignatureFormat): (scope: Scope & { body: Buffer }) => string {
  const sign = compileContent(format);
  const value = compileText(format.value, { signature: (scope) => scope.signature ?? '' });
  const keysOf = rememberKeys(format);
  return ({ input, body }) =>
    keysOf(input.secrets)
      .map((key) => value({ input, body, signature: sign({ input, body }, key) }))
      .join(format.separator);
}

/** Reading a key costs as much as signing with it, so those of a list of secrets are kept as long as the list is. */
function rememberKeys(format: SignatureFormat): (secrets: readonly string[]) => readonly KeyObject[] {
  const known = new WeakMap<readonly string[], readonly KeyObject[]>();
  return (secrets) => {
    let keys = known.get(secrets);
    if (keys === undefined) {
      keys = secrets.map((secret) => createSecretKey(readKey(format, secret)));
      known.set(secrets, keys);
    }
    return keys;
  };
}

/** The body goes into the hash as the Buffer that is sent, never as text made again (guarantee 5). */
function compileContent(
  format: SignatureFormat,
): (scope: Scope & { body: Buffer }, key: KeyObject) => string {
  const at = format.content.indexOf(BODY_MARK);
  if (at === -1) throw new WireFormatError('The signed content must contain {body}.');
  const before = compileText(format.content.slice(0, at));
  const end = format.content.slice(at + BODY_MARK.length);
  const after = end === '' ? null : compileText(end);
  return (scope, key) => {
    const hash = createHmac(ALGORITHMS[format.algorithm], key).update(before(scope)).update(scope.body);
    if (after !== null) hash.update(after(scope));
    return hash.digest(format.encoding);
  };
}

function readKey(format: SignatureFormat, secret: string): Buffer {
  if (format.key === 'utf8') return Buffer.from(secret, 'utf8');
  const key = decodeWebhookSecret(secret);
  if (key === null) throw new WireFormatError('The secret is not a whsec_ secret.');
  return key;
}
