import type { Uuid } from '../ids.ts';
import type { SealedPlace } from './sealed-text.ts';

export function secretPlace(tenantId: Uuid, webhookId: Uuid): SealedPlace {
  return { tenantId, webhookId, column: 'webhook_secrets.secret' };
}

export function headersPlace(tenantId: Uuid, webhookId: Uuid): SealedPlace {
  return { tenantId, webhookId, column: 'webhooks.headers' };
}
