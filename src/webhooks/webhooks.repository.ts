import { keysetOf } from '../database/keyset.ts';
import { refusingTaken } from '../database/refusing-taken.ts';
import { TOTAL_MAX } from '../database/walk.ts';
import { Prisma, type PrismaClient } from '../database/generated/client.ts';
import { createOnce, type Created } from '../database/idempotency-ledger.ts';
import type { Keyring } from '../domain/encryption/keyring.ts';
import type { Idempotency } from '../domain/idempotency.ts';
import type { Uuid } from '../domain/ids.ts';
import type { PageRequest } from '../http/pagination.ts';
import type { WebhookReference } from './dto/uid.ts';
import {
  findLiveSecrets,
  findWebhook,
  LockedWebhooks,
  toWebhookRecord,
  withState,
  type ChangeOrigin,
} from './locked-webhooks.repository.ts';
import type { CreatedWebhook, WebhookRecord, WebhookSecretRecord } from './webhook-record.ts';

/** Management reads of webhooks, and the lock under which they are changed. */
export class WebhooksRepository {
  constructor(
    private readonly prisma: PrismaClient,
    private readonly keyring: Keyring,
  ) {}

  /**
   * Runs a change in one transaction. It bumps the version of the tenant's subscriptions first: that row is the lock
   * under which a tenant's changes follow each other, and publishers see by it that their snapshot is old.
   * @throws PosthornError `conflict` when another webhook of the tenant has the uid
   */
  async change<T>(origin: ChangeOrigin, work: (webhooks: LockedWebhooks) => Promise<T>): Promise<T> {
    return await this.inTransaction(async (tx) => await work(await lock(tx, origin)));
  }

  /**
   * A change that makes a webhook, once for an idempotency key; a repetition locks and changes nothing.
   * @throws PosthornError as `change` and `createOnce`
   */
  async create(
    origin: ChangeOrigin,
    idempotency: Idempotency | null,
    make: (webhooks: LockedWebhooks, id: Uuid) => Promise<CreatedWebhook>,
  ): Promise<Created<CreatedWebhook>> {
    const { tenantId, ids } = origin;
    const request = { tenantId, scope: 'webhook', idempotency, id: ids.next() } as const;
    return await this.inTransaction(
      async (tx) =>
        await createOnce(tx, request, {
          create: async (id) => await make(await lock(tx, origin), id),
          find: async (id) => await findCreated(tx, origin, id),
        }),
    );
  }

  async find(tenantId: Uuid, reference: WebhookReference): Promise<WebhookRecord | null> {
    return await findWebhook(this.prisma, tenantId, reference);
  }

  /** Of the tenant's subscriptions; every change of a webhook bumps it. */
  async findVersion(tenantId: Uuid): Promise<number> {
    const row = await this.prisma.subscriptionVersion.findUnique({ where: { tenantId } });
    return Number(row?.version ?? 0);
  }

  /** Up to `limit + 1` rows, in the direction of the cursor. */
  async findPage(tenantId: Uuid, request: PageRequest): Promise<WebhookRecord[]> {
    const { place, order } = keysetOf(request);
    const rows = await this.prisma.webhook.findMany({
      where: { tenantId, deletedAt: null, ...place },
      ...order,
      include: withState,
    });
    return rows.map(toWebhookRecord);
  }

  /** At most 10,001. */
  async count(tenantId: Uuid): Promise<number> {
    return await this.prisma.webhook.count({ where: { tenantId, deletedAt: null }, take: TOTAL_MAX });
  }

  /** Those that sign now, the current one first. */
  async findSecrets(webhook: WebhookRecord, now: Date): Promise<WebhookSecretRecord[]> {
    return await findLiveSecrets(this.prisma, webhook, now, this.keyring);
  }

  private async inTransaction<T>(work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
    return await refusingTaken(
      'Another webhook has this uid.',
      async () => await this.prisma.$transaction(work),
    );
  }
}

async function lock(tx: Prisma.TransactionClient, origin: ChangeOrigin): Promise<LockedWebhooks> {
  const { tenantId } = origin;
  await tx.subscriptionVersion.update({ where: { tenantId }, data: { version: { increment: 1 } } });
  return new LockedWebhooks(tx, origin);
}

/** A webhook with its current secret, which may be another one than it was made with. */
async function findCreated(
  tx: Prisma.TransactionClient,
  { tenantId, now, keyring }: ChangeOrigin,
  id: Uuid,
): Promise<CreatedWebhook | null> {
  const webhook = await findWebhook(tx, tenantId, { id });
  if (webhook === null) return null;
  const [current] = await findLiveSecrets(tx, webhook, now, keyring);
  return { webhook, secret: current?.secret ?? null };
}
