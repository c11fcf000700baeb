import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { WebhookSignatureError } from './webhook-errors.ts';

const SECRET_BYTES = 32;
/** "5 minute tolerance" (the document, "Payload Signing"). */
const DEFAULT_TOLERANCE_MS = 300_000;
const HEX_DIGEST = /^[0-9a-f]{64}$/;
const DECIMAL = /^\d{1,16}$/;

/** Text or bytes are signed as they are; anything else as its JSON, which is what this library sends. */
export type SignedPayload = string | Uint8Array | object;

export interface WebhookSignature {
  /** HMAC-SHA256, 64 hexadecimal digits; `X-Webhook-Signature`. */
  readonly signature: string;
  /** Milliseconds since 1970; `X-Webhook-Timestamp`. */
  readonly timestamp: number;
  readonly algorithm: 'sha256';
}

/** What verifiers are told of a request. */
export type Timestamp = number | string;

/** HMAC-SHA256 over the time in milliseconds, a dot, and the payload: the wire format `optimizer`. */
export class WebhookSignatureService {
  /** A new secret: 64 hexadecimal digits of 256 random bits. */
  static generateSecret(): string {
    return randomBytes(SECRET_BYTES).toString('hex');
  }

  /** @throws WebhookSignatureError without a secret, and for a payload that has no JSON */
  generateSignature(
    payload: SignedPayload,
    secret: string,
    timestamp: number = Date.now(),
  ): WebhookSignature {
    if (typeof secret !== 'string' || secret === '') {
      throw new WebhookSignatureError('There is nothing to sign with: the secret is empty.');
    }
    return { signature: digest(payload, secret, timestamp), timestamp, algorithm: 'sha256' };
  }

  /**
   * Whether the payload was signed with the secret at the time, and that is no further from now than `toleranceMs`. In
   * constant time, and never throws, whatever a stranger sends.
   * @param timestamp of the request's header; its text will do
   */
  verifySignature(
    payload: SignedPayload,
    signature: string,
    secret: string,
    timestamp: Timestamp,
    toleranceMs: number = DEFAULT_TOLERANCE_MS,
  ): boolean {
    const signedAt = readTimestamp(timestamp);
    if (signedAt === null || !(Math.abs(Date.now() - signedAt) <= toleranceMs)) return false;
    if (typeof signature !== 'string' || !HEX_DIGEST.test(signature)) return false;
    if (typeof secret !== 'string' || secret === '') return false;
    try {
      const expected = Buffer.from(digest(payload, secret, signedAt), 'hex');
      return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
    } catch {
      return false; // a payload that has no JSON was signed by nobody
    }
  }

  /**
   * While a secret is rotated: whether either of the two has signed. Both are always tried, so that the time that it takes
   * does not tell which.
   * @param secrets the current one and the one before; of several, any
   */
  verifySignatureWithRotation(
    payload: SignedPayload,
    signature: string,
    secrets: readonly string[],
    timestamp: Timestamp,
    toleranceMs: number = DEFAULT_TOLERANCE_MS,
  ): boolean {
    const verdicts = secrets.map((secret) =>
      this.verifySignature(payload, signature, secret, timestamp, toleranceMs),
    );
    return verdicts.includes(true);
  }
}

export const webhookSignatureService = new WebhookSignatureService();

function digest(payload: SignedPayload, secret: string, timestamp: number): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(toSignedText(payload)).digest('hex');
}

function toSignedText(payload: SignedPayload): string | Uint8Array {
  // Not `instanceof`: bytes may come from another realm, such as a test runner's.
  if (typeof payload === 'string' || isBytes(payload)) return payload;
  const text = writeJson(payload);
  if (text === undefined) throw new WebhookSignatureError('The payload cannot be written as JSON.');
  return text;
}

function isBytes(payload: object): payload is Uint8Array {
  return ArrayBuffer.isView(payload);
}

function writeJson(payload: object): string | undefined {
  try {
    // What has no JSON is answered with undefined, whatever its type says.
    return JSON.stringify(payload);
  } catch (cause) {
    throw new WebhookSignatureError('The payload cannot be written as JSON.', { cause });
  }
}

/** Null for what is no time: `Number('')` would be 1970. */
function readTimestamp(timestamp: Timestamp): number | null {
  if (typeof timestamp === 'number') return Number.isSafeInteger(timestamp) ? timestamp : null;
  return typeof timestamp === 'string' && DECIMAL.test(timestamp) ? Number(timestamp) : null;
}
