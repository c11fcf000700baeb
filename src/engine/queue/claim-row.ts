import type { Uuid } from '../../domain/ids.ts';
import type { QueuedWebhook } from './claim-limits.ts';
import type { ClaimedDelivery, ClaimedEvent, GatePass } from './claimed-delivery.ts';

/** A row that a claim answers. */
export interface ClaimRow {
  readonly id: Uuid;
  readonly tenant_id: Uuid;
  readonly webhook_id: Uuid;
  readonly event_id: Uuid;
  readonly attempt_count: number;
  readonly attempts_before: number;
  readonly lease_token: string;
  readonly expires_ms: number | null;
  readonly subscription_version: string | null;
  readonly max_in_flight: number;
  /** Null of a webhook without a limit. */
  readonly is_limited: boolean | null;
  /** Whether it had never been claimed before, but for claims that were given back, or not since it was moved back. */
  readonly is_first: boolean;
  readonly is_probe: boolean;
  /** By the database's clock, in ms since 1970; null of a webhook without a limit and without an open breaker. */
  readonly passed_ms: number | null;
  /** Milliseconds until the next token of each webhook that was left without one. The same in every row. */
  readonly token_waits: Readonly<Record<Uuid, number>> | null;
  /** Rows that the claim came to: more than it took, where a room that many share ended. The same in every row. */
  readonly found: number;
  /** Where it came to last. The same in every row. */
  readonly last_webhook_id: Uuid;
}

export function toClaimedDelivery(row: ClaimRow, event: ClaimedEvent | null): ClaimedDelivery {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    webhookId: row.webhook_id,
    eventId: row.event_id,
    leaseToken: row.lease_token,
    attemptCount: row.attempt_count,
    attemptsBefore: row.attempts_before,
    expiresAt: row.expires_ms,
    subscriptionVersion: row.subscription_version === null ? null : Number(row.subscription_version),
    maxInFlight: row.max_in_flight,
    pass: toPass(row),
    event,
  };
}

function toPass(row: ClaimRow): GatePass | null {
  if (row.passed_ms === null) return null;
  return {
    at: row.passed_ms,
    hasToken: row.is_limited === true,
    isCountedInHour: row.is_first,
    isProbe: row.is_probe,
  };
}

export function toQueuedWebhook({ webhook_id, tenant_id, max_in_flight }: ClaimRow): QueuedWebhook {
  return { id: webhook_id, tenantId: tenant_id, maxInFlight: max_in_flight };
}
