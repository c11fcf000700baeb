import type { Uuid } from '../domain/ids.ts';
import type { RetryPolicy } from '../domain/retry-policy.ts';

/** A webhook's configuration as it is stored. */
export interface WebhookRecord {
  readonly id: Uuid;
  readonly tenantId: Uuid;
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
  readonly pausedAt: Date | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Why deliveries disabled it; null while they have not. */
  readonly disabledReason: string | null;
}

/** What its creator decides; the rest is as the database makes it. */
export type NewWebhook = Omit<
  WebhookRecord,
  'pausedAt' | 'version' | 'createdAt' | 'updatedAt' | 'disabledReason'
>;
