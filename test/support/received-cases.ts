import { Webhook } from 'standardwebhooks';
import type { ReceivedCase } from './snippet-verifiers.ts';

/** Requests that a real receiver got of Posthorn, each with a secret that they are signed by. */
export interface CapturedRequests {
  readonly plain: ReceivedCase;
  readonly oddlyWritten: ReceivedCase;
  readonly byUnpaddedSecret: ReceivedCase;
  readonly rotatedByOldSecret: ReceivedCase;
  readonly rotatedByNewSecret: ReceivedCase;
}

const withHeaders = (one: ReceivedCase, headers: Record<string, string>): ReceivedCase => ({
  ...one,
  headers: { ...one.headers, ...headers },
});

/** The request as it would be had it been signed at another time, by whom knows the secret. */
function signedAt(one: ReceivedCase, secondsFromNow: number): ReceivedCase {
  const moment = new Date(Date.now() + secondsFromNow * 1_000);
  const id = one.headers['webhook-id'] ?? '';
  return withHeaders(one, {
    'webhook-timestamp': String(Math.floor(moment.getTime() / 1_000)),
    'webhook-signature': new Webhook(one.secret).sign(id, moment, one.body.toString()),
  });
}

function without(one: ReceivedCase, header: string): ReceivedCase {
  return {
    ...one,
    headers: Object.fromEntries(Object.entries(one.headers).filter(([name]) => name !== header)),
  };
}

/** What a verifier accepts, by what it is; to be made right before it is judged, since they grow old. */
export function acceptedCases(captured: CapturedRequests): Map<string, ReceivedCase> {
  return new Map([
    ['a delivery with characters beyond ASCII', captured.plain],
    ['a delivery whose JSON is written oddly', captured.oddlyWritten],
    ['a delivery by a secret without padding', captured.byUnpaddedSecret],
    ['a delivery with two signatures, by the old secret', captured.rotatedByOldSecret],
    ['a delivery with two signatures, by the new secret', captured.rotatedByNewSecret],
    ['a delivery of four minutes ago', signedAt(captured.plain, -240)],
  ]);
}

/** What it refuses. */
export function refusedCases(captured: CapturedRequests, stranger: string): Map<string, ReceivedCase> {
  const { plain: one, rotatedByOldSecret: two } = captured;
  const signature = one.headers['webhook-signature'] ?? '';
  const changed = Buffer.from(one.body.toString().replace('4711', '4712'));
  const signed = (text: string): ReceivedCase => withHeaders(one, { 'webhook-signature': text });
  return new Map([
    ['a changed body', { ...one, body: changed }],
    ['a body with a byte more', { ...one, body: Buffer.concat([one.body, Buffer.from(' ')]) }],
    ['a wrong secret', { ...one, secret: stranger }],
    ['a wrong secret beside two signatures', { ...two, secret: stranger }],
    ['no secret', { ...one, secret: '' }],
    ['an old timestamp, rightly signed', signedAt(one, -330)],
    ['a timestamp of the future, rightly signed', signedAt(one, 330)],
    [
      'another timestamp',
      withHeaders(one, { 'webhook-timestamp': String(Math.floor(Date.now() / 1_000) + 60) }),
    ],
    ['a timestamp that is no number', withHeaders(one, { 'webhook-timestamp': 'now' })],
    ['another id', withHeaders(one, { 'webhook-id': 'evt_other' })],
    ['no timestamp', without(one, 'webhook-timestamp')],
    ['no id', without(one, 'webhook-id')],
    ['no signature', without(one, 'webhook-signature')],
    ['an empty signature', signed('')],
    ['a version without a signature', signed('v1,')],
    ['the signature without its version', signed(signature.slice('v1,'.length))],
    ['another version', signed(signature.replace('v1,', 'v1a,'))],
    ['half a signature', signed(signature.slice(0, 20))],
    ['a signature that is not base64', signed('v1,é!')],
  ]);
}
