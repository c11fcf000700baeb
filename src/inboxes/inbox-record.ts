import type { Uuid } from '../domain/ids.ts';

/** Of a tenant, at once. */
export const INBOXES_MAX = 20;
/** Of all tenants together: with what each may keep, some 640 MiB. */
export const INBOXES_OF_ALL_MAX = 200;
/** The newest. */
export const REQUESTS_KEPT_MAX = 100;
export const BODY_BYTES_KEPT_MAX = 16_384;
/** Beyond this a request is refused: more than any delivery has. */
export const RECEIVED_BYTES_MAX = 8_388_608;
export const DELAY_MS_MAX = 30_000;
export const FAIL_TIMES_MAX = 1_000;
export const RESPONSE_BYTES_MAX = 4_096;
export const TTL_SECONDS_DEFAULT = 86_400;
export const TTL_SECONDS_MAX = 604_800;

/** What an inbox answers, and until when. */
export interface InboxRecord {
  readonly id: Uuid;
  readonly tenantId: Uuid;
  readonly token: string;
  readonly name: string;
  readonly status: number;
  readonly failStatus: number;
  /** As it was asked for. */
  readonly failTimes: number;
  /** The count of the last request that is answered with `failStatus`. */
  readonly failUntil: number;
  readonly delayMs: number;
  readonly responseBody: string;
  readonly receivedCount: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly expiresAt: Date;
}

/** Of the next requests, those that are answered with `failStatus`. */
export function failuresLeft({
  failUntil,
  receivedCount,
}: Pick<InboxRecord, 'failUntil' | 'receivedCount'>): number {
  return Math.max(0, failUntil - receivedCount);
}

export interface InboxRequestRecord {
  readonly id: Uuid;
  readonly inboxId: Uuid;
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  readonly bodyBytes: number;
  readonly responseStatus: number;
  readonly receivedAt: Date;
}
