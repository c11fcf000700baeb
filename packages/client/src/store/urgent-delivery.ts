import { toPublicId, type Uuid } from '../../../../src/domain/ids.ts';
import type { ClaimedDelivery } from '../../../../src/engine/queue/claimed-delivery.ts';
import { run } from '../../../../src/engine/statement.ts';
import { TAKE_URGENT } from '../sql/queue.ts';
import type { Store } from './store.ts';

/** Where a delivery goes, and in which version. */
export interface TargetPlace {
  readonly uid: string;
  readonly version: number;
}

/** A delivery that is leased to this process. */
export interface UrgentDelivery {
  readonly delivery: ClaimedDelivery;
  readonly place: TargetPlace;
}

interface UrgentRow extends TargetPlace {
  readonly id: Uuid;
  readonly tenant_id: Uuid;
  readonly webhook_id: Uuid;
  readonly event_id: Uuid;
  readonly attempt_count: number;
  readonly attempts_before: number;
  readonly lease_token: string;
  readonly expires_ms: number | null;
  readonly type: string | null;
  readonly data: string | null;
  readonly occurred_ms: number | null;
  readonly traceparent: string | null;
  readonly tracestate: string | null;
}

/** Null where nothing is ready, and where only the engine's claim may take what is. */
export async function takeUrgent(
  { enginePool, tenantId }: Pick<Store, 'enginePool' | 'tenantId'>,
  leaseMs: number,
): Promise<UrgentDelivery | null> {
  const [row] = await run<UrgentRow>(enginePool, TAKE_URGENT, [tenantId, leaseMs]);
  return row === undefined ? null : { delivery: toDelivery(row), place: row };
}

function toDelivery(row: UrgentRow): ClaimedDelivery {
  const { type, data, occurred_ms: occurredAt, traceparent, tracestate } = row;
  const isGone = type === null || data === null || occurredAt === null;
  const trace = traceparent === null ? null : { traceparent, tracestate };
  return {
    id: row.id,
    tenantId: row.tenant_id,
    webhookId: row.webhook_id,
    eventId: row.event_id,
    leaseToken: row.lease_token,
    attemptCount: row.attempt_count,
    attemptsBefore: row.attempts_before,
    expiresAt: row.expires_ms,
    subscriptionVersion: null,
    maxInFlight: 1,
    pass: null,
    event: isGone ? null : { id: toPublicId('event', row.event_id), type, data, occurredAt, trace },
  };
}
