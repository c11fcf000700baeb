import type { CancelReason, DeadLetterReason } from '../../../domain/outcomes.ts';

/**
 * The part of a statement that writes rows of a CTE `taken` (deleted live rows and a `moment`) into history as given up
 * without another attempt.
 */
export function giveUpTaken(reason: DeadLetterReason): string {
  return finishTaken('dead_letter', reason);
}

/** The same, as cancelled. */
export function cancelTaken(reason: CancelReason): string {
  return finishTaken('cancelled', reason);
}

function finishTaken(status: 'dead_letter' | 'cancelled', reason: string): string {
  return `
  insert into finished_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, reason, priority, attempt_count,
                                   attempts_before, max_attempts, lease_token, last_response_status, last_error_type,
                                   tags, expires_at, created_at, completed_at)
  select id, tenant_id, webhook_id, event_id, event_type, '${status}', '${reason}', priority, attempt_count,
         attempts_before, max_attempts, lease_token, last_response_status, last_error_type, tags, expires_at, created_at,
         moment
  from taken`;
}
