import type { Filter } from '../domain/filters/filter-rules.ts';
import type { Uuid } from '../domain/ids.ts';
import type { RetryPolicy } from '../domain/retry-policy.ts';
import type { ShownSignature } from './webhook-signing.ts';

/** How often it may be sent to; enforced by the claim. Null is no limit. */
export interface RateLimit {
  /** 0.01-10,000. */
  readonly requests_per_second: number | null;
  /** 1-10,000 requests at once after a rest; null stands for those of one second. */
  readonly burst: number | null;
  /** 1-1,000,000 deliveries, however many attempts each takes. */
  readonly per_hour: number | null;
}

/** Whether what it subscribed to is sent, or recorded alone. */
export const WEBHOOK_MODES = ['live', 'shadow'] as const;
export type WebhookMode = (typeof WEBHOOK_MODES)[number];

/** What its owner decides about a webhook; each change of it is a version. */
export interface WebhookConfiguration {
  readonly uid: string | null;
  readonly name: string;
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Canonical. */
  readonly url: string;
  readonly events: readonly string[];
  readonly filter: Filter | null;
  /** Read outside of a change, the values may be the mask: what is only shown is not opened. */
  readonly headers: Readonly<Record<string, string>>;
  readonly format: string;
  readonly retry: RetryPolicy;
  readonly timeoutMs: number;
  readonly rateLimit: RateLimit | null;
  readonly maxInFlight: number;
  readonly mode: WebhookMode;
  readonly active: boolean;
}

/** A webhook as it is stored. */
export interface WebhookRecord extends WebhookConfiguration {
  readonly id: Uuid;
  readonly tenantId: Uuid;
  readonly pausedAt: Date | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Of the current secret. */
  readonly signature: ShownSignature;
  /** `whpk_`, of an ed25519 key; null for a secret that both sides know. */
  readonly publicKey: string | null;
  /** Why deliveries disabled it; null while they have not. */
  readonly disabledReason: string | null;
  /** Whether its breaker is open: nothing but probes is sent to it. */
  readonly isFailing: boolean;
}

export interface WebhookSecretRecord {
  readonly secret: string;
  /** Null for the current one; the others sign beside it until then. */
  readonly expiresAt: Date | null;
}

export interface CreatedWebhook {
  readonly webhook: WebhookRecord;
  /** Shown now and never again in an answer that shows the webhook; null where it signs nothing. */
  readonly secret: string | null;
}
