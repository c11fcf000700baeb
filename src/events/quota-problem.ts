import { PosthornError, type FieldFault } from '../domain/errors.ts';
import { secondsToReset } from '../domain/rate-limit-state.ts';
import { toEventRate } from '../engine/quotas/quota-gate.ts';
import type { QuotaError } from '../engine/quotas/quota-error.ts';

/** @param pathOf how the request names a field of one of its events */
export function toQuotaProblem(
  error: QuotaError,
  pathOf: (index: number, field: string) => string,
): PosthornError {
  const { quota, allowed, left, retryAfterMs, index } = error;
  const retryAfterSeconds = secondsToReset({ resetMs: retryAfterMs });
  if (quota === 'payload_bytes') {
    const message = `must not be larger than ${allowed} bytes, the quota of the tenant`;
    const errors: FieldFault[] = [{ path: pathOf(index, 'data'), message }];
    return new PosthornError('payload_too_large', { errors, cause: error });
  }
  if (quota === 'live_deliveries') {
    const detail = `The tenant may have ${allowed} live deliveries, and these would be more.`;
    return new PosthornError('queue_full', { detail, retryAfterSeconds, cause: error });
  }
  const detail = `The tenant may publish ${allowed} events a minute, ${left} more in this one.`;
  const rateLimit = toEventRate(allowed, left, retryAfterMs);
  return new PosthornError('rate_limited', { detail, retryAfterSeconds, rateLimit, cause: error });
}
