import type { Uuid } from '../../domain/ids.ts';
import { judge, SHADOW_REASON } from '../../domain/outcomes.ts';
import { maxAttempts } from '../../domain/retry-policy.ts';
import type { AttemptRecord, Completion } from '../queue/completion.ts';
import type { TransportResult } from '../transport/transport.ts';
import { describeExchange } from './exchange-record.ts';
import type { AttemptStart, PreparedAttempt } from './prepare.ts';

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
  started: AttemptStart,
  result: TransportResult,
  circumstances: Circumstances,
): Completion {
  const { delivery, webhook } = started;
  const attemptsMax = maxAttempts(webhook.retry);
  const outcome = judge(
    { status: result.status, errorType: result.errorType, retryAfter: findHeader(result, 'retry-after') },
    webhook.retry,
    { attempts: started.number - delivery.attemptsBefore, attemptsMax },
    circumstances.now,
    circumstances.chance,
  );
  return { delivery, outcome, attemptsMax, attempt: toRecord(started, result, circumstances.attemptId) };
}

/** Of a body that is kept; the whole of it is told by its size. */
const SHADOWED_BYTES_MAX = 65_536;

/** The end of an attempt whose webhook is in shadow mode: what would be sent is recorded, as no answer to it. */
export function shadow(
  { delivery, webhook, number, startedAt, shownHeaders, request: { body } }: PreparedAttempt,
  attemptId: Uuid,
): Completion {
  const attempt: AttemptRecord = {
    id: attemptId,
    webhookVersion: webhook.version,
    number,
    startedAt,
    durationMs: 0,
    requestHeaders: shownHeaders,
    responseStatus: null,
    responseHeaders: null,
    responseBody: null,
    responseBodyText: null,
    isResponseBodyTruncated: false,
    errorType: null,
    errorMessage: null,
    timings: {},
    shadow: { kept: body.subarray(0, SHADOWED_BYTES_MAX), bytes: body.length },
  };
  const outcome = { kind: 'shadowed', reason: SHADOW_REASON } as const;
  return { delivery, outcome, attemptsMax: maxAttempts(webhook.retry), attempt };
}

function toRecord(started: AttemptStart, result: TransportResult, id: Uuid): AttemptRecord {
  return {
    id,
    webhookVersion: started.webhook.version,
    number: started.number,
    startedAt: started.startedAt,
    requestHeaders: started.shownHeaders,
    ...describeExchange(result),
  };
}

function findHeader(result: TransportResult, name: string): string | undefined {
  return result.headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1];
}
