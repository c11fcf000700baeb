import { recordAuditWithPrisma } from '../database/audit-log.ts';
import { keysetOf } from '../database/keyset.ts';
import type { Prisma, PrismaClient } from '../database/generated/client.ts';
import { createOnce, type Created } from '../database/idempotency-ledger.ts';
import { inTenant } from '../database/tenant-scope.ts';
import { TOTAL_MAX } from '../database/walk.ts';
import type { AuditOrigin } from '../domain/audit/actor.ts';
import { changesOfCreation } from '../domain/audit/changes.ts';
import { PosthornError } from '../domain/errors.ts';
import type { Idempotency } from '../domain/idempotency.ts';
import type { IdGenerator, Uuid } from '../domain/ids.ts';
import type { ReplayMode, ReplayStatus } from '../domain/replays.ts';
import type { PageRequest } from '../http/pagination.ts';
import type { ReplayFilter, ReplayRecord } from './replay-record.ts';

/** The mark and the pace are the runner's. */
const shown = { mark: true, nextBatchAt: true } as const satisfies Prisma.ReplayOmit;
type ReplayRow = Prisma.ReplayGetPayload<{ omit: typeof shown }>;

/** Replays of a tenant that may run at once: each has its share of every second. */
const RUNNING_MAX = 10;
const TOO_MANY = `The tenant has ${RUNNING_MAX} replays that run; wait for one, or cancel it.`;

export interface NewReplay extends Pick<ReplayRecord, 'mode' | 'filter' | 'ratePerSecond' | 'totalCount'> {
  /** Behind which it begins. */
  readonly mark: Uuid;
  /** The database's clock, and what bounds the replay. */
  readonly createdAt: Date;
}

export interface ChangeOrigin {
  readonly tenantId: Uuid;
  readonly by: AuditOrigin;
  readonly ids: IdGenerator;
}

export class ReplaysRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /**
   * Makes a replay once for an idempotency key.
   * @throws PosthornError `conflict` where the tenant has too many that run, and as `createOnce`
   */
  async create(
    { tenantId, by, ids }: ChangeOrigin,
    idempotency: Idempotency | null,
    replay: NewReplay,
  ): Promise<Created<ReplayRecord>> {
    const request = { tenantId, scope: 'replay', idempotency, id: ids.next() } as const;
    return await inTenant(
      this.prisma,
      tenantId,
      async (tx) =>
        await createOnce(tx, request, {
          create: async (id) => {
            const record = await insert(tx, { id, tenantId }, replay);
            await recordAuditWithPrisma(tx, by, {
              id: ids.next(),
              action: 'replay.started',
              objectId: id,
              changes: changesOfCreation(auditedFields(record)),
            });
            return record;
          },
          find: async (id) => await findIn(tx, tenantId, id),
        }),
    );
  }

  async find(tenantId: Uuid, id: Uuid): Promise<ReplayRecord | null> {
    return await inTenant(this.prisma, tenantId, async (tx) => await findIn(tx, tenantId, id));
  }

  /** Up to `limit + 1` rows, in the direction of the cursor. */
  async findPage(tenantId: Uuid, request: PageRequest): Promise<ReplayRecord[]> {
    const { place, order } = keysetOf(request);
    const query = { where: { tenantId, ...place }, ...order, omit: shown };
    const rows = await inTenant(this.prisma, tenantId, async ({ replay }) => await replay.findMany(query));
    return rows.map(toRecord);
  }

  /** At most 10,001. */
  async count(tenantId: Uuid): Promise<number> {
    const query = { where: { tenantId }, take: TOTAL_MAX };
    return await inTenant(this.prisma, tenantId, async ({ replay }) => await replay.count(query));
  }

  /**
   * Ends a replay that runs, once the batch that is under way has committed.
   * @returns as it is then; whether it was this call that ended it
   */
  async cancel(
    { tenantId, by, ids }: ChangeOrigin,
    id: Uuid,
    now: Date,
  ): Promise<{ readonly replay: ReplayRecord | null; readonly isCancelled: boolean }> {
    return await inTenant(this.prisma, tenantId, async (tx) => {
      const { count } = await tx.replay.updateMany({
        where: { id, tenantId, status: 'running' },
        data: { status: 'cancelled', updatedAt: now, completedAt: now },
      });
      const isCancelled = count > 0;
      if (isCancelled) {
        await recordAuditWithPrisma(tx, by, { id: ids.next(), action: 'replay.cancelled', objectId: id });
      }
      return { replay: await findIn(tx, tenantId, id), isCancelled };
    });
  }

  async hasEvent(tenantId: Uuid, id: Uuid): Promise<boolean> {
    const event = await this.prisma.event.findFirst({ where: { id, tenantId }, select: { id: true } });
    return event !== null;
  }
}

async function insert(
  tx: Prisma.TransactionClient,
  { id, tenantId }: { id: Uuid; tenantId: Uuid },
  { createdAt, filter, ...replay }: NewReplay,
): Promise<ReplayRecord> {
  const running = await tx.replay.count({ where: { tenantId, status: 'running' }, take: RUNNING_MAX });
  if (running === RUNNING_MAX) throw new PosthornError('conflict', { detail: TOO_MANY });
  const data = {
    ...replay,
    id,
    tenantId,
    filter: filter as unknown as Prisma.InputJsonObject,
    nextBatchAt: createdAt,
    createdAt,
    updatedAt: createdAt,
  };
  return toRecord(await tx.replay.create({ data, omit: shown }));
}

async function findIn(tx: Prisma.TransactionClient, tenantId: Uuid, id: Uuid): Promise<ReplayRecord | null> {
  const row = await tx.replay.findUnique({ where: { tenantId, id }, omit: shown });
  return row === null ? null : toRecord(row);
}

/** By the API's names. */
function auditedFields({ mode, filter, ratePerSecond, totalCount }: ReplayRecord) {
  return { mode, filter, rate_per_second: ratePerSecond, total_count: totalCount };
}

/** What the columns hold was checked when it was stored. */
function toRecord(row: ReplayRow): ReplayRecord {
  return {
    ...row,
    mode: row.mode as ReplayMode,
    status: row.status as ReplayStatus,
    filter: row.filter as unknown as ReplayFilter,
  };
}
