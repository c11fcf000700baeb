import { Prisma } from '../database/generated/client.ts';
import type { Filter } from '../domain/filters/filter-rules.ts';
import type { IdGenerator, Uuid } from '../domain/ids.ts';
import type { RetryPolicy } from '../domain/retry-policy.ts';
import type { WebhookReference } from './dto/uid.ts';
import type {
  RateLimit,
  WebhookConfiguration,
  WebhookRecord,
  WebhookSecretRecord,
} from './webhook-record.ts';

export const withState = { state: { select: { disabledReason: true } } } as const;
type WebhookRow = Prisma.WebhookGetPayload<{ include: typeof withState }>;

export interface ChangeOrigin {
  readonly tenantId: Uuid;
  /** The database's clock. */
  readonly now: Date;
  readonly ids: IdGenerator;
}

/**
 * A tenant's webhooks while no one else changes them: what is read here stays true until the transaction's end.
 * Whatever it writes is seen by every process before its next request, since the subscriptions' version was bumped.
 */
export class LockedWebhooks {
  constructor(
    private readonly tx: Prisma.TransactionClient,
    private readonly origin: ChangeOrigin,
  ) {}

  async find(reference: WebhookReference): Promise<WebhookRecord | null> {
    return await findWebhook(this.tx, this.origin.tenantId, reference);
  }

  async insert(id: Uuid, configuration: WebhookConfiguration, secret: string): Promise<WebhookRecord> {
    const { ids, now, tenantId } = this.origin;
    const data = {
      id,
      tenantId,
      ...toColumns(configuration),
      createdAt: now,
      updatedAt: now,
      secrets: { create: { id: ids.next(), secret, createdAt: now } },
      state: { create: { updatedAt: now } },
    };
    return toWebhookRecord(await this.tx.webhook.create({ data, include: withState }));
  }

  /** Gives the webhook its next version. */
  async replace(id: Uuid, configuration: WebhookConfiguration): Promise<WebhookRecord> {
    return await this.update(id, { ...toColumns(configuration), version: { increment: 1 } });
  }

  async pause(id: Uuid): Promise<WebhookRecord> {
    return await this.update(id, { pausedAt: this.origin.now });
  }

  async resume(id: Uuid): Promise<WebhookRecord> {
    return await this.update(id, { pausedAt: null });
  }

  /** Takes back both its owner's `active: false` and what deliveries have found. */
  async enable({ id, active }: WebhookRecord): Promise<WebhookRecord> {
    const updatedAt = this.origin.now;
    const cleared = { disabledAt: null, disabledReason: null, updatedAt };
    await this.tx.webhookState.updateMany({ where: { webhookId: id }, data: cleared });
    return await this.update(id, active ? {} : { active: true, version: { increment: 1 } });
  }

  /** Soft: its rows and its name stay in history. */
  async delete(id: Uuid): Promise<void> {
    await this.update(id, { deletedAt: this.origin.now });
  }

  /** Those that sign now, the current one first. */
  async findSecrets(id: Uuid): Promise<WebhookSecretRecord[]> {
    return await findLiveSecrets(this.tx, id, this.origin.now);
  }

  /**
   * Makes another secret the current one. The one before signs beside it for the overlap; where that is 0, nothing but
   * the new one signs any more.
   */
  async replaceSecret(id: Uuid, secret: string, overlapMs: number): Promise<void> {
    const { ids, now } = this.origin;
    await this.tx.webhookSecret.updateMany({
      where: { webhookId: id, ...(overlapMs === 0 ? {} : { expiresAt: null }) },
      data: { expiresAt: new Date(now.getTime() + overlapMs) },
    });
    await this.tx.webhookSecret.deleteMany({ where: { webhookId: id, expiresAt: { lte: now } } });
    await this.tx.webhookSecret.create({ data: { id: ids.next(), webhookId: id, secret, createdAt: now } });
  }

  private async update(id: Uuid, data: Prisma.WebhookUpdateInput): Promise<WebhookRecord> {
    const where = { id };
    const changed = { ...data, updatedAt: this.origin.now };
    return toWebhookRecord(await this.tx.webhook.update({ where, data: changed, include: withState }));
  }
}

export async function findWebhook(
  db: Pick<Prisma.TransactionClient, 'webhook'>,
  tenantId: Uuid,
  reference: WebhookReference,
): Promise<WebhookRecord | null> {
  const where = { tenantId, deletedAt: null, ...reference };
  const row = await db.webhook.findFirst({ where, include: withState });
  return row === null ? null : toWebhookRecord(row);
}

export async function findLiveSecrets(
  db: Pick<Prisma.TransactionClient, 'webhookSecret'>,
  webhookId: Uuid,
  now: Date,
): Promise<WebhookSecretRecord[]> {
  return await db.webhookSecret.findMany({
    where: { webhookId, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    orderBy: [{ expiresAt: { sort: 'desc', nulls: 'first' } }, { id: 'desc' }],
    select: { secret: true, expiresAt: true },
  });
}

/** The columns' JSON was checked when it was stored. */
export function toWebhookRecord({ state, deletedAt: _deletedAt, ...row }: WebhookRow): WebhookRecord {
  return {
    ...row,
    metadata: row.metadata as Record<string, string>,
    headers: row.headers as Record<string, string>,
    filter: row.filter as Filter | null,
    retry: row.retry as unknown as RetryPolicy,
    rateLimit: row.rateLimit as unknown as RateLimit | null,
    disabledReason: state?.disabledReason ?? null,
  };
}

/** The columns of a configuration, as Prisma takes them. */
function toColumns(configuration: WebhookConfiguration) {
  return {
    ...configuration,
    events: [...configuration.events],
    filter: toJsonColumn(configuration.filter),
    retry: configuration.retry as unknown as Prisma.InputJsonObject,
    rateLimit: toJsonColumn(configuration.rateLimit),
  };
}

function toJsonColumn(value: object | null): Prisma.InputJsonObject | typeof Prisma.DbNull {
  return (value as Prisma.InputJsonObject | null) ?? Prisma.DbNull;
}
