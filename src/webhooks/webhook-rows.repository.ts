import type { Prisma } from '../database/generated/client.ts';
import type { Filter } from '../domain/filters/filter-rules.ts';
import type { RetryPolicy } from '../domain/retry-policy.ts';
import type { HeaderColumns } from './sealed-columns.ts';
import type { RateLimit, WebhookMode, WebhookRecord } from './webhook-record.ts';
import type { ShownSignature } from './webhook-signing.ts';

export const withState = {
  state: { select: { disabledReason: true } },
  breaker: { select: { openedAt: true } },
} as const;
export type WebhookRow = Prisma.WebhookGetPayload<{ include: typeof withState }>;

/** The columns' JSON was checked when it was stored. */
export function toWebhookRecord(stored: WebhookRow): WebhookRecord {
  const {
    state,
    breaker,
    deletedAt: _deletedAt,
    sealedHeaders: _sealed,
    headersKeyId: _keyId,
    ...row
  } = stored;
  return {
    ...row,
    metadata: row.metadata as Record<string, string>,
    headers: row.headers as Record<string, string>,
    filter: row.filter as Filter | null,
    retry: row.retry as unknown as RetryPolicy,
    rateLimit: row.rateLimit as unknown as RateLimit | null,
    signature: row.signature as ShownSignature,
    mode: row.mode as WebhookMode,
    disabledReason: state?.disabledReason ?? null,
    isFailing: breaker !== null && breaker.openedAt !== null,
  };
}

export function toHeaderColumns({ headers, sealedHeaders, headersKeyId }: WebhookRow): HeaderColumns {
  return { headers: headers as Record<string, string>, sealedHeaders, headersKeyId };
}
