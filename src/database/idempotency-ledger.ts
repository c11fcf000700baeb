import { hasCode } from '../domain/error-causes.ts';
import { invalidField, PosthornError } from '../domain/errors.ts';
import {
  IDEMPOTENCY_HEADER,
  OTHER_BODY_MESSAGE,
  STILL_RUNNING_DETAIL,
  type Idempotency,
} from '../domain/idempotency.ts';
import type { Uuid } from '../domain/ids.ts';
import type { Prisma } from './generated/client.ts';

/** What a key stands for: the same key may make one resource of each kind. `event` is the publisher's own. */
export type IdempotencyScope =
  'webhook' | 'event_type' | 'tenant' | 'api_key' | 'format' | 'replay' | 'inbox';

/**
 * Stands for the tenant in the keys of what is made outside of any. The nil UUID (RFC 9562 section 5.9) is no row's id; with
 * the default tenant's, an administrator's keys would pass for that tenant's own wherever keys are looked up by tenant.
 */
export const OUTSIDE_TENANTS_ID: Uuid = '00000000-0000-0000-0000-000000000000';

/** A request that makes one resource. */
export interface CreateRequest {
  readonly tenantId: Uuid;
  readonly scope: IdempotencyScope;
  /** Null for a request without a key, which is never a repetition. */
  readonly idempotency: Idempotency | null;
  /** Of the resource, if this request makes it. */
  readonly id: Uuid;
}

export interface CreateSteps<Resource> {
  readonly create: (id: Uuid) => Promise<Resource>;
  /** What an earlier request with the key made, as it is now; null when it has been deleted. */
  readonly find: (id: Uuid) => Promise<Resource | null>;
}

export interface Created<Resource> {
  readonly resource: Resource;
  /** Nothing was made now. */
  readonly isReplayed: boolean;
}

const LOCK_NOT_AVAILABLE = '55P03';
const DELETED_DETAIL =
  'What the first request with this idempotency key made has been deleted since; use another key.';

/**
 * Makes a resource at most once for a key, in the transaction of `tx`, whose first statement this must be: the key is
 * taken before any other lock, so that requests with the same key wait for each other here and nowhere else. Where
 * `create` fails, the transaction takes the key back with it. Keys are kept for 7 days (retention.ts).
 *
 * @throws PosthornError `invalid` for a key of another body; `conflict` while the first request with the key has been
 *   running for longer than the session's `lock_timeout` (2 s), and when what it made has been deleted
 */
export async function createOnce<Resource>(
  tx: Prisma.TransactionClient,
  request: CreateRequest,
  { create, find }: CreateSteps<Resource>,
): Promise<Created<Resource>> {
  const { idempotency } = request;
  if (idempotency === null || (await takeKey(tx, request, idempotency))) {
    return { resource: await create(request.id), isReplayed: false };
  }
  const resource = await find(await findFirstId(tx, request, idempotency));
  if (resource === null) throw new PosthornError('conflict', { detail: DELETED_DETAIL });
  return { resource, isReplayed: true };
}

/** ON CONFLICT DO NOTHING: waits for another transaction that has taken the key, and then takes it only if that failed. */
async function takeKey(
  { idempotencyKey }: Prisma.TransactionClient,
  { tenantId, scope, id }: CreateRequest,
  { key, fingerprint }: Idempotency,
): Promise<boolean> {
  const data = { tenantId, scope, key, fingerprint: new Uint8Array(fingerprint), resourceId: id };
  try {
    const { count } = await idempotencyKey.createMany({ data, skipDuplicates: true });
    return count > 0;
  } catch (error) {
    if (hasCode(error, LOCK_NOT_AVAILABLE)) throw stillRunning(error);
    throw error;
  }
}

/** A statement of its own: the winner's row was not in the snapshot of the one that waited for it. */
async function findFirstId(
  { idempotencyKey }: Prisma.TransactionClient,
  { tenantId, scope }: CreateRequest,
  { key, fingerprint }: Idempotency,
): Promise<Uuid> {
  const first = await idempotencyKey.findUnique({
    where: { tenantId_scope_key: { tenantId, scope, key } },
    select: { fingerprint: true, resourceId: true },
  });
  // Retention has taken it this very moment.
  if (first === null) throw stillRunning(undefined);
  if (!fingerprint.equals(first.fingerprint)) throw invalidField(IDEMPOTENCY_HEADER, OTHER_BODY_MESSAGE);
  return first.resourceId;
}

function stillRunning(cause: unknown): PosthornError {
  return new PosthornError('conflict', { detail: STILL_RUNNING_DETAIL, cause });
}
