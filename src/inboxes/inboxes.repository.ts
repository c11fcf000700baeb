import { recordAuditWithPrisma } from '../database/audit-log.ts';
import type { Prisma, PrismaClient } from '../database/generated/client.ts';
import { createOnce, type Created } from '../database/idempotency-ledger.ts';
import { keysetOf } from '../database/keyset.ts';
import { inEveryTenant, inTenant } from '../database/tenant-scope.ts';
import { TOTAL_MAX } from '../database/walk.ts';
import type { AuditOrigin } from '../domain/audit/actor.ts';
import { changesBetween, changesOfCreation } from '../domain/audit/changes.ts';
import { PosthornError } from '../domain/errors.ts';
import type { Idempotency } from '../domain/idempotency.ts';
import type { IdGenerator, Uuid } from '../domain/ids.ts';
import type { PageRequest } from '../http/pagination.ts';
import {
  INBOXES_MAX,
  INBOXES_OF_ALL_MAX,
  failuresLeft,
  type InboxRecord,
  type InboxRequestRecord,
} from './inbox-record.ts';

const TOO_MANY = `The tenant has ${INBOXES_MAX} inboxes; delete one, or wait until one is gone.`;
const TOO_MANY_IN_ALL =
  'This installation has as many inboxes as it takes; delete one, or wait until one is gone.';

export interface ChangeOrigin {
  readonly tenantId: Uuid;
  readonly by: AuditOrigin;
  readonly ids: IdGenerator;
  readonly now: Date;
}

export type NewInbox = Omit<InboxRecord, 'id' | 'tenantId' | 'receivedCount' | 'createdAt' | 'updatedAt'>;

/** From what is there to what is to be: all that a change may touch. */
export type InboxChange = (present: InboxRecord) => Partial<NewInbox>;

/** Inboxes whose time is over are not there, whether they have been removed yet or not. */
export class InboxesRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /**
   * Makes an inbox once for an idempotency key.
   * @throws PosthornError `quota_exceeded` where there are too many, and as `createOnce`
   */
  async create(
    origin: ChangeOrigin,
    idempotency: Idempotency | null,
    inbox: NewInbox,
  ): Promise<Created<InboxRecord>> {
    const { tenantId, ids, now } = origin;
    const isFull = await this.isFullInAll(now);
    const request = { tenantId, scope: 'inbox', idempotency, id: ids.next() } as const;
    return await inTenant(
      this.prisma,
      tenantId,
      async (tx) =>
        await createOnce(tx, request, {
          create: async (id) => {
            // Here, since what a repetition has made is there already.
            if (isFull) throw new PosthornError('quota_exceeded', { detail: TOO_MANY_IN_ALL });
            return await insert(tx, origin, id, inbox);
          },
          find: async (id) => await findIn(tx, { tenantId, now }, id),
        }),
    );
  }

  async find(tenantId: Uuid, id: Uuid, now: Date): Promise<InboxRecord | null> {
    return await inTenant(this.prisma, tenantId, async (tx) => await findIn(tx, { tenantId, now }, id));
  }

  /** Up to `limit + 1` rows, in the direction of the cursor. */
  async findPage(tenantId: Uuid, request: PageRequest, now: Date): Promise<InboxRecord[]> {
    const { place, order } = keysetOf(request);
    const query = { where: { tenantId, expiresAt: { gt: now }, ...place }, ...order };
    return await inTenant(this.prisma, tenantId, async ({ inbox }) => await inbox.findMany(query));
  }

  /** At most 10,001. */
  async count(tenantId: Uuid, now: Date): Promise<number> {
    const query = { where: { tenantId, expiresAt: { gt: now } }, take: TOTAL_MAX };
    return await inTenant(this.prisma, tenantId, async ({ inbox }) => await inbox.count(query));
  }

  /** @returns as it is then; null where there is none */
  async update(
    { tenantId, by, ids, now }: ChangeOrigin,
    id: Uuid,
    change: InboxChange,
  ): Promise<InboxRecord | null> {
    return await inTenant(this.prisma, tenantId, async (tx) => {
      // What comes meanwhile counts on: a failure that is asked for begins behind it.
      await tx.$queryRaw`select id from inboxes where id = ${id}::uuid for update`;
      const present = await findIn(tx, { tenantId, now }, id);
      if (present === null) return null;
      const changes = change(present);
      const differing = changesBetween(auditedFields(present), auditedFields({ ...present, ...changes }));
      if (Object.keys(differing).length === 0) return present;
      const next = await tx.inbox.update({ where: { id, tenantId }, data: { ...changes, updatedAt: now } });
      await recordAuditWithPrisma(tx, by, {
        id: ids.next(),
        action: 'inbox.updated',
        objectId: id,
        objectName: next.name,
        changes: differing,
      });
      return next;
    });
  }

  /** @returns whether there was one */
  async delete({ tenantId, by, ids, now }: ChangeOrigin, id: Uuid): Promise<boolean> {
    return await inTenant(this.prisma, tenantId, async (tx) => {
      const present = await findIn(tx, { tenantId, now }, id);
      if (present === null) return false;
      const { count } = await tx.inbox.deleteMany({ where: { id, tenantId } });
      if (count === 0) return false;
      const { name: objectName } = present;
      await recordAuditWithPrisma(tx, by, {
        id: ids.next(),
        action: 'inbox.deleted',
        objectId: id,
        objectName,
      });
      return true;
    });
  }

  /** Up to `limit + 1` rows, in the direction of the cursor. */
  async findRequests(tenantId: Uuid, inboxId: Uuid, request: PageRequest): Promise<InboxRequestRecord[]> {
    const { place, order } = keysetOf(request);
    const query = { where: { tenantId, inboxId, ...place }, ...order, omit: { slot: true, tenantId: true } };
    const rows = await inTenant(
      this.prisma,
      tenantId,
      async ({ inboxRequest }) => await inboxRequest.findMany(query),
    );
    return rows.map((row) => ({ ...row, headers: row.headers as unknown as InboxRequestRecord['headers'] }));
  }

  async countRequests(tenantId: Uuid, inboxId: Uuid): Promise<number> {
    const query = { where: { tenantId, inboxId } };
    return await inTenant(this.prisma, tenantId, async ({ inboxRequest }) => await inboxRequest.count(query));
  }

  /** Leaves no audit row where there was none. */
  async empty({ tenantId, by, ids }: ChangeOrigin, { id, name }: InboxRecord): Promise<void> {
    await inTenant(this.prisma, tenantId, async (tx) => {
      const { count } = await tx.inboxRequest.deleteMany({ where: { tenantId, inboxId: id } });
      if (count === 0) return;
      await recordAuditWithPrisma(tx, by, {
        id: ids.next(),
        action: 'inbox.emptied',
        objectId: id,
        objectName: name,
        changes: { requests: { before: count, after: 0 } },
      });
    });
  }

  /** Not under a lock: it bounds what is stored, and one more at the same moment does no harm. */
  private async isFullInAll(now: Date): Promise<boolean> {
    const query = { where: { expiresAt: { gt: now } }, take: INBOXES_OF_ALL_MAX };
    const count = await inEveryTenant(this.prisma, async ({ inbox }) => await inbox.count(query));
    return count >= INBOXES_OF_ALL_MAX;
  }
}

async function insert(
  tx: Prisma.TransactionClient,
  { tenantId, by, ids, now }: ChangeOrigin,
  id: Uuid,
  inbox: NewInbox,
): Promise<InboxRecord> {
  // Counted under a lock, or two at once would both be the last.
  await tx.$queryRaw`select id from tenants where id = ${tenantId}::uuid for no key update`;
  const count = await tx.inbox.count({ where: { tenantId, expiresAt: { gt: now } }, take: INBOXES_MAX });
  if (count >= INBOXES_MAX) throw new PosthornError('quota_exceeded', { detail: TOO_MANY });
  const record = await tx.inbox.create({ data: { ...inbox, id, tenantId, createdAt: now, updatedAt: now } });
  await recordAuditWithPrisma(tx, by, {
    id: ids.next(),
    action: 'inbox.created',
    objectId: id,
    objectName: record.name,
    changes: changesOfCreation(auditedFields(record)),
  });
  return record;
}

async function findIn(
  tx: Prisma.TransactionClient,
  { tenantId, now }: Pick<ChangeOrigin, 'tenantId' | 'now'>,
  id: Uuid,
): Promise<InboxRecord | null> {
  return await tx.inbox.findFirst({ where: { tenantId, id, expiresAt: { gt: now } } });
}

/** By the API's names; the address is left out, since it lets in whoever knows it. */
function auditedFields(inbox: InboxRecord) {
  return {
    name: inbox.name,
    status: inbox.status,
    delay_ms: inbox.delayMs,
    fail_times: inbox.failTimes,
    failures_left: failuresLeft(inbox),
    fail_status: inbox.failStatus,
    response_body: inbox.responseBody,
    expires_at: inbox.expiresAt.toISOString(),
  };
}
