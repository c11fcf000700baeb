import { fromPublicId, toPublicId, type Uuid } from '../../../../src/domain/ids.ts';
import type { ErrorType } from '../../../../src/domain/error-types.ts';
import { run } from '../../../../src/engine/statement.ts';
import { attemptErrorType } from '../error-mapping.ts';
import { FIND_ATTEMPTS, FIND_DELIVERY } from '../sql/find-delivery.ts';
import { WebhookValidationError } from '../webhook-errors.ts';
import {
  WebhookDeliveryStatus,
  type WebhookDelivery,
  type WebhookDeliveryAttempt,
} from '../webhook-types.ts';
import type { Store } from './store.ts';
import { targetIdOf } from './target-registry.ts';

interface DeliveryRow {
  readonly id: Uuid;
  readonly webhook_id: Uuid;
  readonly event_id: Uuid;
  readonly event_type: string;
  readonly status: NativeStatus;
  readonly reason: string | null;
  readonly priority: number;
  readonly attempt_count: number;
  readonly max_attempts: number;
  readonly created_at: Date;
  readonly completed_at: Date | null;
  readonly next_retry_at: Date | null;
  readonly uid: string | null;
  readonly data: string | null;
}

interface AttemptRow {
  readonly number: number;
  readonly started_at: Date;
  readonly duration_ms: number;
  readonly response_status: number | null;
  readonly error_type: ErrorType | null;
  readonly error_message: string | null;
}

type NativeStatus =
  | 'pending'
  | 'in_progress'
  | 'retrying'
  | 'rate_limited'
  | 'delivered'
  | 'dead_letter'
  | 'cancelled'
  | 'shadowed';

/** Posthorn's words for where a delivery stands, in the document's. */
const STATUSES: Readonly<Record<NativeStatus, WebhookDeliveryStatus>> = {
  pending: WebhookDeliveryStatus.PENDING,
  in_progress: WebhookDeliveryStatus.IN_PROGRESS,
  retrying: WebhookDeliveryStatus.FAILED,
  rate_limited: WebhookDeliveryStatus.RATE_LIMITED,
  delivered: WebhookDeliveryStatus.DELIVERED,
  dead_letter: WebhookDeliveryStatus.DEAD_LETTER,
  cancelled: WebhookDeliveryStatus.CANCELLED,
  shadowed: WebhookDeliveryStatus.SHADOWED,
};

/** @throws WebhookValidationError for what is no delivery's id */
export function parseDeliveryId(text: string): Uuid {
  const id = fromPublicId('delivery', text);
  if (id === null) throw new WebhookValidationError('There is no such delivery: its id would begin dlv_.');
  return id;
}

/** @throws WebhookValidationError where the tenant has no such delivery */
export async function readDelivery(
  { enginePool, tenantId }: Pick<Store, 'enginePool' | 'tenantId'>,
  publicId: string,
): Promise<WebhookDelivery> {
  const id = parseDeliveryId(publicId);
  const [row] = await run<DeliveryRow>(enginePool, FIND_DELIVERY, [tenantId, id]);
  if (row === undefined) throw new WebhookValidationError(`There is no delivery ${publicId}.`);
  const attempts = await run<AttemptRow>(enginePool, FIND_ATTEMPTS, [id]);
  return toDelivery(row, attempts.map(toAttempt));
}

function toDelivery(row: DeliveryRow, attempts: readonly WebhookDeliveryAttempt[]): WebhookDelivery {
  return {
    id: toPublicId('delivery', row.id),
    targetId: targetIdOf(row.uid, row.webhook_id),
    eventId: toPublicId('event', row.event_id),
    eventType: row.event_type,
    data: row.data === null ? null : (JSON.parse(row.data) as unknown),
    status: STATUSES[row.status],
    reason: row.reason,
    priority: row.priority,
    attemptCount: row.attempt_count,
    maxAttempts: row.max_attempts,
    attempts,
    createdAt: row.created_at,
    completedAt: row.completed_at,
    nextRetryAt: row.next_retry_at,
  };
}

function toAttempt(row: AttemptRow): WebhookDeliveryAttempt {
  const type = attemptErrorType(row.error_type, row.response_status);
  return {
    number: row.number,
    startedAt: row.started_at,
    responseTime: row.duration_ms,
    statusCode: row.response_status,
    error: type === null ? null : { type, message: row.error_message ?? '' },
  };
}
