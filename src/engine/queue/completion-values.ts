import type { Completion } from './completion.ts';

/** The parameters of `complete`, one array a column, in the order of the statement. */
export function toCompletionValues(completions: readonly Completion[]): unknown[] {
  const deliveries = completions.map((completion) => completion.delivery);
  const outcomes = completions.map((completion) => completion.outcome);
  const attempts = completions.map((completion) => completion.attempt);
  return [
    deliveries.map((delivery) => delivery.id),
    deliveries.map((delivery) => delivery.leaseToken),
    outcomes.map((outcome) => outcome.kind),
    outcomes.map((outcome) => (outcome.kind === 'retry' ? outcome.delayMs : 0)),
    outcomes.map((outcome) => ('reason' in outcome ? outcome.reason : null)),
    completions.map((completion) => completion.attemptsMax),
    deliveries.map((delivery) => delivery.tenantId),
    deliveries.map((delivery) => delivery.webhookId),
    attempts.map((attempt) => attempt?.id ?? null),
    attempts.map((attempt) => attempt?.webhookVersion ?? null),
    attempts.map((attempt) => attempt?.number ?? null),
    attempts.map((attempt) => attempt?.startedAt ?? null),
    attempts.map((attempt) => attempt?.durationMs ?? null),
    attempts.map((attempt) => attempt?.responseStatus ?? null),
    attempts.map((attempt) => toJson(attempt?.responseHeaders ?? null)),
    attempts.map((attempt) => attempt?.responseBody ?? null),
    attempts.map((attempt) => attempt?.responseBodyText ?? null),
    attempts.map((attempt) => attempt?.isResponseBodyTruncated ?? false),
    attempts.map((attempt) => toJson(attempt?.requestHeaders ?? null)),
    attempts.map((attempt) => attempt?.errorType ?? null),
    attempts.map((attempt) => attempt?.errorMessage ?? null),
    attempts.map((attempt) => toJson(attempt?.timings ?? null)),
  ];
}

function toJson(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
