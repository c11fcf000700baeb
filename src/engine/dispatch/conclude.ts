import type { ErrorType } from '../../domain/error-types.ts';
import type { Uuid } from '../../domain/ids.ts';
import { isSuccess, judge } from '../../domain/outcomes.ts';
import { maxAttempts } from '../../domain/retry-policy.ts';
import type { AttemptRecord, Completion } from '../queue/completion.ts';
import type { TransportResult } from '../transport/transport.ts';
import type { PreparedAttempt } from './prepare.ts';

/** Characters of a response body that are kept as readable text; the bytes are kept beside it. */
const PREVIEW_CHARACTERS = 1_024;

/** What the conclusion needs from outside: an id for the attempt, the time, and the chance of the jitter. */
export interface Circumstances {
  readonly attemptId: Uuid;
  /** Milliseconds since 1970, the database's. */
  readonly now: number;
  /** Uniform in [0, 1). */
  readonly chance: number;
}

/** Last stage of an attempt: what came back becomes an outcome and a record. */
export function conclude(
  prepared: PreparedAttempt,
  result: TransportResult,
  circumstances: Circumstances,
): Completion {
  const { delivery, webhook } = prepared;
  const attemptsMax = maxAttempts(webhook.retry);
  const outcome = judge(
    { status: result.status, errorType: result.errorType, retryAfter: findHeader(result, 'retry-after') },
    webhook.retry,
    { attempts: prepared.number - delivery.attemptsBefore, attemptsMax },
    circumstances.now,
    circumstances.chance,
  );
  return { delivery, outcome, attemptsMax, attempt: toRecord(prepared, result, circumstances.attemptId) };
}

function toRecord(prepared: PreparedAttempt, result: TransportResult, id: Uuid): AttemptRecord {
  const error = describeError(result);
  const hasBody = result.body.length > 0;
  return {
    id,
    webhookVersion: prepared.webhook.version,
    number: prepared.number,
    startedAt: prepared.startedAt,
    durationMs: Math.round(result.timings.totalMs),
    responseStatus: result.status,
    responseHeaders:
      result.status === null ? null : result.headers.map(([name, value]) => [name, withoutNul(value)]),
    responseBody: hasBody ? result.body : null,
    responseBodyText: hasBody ? previewText(result.body) : null,
    isResponseBodyTruncated: result.isBodyTruncated,
    requestHeaders: prepared.shownHeaders,
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

function findHeader(result: TransportResult, name: string): string | undefined {
  return result.headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1];
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
