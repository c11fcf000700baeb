import type { ErrorType } from '../../domain/error-types.ts';
import { isSuccess } from '../../domain/outcomes.ts';
import type { AttemptRecord } from '../queue/completion.ts';
import type { AttemptTimings, TransportResult } from '../transport/transport.ts';

/** Characters of a response body that are kept as readable text; the bytes are kept beside it. */
const PREVIEW_CHARACTERS = 1_024;

/** What is known of a request once it is over, whoever made it and wherever it is kept. */
export interface ExchangeRecord extends Pick<
  AttemptRecord,
  | 'durationMs'
  | 'responseStatus'
  | 'responseHeaders'
  | 'responseBody'
  | 'responseBodyText'
  | 'isResponseBodyTruncated'
  | 'errorType'
  | 'errorMessage'
> {
  readonly timings: AttemptTimings;
}

/** What stands for a result where the request could not be made at all. */
export function unrendered(message: string): TransportResult {
  return {
    status: null,
    headers: [],
    body: Buffer.alloc(0),
    isBodyTruncated: false,
    errorType: 'render_error',
    errorMessage: message,
    timings: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: 0 },
  };
}

export function describeExchange(result: TransportResult): ExchangeRecord {
  const error = describeError(result);
  const hasBody = result.body.length > 0;
  return {
    durationMs: Math.round(result.timings.totalMs),
    responseStatus: result.status,
    responseHeaders:
      result.status === null ? null : result.headers.map(([name, value]) => [name, withoutNul(value)]),
    responseBody: hasBody ? result.body : null,
    responseBodyText: hasBody ? previewText(result.body) : null,
    isResponseBodyTruncated: result.isBodyTruncated,
    errorType: error?.type ?? null,
    errorMessage: error === null ? null : withoutNul(error.message),
    timings: result.timings,
  };
}

function describeError(result: TransportResult): { type: ErrorType; message: string } | null {
  if (result.errorType !== null) return { type: result.errorType, message: result.errorMessage ?? '' };
  if (isSuccess(result.status)) return null;
  return { type: 'http_status', message: `The receiver answered ${result.status ?? 'nothing'}.` };
}

/** Postgres keeps neither NUL in text nor broken UTF-8; a lone surrogate becomes the replacement character. */
function previewText(body: Buffer): string {
  const text = body.subarray(0, PREVIEW_CHARACTERS * 4).toString('utf8');
  if (text.length <= PREVIEW_CHARACTERS) return withoutNul(text);
  return withoutNul(Array.from(text).slice(0, PREVIEW_CHARACTERS).join(''));
}

function withoutNul(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
