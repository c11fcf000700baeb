import { createHmac } from 'node:crypto';
import { decodeWebhookSecret } from '../domain/webhook-secrets.ts';
import { compileText, type Scope } from './placeholders.ts';
import { WireFormatError, type SignatureFormat } from './wire-format.ts';

const ALGORITHMS = { 'hmac-sha256': 'sha256', 'hmac-sha512': 'sha512' } as const;
const BODY_MARK = '{body}';

/** Compiles a signature to a function that gives the header's value, one signature a secret. */
export function compileSignature(format: SignatureFormat): (scope: Scope & { body: Buffer }) => string {
  const sign = compileContent(format);
  const value = compileText(format.value, { signature: (scope) => scope.signature ?? '' });
  return (scope) =>
    scope.input.secrets
      .map((secret) => value({ ...scope, signature: sign(scope, readKey(format, secret)) }))
      .join(format.separator);
}

/** The body goes into the hash as the Buffer that is sent, never as text made again (guarantee 5). */
function compileContent(format: SignatureFormat): (scope: Scope & { body: Buffer }, key: Buffer) => string {
  const at = format.content.indexOf(BODY_MARK);
  if (at === -1) throw new WireFormatError('The signed content must contain {body}.');
  const before = compileText(format.content.slice(0, at));
  const after = compileText(format.content.slice(at + BODY_MARK.length));
  return (scope, key) =>
    createHmac(ALGORITHMS[format.algorithm], key)
      .update(before(scope))
      .update(scope.body)
      .update(after(scope))
      .digest(format.encoding);
}

function readKey(format: SignatureFormat, secret: string): Buffer {
  if (format.key === 'utf8') return Buffer.from(secret, 'utf8');
  const key = decodeWebhookSecret(secret);
  if (key === null) throw new WireFormatError('The secret is not a whsec_ secret.');
  return key;
}
