import { createPrivateKey, sign } from 'node:crypto';
import type { ReceivedCase } from './snippet-verifiers.ts';

/** Requests of a webhook signed by an ed25519 key that the test knows, as a receiver got them. */
export interface CapturedPair {
  /** `secret` is the public key. */
  readonly plain: ReceivedCase;
  /** The seed of the key pair. */
  readonly seed: Buffer;
  /** Signed by the key pair and by a shared secret. */
  readonly rotated: ReceivedCase;
}

const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

const withHeaders = (one: ReceivedCase, headers: Record<string, string>): ReceivedCase => ({
  ...one,
  headers: { ...one.headers, ...headers },
});

/** The request as it would be had it been signed at another time. */
function signedAt({ plain, seed }: CapturedPair, secondsFromNow: number): ReceivedCase {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
  const timestamp = String(Math.floor(Date.now() / 1_000) + secondsFromNow);
  const head = Buffer.from(`${plain.headers['webhook-id'] ?? ''}.${timestamp}.`);
  const signature = sign(null, Buffer.concat([head, plain.body]), key).toString('base64');
  return withHeaders(plain, { 'webhook-timestamp': timestamp, 'webhook-signature': `v1a,${signature}` });
}

/** What a verifier that knows a public key says to each, by what it is; to be made right before it is judged. */
export function keyPairCases(
  captured: CapturedPair,
  stranger: string,
): Map<string, readonly [ReceivedCase, boolean]> {
  const { plain, rotated } = captured;
  const signature = plain.headers['webhook-signature'] ?? '';
  const signed = (text: string): ReceivedCase => withHeaders(plain, { 'webhook-signature': text });
  const changed = Buffer.from(plain.body.toString().replace('4711', '4712'));
  return new Map<string, readonly [ReceivedCase, boolean]>([
    ['a delivery', [plain, true]],
    ['a delivery with a signature of each kind', [rotated, true]],
    ['a delivery of four minutes ago', [signedAt(captured, -240), true]],
    ['an old timestamp, rightly signed', [signedAt(captured, -330), false]],
    ['a timestamp of the future, rightly signed', [signedAt(captured, 330), false]],
    ['a timestamp that is no number', [withHeaders(plain, { 'webhook-timestamp': 'now' }), false]],
    ['another id', [withHeaders(plain, { 'webhook-id': 'evt_other' }), false]],
    ['a changed body', [{ ...plain, body: changed }, false]],
    ['another public key', [{ ...plain, secret: stranger }, false]],
    ['no public key', [{ ...plain, secret: '' }, false]],
    ['another version', [signed(signature.replace('v1a,', 'v1,')), false]],
    ['half a signature', [signed(signature.slice(0, 40)), false]],
    ['no signature', [signed(''), false]],
  ]);
}
