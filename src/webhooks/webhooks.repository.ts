import { Prisma, type PrismaClient } from '../database/generated/client.ts';
import { PosthornError } from '../domain/errors.ts';
import type { Uuid } from '../domain/ids.ts';
import type { PageRequest } from '../http/pagination.ts';
import type { WebhookReference } from './dto/uid.ts';
import {
  findLiveSecrets,
  LockedWebhooks,
  toWebhookRecord,
  withState,
  type ChangeOrigin,
} from './locked-webhooks.repository.ts';
import type { WebhookRecord, WebhookSecretRecord } from './webhook-record.ts';

const UNIQUE_VIOLATION = 'P2002';
const TOTAL_MAX = 10_001;

/** Management reads of webhooks, and the lock under which they are changed. */
export class WebhooksRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /**
   * Runs a change in one transaction. It bumps the version of the tenant's subscriptions first: that row is the lock
   * under which a tenant's changes follow each other, and publishers see by it that their snapshot is old.
   * @throws PosthornError `conflict` when another webhook of the tenant has the uid
   */
  async change<T>(origin: ChangeOrigin, work: (webhooks: LockedWebhooks) => Promise<T>): Promise<T> {
    const { tenantId } = origin;
    try {
      return await this.prisma.$transaction(async (tx) => {
        await tx.subscriptionVersion.update({ where: { tenantId }, data: { version: { increment: 1 } } });
        return await work(new LockedWebhooks(tx, origin));
      });
    } catch (error) {
      if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === UNIQUE_VIOLATION)
        throw new PosthornError('conflict', { detail: 'Another webhook has this uid.', cause: error });
      throw error;
    }
  }

  async find(tenantId: Uuid, reference: WebhookReference): Promise<WebhookRecord | null> {
    const where = { tenantId, deletedAt: null, ...reference };
    const row = await this.prisma.webhook.findFirst({ where, include: withState });
    return row === null ? null : toWebhookRecord(row);
  }

  /** Of the tenant's subscriptions; every change of a webhook bumps it. */
  async findVersion(tenantId: Uuid): Promise<number> {
    const row = await this.prisma.subscriptionVersion.findUnique({ where: { tenantId } });
    return Number(row?.version ?? 0);
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
    return rows.map(toWebhookRecord);
  }

  /** At most 10,001. */
  async count(tenantId: Uuid): Promise<number> {
    return await this.prisma.webhook.count({ where: { tenantId, deletedAt: null }, take: TOTAL_MAX });
  }

  /** Those that sign now, the current one first. */
  async findSecrets(webhookId: Uuid, now: Date): Promise<WebhookSecretRecord[]> {
    return await findLiveSecrets(this.prisma, webhookId, now);
  }
}
