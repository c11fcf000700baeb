import { BUILT_IN_FORMATS, FORMAT_NAMES, type FormatName } from '../../src/wire/built-in-formats.ts';
import { compileWireFormat } from '../../src/wire/renderer.ts';
import type { ReceivedRequest, Verdict } from '../../src/wire/verification/verdict.ts';
import { verifyRequest } from '../../src/wire/verification/verify-request.ts';
import type { WireFormat } from '../../src/wire/wire-format.ts';
import { headersOf, inputOf } from './wire-inputs.ts';

export const NOW = 1_706_790_900_000;
export const BYTES = Buffer.from('0123456789abcdef0123456789abcdef');
export const WHSEC = `whsec_${BYTES.toString('base64')}`;
export const OTHER_WHSEC = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
export const TEXT = 'a secret of words';
export const SIGNING_NAMES = FORMAT_NAMES.filter((name) => BUILT_IN_FORMATS[name].signature !== null);

export function secretOf({ signature }: WireFormat): string {
  return signature?.secret === 'whsec' ? WHSEC : TEXT;
}

export function received(
  format: WireFormat,
  data = '{"order": 4711}',
  secrets = [secretOf(format)],
): ReceivedRequest {
  const request = compileWireFormat(format)(inputOf({ data, secrets, startedAt: NOW }));
  return { headers: headersOf(request), body: request.body };
}

export function judge(
  format: WireFormat,
  request: ReceivedRequest,
  { secrets = [secretOf(format)], nowMs = NOW }: { secrets?: readonly string[]; nowMs?: number } = {},
): Verdict {
  return verifyRequest(format, request, { secrets, nowMs, toleranceSeconds: 300 });
}

export const codesOf = ({ problems }: Verdict): string[] => problems.map(({ code }) => code);

export function without({ headers, body }: ReceivedRequest, name: string): ReceivedRequest {
  const kept = Object.entries(headers).filter(([key]) => key.toLowerCase() !== name.toLowerCase());
  return { headers: Object.fromEntries(kept), body };
}

export function withSignature(format: WireFormat, request: ReceivedRequest, value: string): ReceivedRequest {
  const header = format.signature?.header ?? '';
  return { ...request, headers: { ...request.headers, [header]: value } };
}

/** What the built-in formats sign, written down a second time. */
export function signedText(format: WireFormat, { headers, body }: ReceivedRequest): string {
  const at = String(Math.floor(NOW / 1_000));
  switch (format.name as FormatName) {
    case 'standard':
      return `${headers['webhook-id'] ?? ''}.${at}.${body.toString()}`;
    case 'svix':
      return `${headers['svix-id'] ?? ''}.${at}.${body.toString()}`;
    case 'stripe':
      return `${at}.${body.toString()}`;
    case 'optimizer':
      return `${String(NOW)}.${body.toString()}`;
    default:
      return body.toString();
  }
}
