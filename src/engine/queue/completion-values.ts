import { bytesArray, plainArrayLiteral, textArray, type Plain } from '../array-parameter.ts';
import type { AttemptRecord, StageTimings, Completion } from './completion.ts';

/** The parameters of `complete`, one array a column, in the order of the statement. */
export function toCompletionValues(completions: readonly Completion[]): unknown[] {
  const plain = (read: (completion: Completion) => Plain): string => plainArrayLiteral(completions, read);
  const ofAttempt = (read: (attempt: AttemptRecord) => Plain): string =>
    plain(({ attempt }) => (attempt === null ? null : read(attempt)));
  const text = (read: (attempt: AttemptRecord) => string | null): Buffer =>
    textArray(completions.map(({ attempt }) => (attempt === null ? null : read(attempt))));
  return [
    plain(({ delivery }) => delivery.id),
    plain(({ delivery }) => delivery.leaseToken),
    plain(({ outcome }) => outcome.kind),
    plain(({ outcome }) => (outcome.kind === 'retry' ? outcome.delayMs : 0)),
    plain(({ outcome }) => ('reason' in outcome ? outcome.reason : null)),
    plain((completion) => completion.attemptsMax),
    plain(({ delivery }) => delivery.tenantId),
    plain(({ delivery }) => delivery.webhookId),
    ofAttempt((attempt) => attempt.id),
    ofAttempt((attempt) => attempt.webhookVersion),
    ofAttempt((attempt) => attempt.number),
    ofAttempt((attempt) => attempt.startedAt),
    ofAttempt((attempt) => attempt.durationMs),
    ofAttempt((attempt) => attempt.responseStatus),
    text((attempt) => toJson(attempt.responseHeaders)),
    bytesArray(completions.map(({ attempt }) => attempt?.responseBody ?? null)),
    text((attempt) => attempt.responseBodyText),
    plain(({ attempt }) => attempt?.isResponseBodyTruncated ?? false),
    text((attempt) => toJson(attempt.requestHeaders)),
    ofAttempt((attempt) => attempt.errorType),
    text((attempt) => attempt.errorMessage),
    text((attempt) => toTimingsJson(attempt.timings)),
    ...toShadowValues(completions),
  ];
}

/** Empty where nothing was shadowed: what an array lacks is null to unnest, and most batches carry none. */
function toShadowValues(completions: readonly Completion[]): unknown[] {
  const shadows = completions.map(({ attempt }) => attempt?.shadow);
  if (shadows.every((shadow) => shadow === undefined)) return [NO_BYTES, '{}'];
  return [
    bytesArray(shadows.map((shadow) => shadow?.kept ?? null)),
    plainArrayLiteral(shadows, (shadow) => shadow?.bytes ?? null),
  ];
}

const NO_BYTES = bytesArray([]);

function toJson(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

/** What did not happen is left out: on a reused connection that is most of it, and 40 bytes of each delivery's log. */
function toTimingsJson(timings: StageTimings): string {
  let text = '';
  for (const [stage, ms] of Object.entries(timings)) {
    if (ms !== null) text += `${text === '' ? '' : ','}"${stage}":${ms}`;
  }
  return `{${text}}`;
}
