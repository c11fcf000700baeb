import { exactDelayMs, maxAttempts, type RetryPolicy } from '../../../../../src/domain/retry-policy.ts';
import type { Webhook } from '../../../api/webhooks.ts';
import { count, percent } from '../../../ui/numbers.ts';
import { duration } from '../../../ui/times.ts';

export interface PlannedAttempt {
  /** From 1. */
  readonly number: number;
  /** After the attempt before; 0 of the first. */
  readonly delayMs: number;
  /** Since the first attempt, as far as no attempt takes time. */
  readonly sinceFirstMs: number;
}

/** Every attempt of a delivery that never succeeds, without jitter. */
export function plannedAttempts(policy: RetryPolicy): PlannedAttempt[] {
  const planned: PlannedAttempt[] = [{ number: 1, delayMs: 0, sinceFirstMs: 0 }];
  for (let number = 2; number <= maxAttempts(policy); number += 1) {
    const delayMs = exactDelayMs(policy, number - 1);
    planned.push({ number, delayMs, sinceFirstMs: (planned.at(-1)?.sinceFirstMs ?? 0) + delayMs });
  }
  return planned;
}

/** `10 attempts over 3 d 3 h`. */
export function retryText(planned: readonly PlannedAttempt[]): string {
  const last = planned.at(-1);
  if (last === undefined || last.number === 1) return 'One attempt, and none after it.';
  return `${String(last.number)} attempts over ${duration(last.sinceFirstMs)}.`;
}

export function retryOnText({ retry_on: rule }: RetryPolicy): string {
  switch (rule) {
    case 'any_failure':
      return 'Whatever fails is tried again.';
    case 'status_400_up':
      return 'Every answer from 300 on is tried again, and whatever brings none.';
    case 'transient':
      return 'Tried again: 408, 429, 500 and more, and whatever brings no answer. Other answers end it at once.';
    default:
      return rule.length === 0
        ? 'Only what brings no answer is tried again; any other answer ends it at once.'
        : `Tried again: ${rule.join(', ')}, and whatever brings no answer. Other answers end it at once.`;
  }
}

export function jitterText({ jitter }: RetryPolicy): string {
  return jitter === 0 ? 'Each delay is exact.' : `Each delay is up to ${percent(jitter)} shorter or longer.`;
}

export function rateLimitText(limit: Webhook['rate_limit']): string {
  if (limit === null) return 'none';
  const { requests_per_second: perSecond, burst, per_hour: perHour } = limit;
  const parts = [
    ...(perSecond === null ? [] : [`${String(perSecond)} requests a second`]),
    ...(burst === null ? [] : [`${count(burst)} at once after a rest`]),
    ...(perHour === null ? [] : [`${count(perHour)} deliveries an hour`]),
  ];
  return parts.length === 0 ? 'none' : parts.join(', ');
}
