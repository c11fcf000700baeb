import type { Uuid } from '../../domain/ids.ts';
import { judge } from '../../domain/outcomes.ts';
import { maxAttempts } from '../../domain/retry-policy.ts';
import type { AttemptRecord, Completion } from '../queue/completion.ts';
import type { TransportResult } from '../transport/transport.ts';
import { describeExchange } from './exchange-record.ts';
import type { PreparedAttempt } from './prepare.ts';

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
  return {
    id,
    webhookVersion: prepared.webhook.version,
    number: prepared.number,
    startedAt: prepared.startedAt,
    requestHeaders: prepared.shownHeaders,
    ...describeExchange(result),
  };
}

function findHeader(result: TransportResult, name: string): string | undefined {
  return result.headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1];
}
