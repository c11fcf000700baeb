import { Prisma, type PrismaClient } from '../database/generated/client.ts';
import type { Uuid } from '../domain/ids.ts';
import type { RetryPolicy } from '../domain/retry-policy.ts';
import type { PageRequest } from '../http/pagination.ts';
import type { WebhookReference } from './dto/uid.ts';
import type { NewWebhook, WebhookRecord } from './webhook-record.ts';

const UNIQUE_VIOLATION = 'P2002';
const TOTAL_MAX = 10_001;

const withState = { state: { select: { disabledReason: true } } } as const;
type WebhookRow = Prisma.WebhookGetPayload<{ include: typeof withState }>;

/**
 * Management reads and writes of webhooks. Every change bumps the version of its tenant's subscriptions first: that row
 * is the lock under which a tenant's changes follow each other, and publishers see by it that their snapshot is old.
 */
export class WebhooksRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** Null when another webhook of the tenant has the uid. */
  async create(
    webhook: NewWebhook,
    secret: { readonly id: Uuid; readonly secret: string },
    now: Date,
  ): Promise<WebhookRecord | null> {
    const { metadata, headers, retry, events, ...plain } = webhook;
    const data = {
      ...plain,
      events: [...events],
      metadata,
      headers,
      retry: retry as unknown as Prisma.InputJsonObject,
      createdAt: now,
      updatedAt: now,
      secrets: { create: { ...secret, createdAt: now } },
      state: { create: { updatedAt: now } },
    };
    try {
      const row = await this.prisma.$transaction(async (tx) => {
        await bumpSubscriptions(tx, webhook.tenantId);
        return await tx.webhook.create({ data, include: withState });
      });
      return toRecord(row);
    } catch (error) {
      if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === UNIQUE_VIOLATION)
        return null;
      throw error;
    }
  }

  async find(tenantId: Uuid, reference: WebhookReference): Promise<WebhookRecord | null> {
    const where = { tenantId, deletedAt: null, ...reference };
    const row = await this.prisma.webhook.findFirst({ where, include: withState });
    return row === null ? null : toRecord(row);
  }

  /** Up to `limit + 1` rows, in the direction of the cursor. */
  async findPage(tenantId: Uuid, { cursor, limit }: PageRequest): Promise<WebhookRecord[]> {
    const isPrev = cursor?.direction === 'prev';
    const place = cursor === undefined ? {} : { id: isPrev ? { gt: cursor.id } : { lt: cursor.id } };
    const rows = await this.prisma.webhook.findMany({
      where: { tenantId, deletedAt: null, ...place },
      orderBy: { id: isPrev ? 'asc' : 'desc' },
      take: limit + 1,
      include: withState,
    });
    return rows.map(toRecord);
  }

  /** At most 10,001. */
  async count(tenantId: Uuid): Promise<number> {
    return await this.prisma.webhook.count({ where: { tenantId, deletedAt: null }, take: TOTAL_MAX });
  }

  /** Answers whether it was there: of two deletions at once, one finds it. */
  async delete(tenantId: Uuid, id: Uuid, now: Date): Promise<boolean> {
    return await this.prisma.$transaction(async (tx) => {
      await bumpSubscriptions(tx, tenantId);
      const deleted = await tx.webhook.updateMany({
        where: { tenantId, id, deletedAt: null },
        data: { deletedAt: now, updatedAt: now },
      });
      return deleted.count > 0;
    });
  }
}

async function bumpSubscriptions(tx: Prisma.TransactionClient, tenantId: Uuid): Promise<void> {
  await tx.subscriptionVersion.update({ where: { tenantId }, data: { version: { increment: 1 } } });
}

/** The columns' JSON was checked when it was stored. */
function toRecord({ state, deletedAt: _deletedAt, ...row }: WebhookRow): WebhookRecord {
  return {
    ...row,
    metadata: row.metadata as Record<string, string>,
    headers: row.headers as Record<string, string>,
    retry: row.retry as unknown as RetryPolicy,
    disabledReason: state?.disabledReason ?? null,
  };
}
