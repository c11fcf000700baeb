import type { Uuid } from '../domain/ids.ts';
import type { RetryPolicy } from '../domain/retry-policy.ts';

/** What its owner decides about a webhook; each change of it is a version. */
export interface WebhookConfiguration {
  readonly uid: string | null;
  readonly name: string;
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Canonical. */
  readonly url: string;
  readonly events: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly format: string;
  readonly retry: RetryPolicy;
  readonly timeoutMs: number;
  readonly maxInFlight: number;
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
  /** Why deliveries disabled it; null while they have not. */
  readonly disabledReason: string | null;
}

export interface WebhookSecretRecord {
  readonly secret: string;
  /** Null for the current one; the others sign beside it until then. */
  readonly expiresAt: Date | null;
}
