import { keysetOf } from '../database/keyset.ts';
import { inTenant } from '../database/tenant-scope.ts';
import { TOTAL_MAX } from '../database/walk.ts';
import { Prisma, type PrismaClient } from '../database/generated/client.ts';
import type { Created } from '../database/idempotency-ledger.ts';
import { LockedChanges } from '../database/locked-changes.ts';
import type { Idempotency } from '../domain/idempotency.ts';
import type { Uuid } from '../domain/ids.ts';
import type { PageRequest } from '../http/pagination.ts';
import type { WebhookReference } from './dto/uid.ts';
import {
  findLiveSecrets,
  findWebhook,
  LockedWebhooks,
  type WebhookOrigin,
} from './locked-webhooks.repository.ts';
import type { CreatedWebhook, WebhookRecord, WebhookSecretRecord } from './webhook-record.ts';
import { toWebhookRecord, withState } from './webhook-rows.repository.ts';
import { isShown } from './webhook-signing.ts';

/** Runs in the transaction that makes or changes a webhook, under the lock of its tenant's webhooks; a failure takes it back. */
export type CreationStep = (tx: Prisma.TransactionClient, webhookId: Uuid) => Promise<void>;

/** The webhooks that a dialect shows: those that were made in it, and those of its format that were made elsewhere. */
export interface DialectView {
  readonly dialect: string;
  /** Of those that have an owner, only those of one of these; null for all. */
  readonly owners: readonly string[] | null;
}

/** Management reads of webhooks, and the lock under which they are changed. */
export class WebhooksRepository {
  private readonly changes: LockedChanges<WebhookOrigin, LockedWebhooks, CreatedWebhook>;

  constructor(private readonly prisma: PrismaClient) {
    this.changes = new LockedChanges(prisma, {
      scope: 'webhook',
      takenDetail: 'Another webhook has this uid.',
      lock,
      findCreated,
    });
  }

  /**
   * Runs a change in one transaction. It bumps the version of the tenant's subscriptions first: that row is the lock
   * under which a tenant's changes follow each other, and publishers see by it that their snapshot is old.
   * @throws PosthornError `conflict` when another webhook of the tenant has the uid
   */
  async change<T>(
    origin: WebhookOrigin,
    work: (webhooks: LockedWebhooks, tx: Parameters<CreationStep>[0]) => Promise<T>,
    timeoutMs?: number,
  ): Promise<T> {
    return await this.changes.change(origin, work, timeoutMs);
  }

  /**
   * A change that makes a webhook, once for an idempotency key; a repetition locks and changes nothing.
   * @throws PosthornError as `change` and `createOnce`
   */
  async create(
    origin: WebhookOrigin,
    idempotency: Idempotency | null,
    make: (webhooks: LockedWebhooks, id: Uuid) => Promise<CreatedWebhook>,
    step: CreationStep | null,
  ): Promise<Created<CreatedWebhook>> {
    return await this.changes.create(origin, idempotency, async (webhooks, id, tx) => {
      const created = await make(webhooks, id);
      await step?.(tx, id);
      return created;
    });
  }

  async find(tenantId: Uuid, reference: WebhookReference): Promise<WebhookRecord | null> {
    return await inTenant(this.prisma, tenantId, async (tx) => await findWebhook(tx, tenantId, reference));
  }

  /** Of the tenant's subscriptions; every change of a webhook bumps it. */
  async findVersion(tenantId: Uuid): Promise<number> {
    const query = { where: { tenantId } };
    const row = await inTenant(
      this.prisma,
      tenantId,
      async ({ subscriptionVersion }) => await subscriptionVersion.findUnique(query),
    );
    return Number(row?.version ?? 0);
  }

  /** Up to `limit + 1` rows, in the direction of the cursor. */
  async findPage(tenantId: Uuid, request: PageRequest, view: DialectView | null): Promise<WebhookRecord[]> {
    const { place, order } = keysetOf(request);
    const where = { tenantId, deletedAt: null, ...place, ...(view === null ? {} : within(view)) };
    const query = { where, ...order, include: withState };
    const rows = await inTenant(this.prisma, tenantId, async ({ webhook }) => await webhook.findMany(query));
    return rows.map(toWebhookRecord);
  }

  /** At most 10,001. */
  async count(tenantId: Uuid): Promise<number> {
    const query = { where: { tenantId, deletedAt: null }, take: TOTAL_MAX };
    return await inTenant(this.prisma, tenantId, async ({ webhook }) => await webhook.count(query));
  }

  /** Those that sign now, the current one first, for whoever is to see them: the audit log is told. Null: no webhook. */
  async showSecrets(
    origin: WebhookOrigin,
    reference: WebhookReference,
  ): Promise<readonly WebhookSecretRecord[] | null> {
    return await inTenant(this.prisma, origin.tenantId, async (tx) => {
      const webhook = await findWebhook(tx, origin.tenantId, reference);
      if (webhook === null) return null;
      const webhooks = new LockedWebhooks(tx, origin);
      const secrets = await webhooks.findSecrets(webhook.id);
      if (secrets.some(({ secret }) => isShown(secret)))
        await webhooks.record(webhook, { action: 'webhook.secret_shown' });
      return secrets;
    });
  }
}

async function lock(tx: Prisma.TransactionClient, origin: WebhookOrigin): Promise<LockedWebhooks> {
  const { tenantId } = origin;
  await tx.subscriptionVersion.update({ where: { tenantId }, data: { version: { increment: 1 } } });
  return new LockedWebhooks(tx, origin);
}

function within({ dialect, owners }: DialectView): Prisma.WebhookWhereInput {
  if (owners === null) return { OR: [{ dialect: { dialect } }, { format: dialect }] };
  const isSeen = { OR: [{ owner: null }, { owner: { in: [...owners] } }] };
  return { OR: [{ dialect: { dialect, ...isSeen } }, { format: dialect, NOT: { dialect: { dialect } } }] };
}

/** A webhook with its current secret, which may be another one than it was made with. */
async function findCreated(
  tx: Prisma.TransactionClient,
  { tenantId, now, keyring }: WebhookOrigin,
  id: Uuid,
): Promise<CreatedWebhook | null> {
  const webhook = await findWebhook(tx, tenantId, { id });
  if (webhook === null) return null;
  const [current] = await findLiveSecrets(tx, webhook, now, keyring);
  return { webhook, secret: current?.secret ?? null };
}
