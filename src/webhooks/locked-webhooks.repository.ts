import { recordAuditWithPrisma } from '../database/audit-log.ts';
import { Prisma } from '../database/generated/client.ts';
import type { ChangeOrigin } from '../database/locked-changes.ts';
import { MASKED_CHANGE } from '../domain/audit/changes.ts';
import { sealCanary } from '../domain/encryption/canary.ts';
import type { Keyring } from '../domain/encryption/keyring.ts';
import { secretPlace } from '../domain/encryption/webhook-places.ts';
import { PosthornError } from '../domain/errors.ts';
import type { Uuid } from '../domain/ids.ts';
import { findBuiltIn } from '../wire/built-in-formats.ts';
import { completeFormat, type GivenFormat } from '../wire/complete-format.ts';
import type { WireFormat } from '../wire/wire-format.ts';
import type { WebhookReference } from './dto/uid.ts';
import { openHeaders, openSecret, sealHeaders } from './sealed-columns.ts';
import { changesOf, creationOf, type WebhookAudit } from './webhook-audit.ts';
import type { WebhookConfiguration, WebhookRecord, WebhookSecretRecord } from './webhook-record.ts';
import { toHeaderColumns, toWebhookRecord, withState, type WebhookRow } from './webhook-rows.repository.ts';
import { showSecret } from './webhook-signing.ts';

export interface WebhookOrigin extends ChangeOrigin {
  readonly keyring: Keyring;
}

/**
 * A tenant's webhooks while no one else changes them: what is read here stays true until the transaction's end.
 * Whatever it writes is seen by every process before its next request, since the subscriptions' version was bumped.
 */
export class LockedWebhooks {
  constructor(
    private readonly tx: Prisma.TransactionClient,
    private readonly origin: WebhookOrigin,
  ) {}

  /** With its headers opened, for a change may keep their values. */
  async find(reference: WebhookReference): Promise<WebhookRecord | null> {
    const { tenantId, keyring } = this.origin;
    const row = await findRow(this.tx, tenantId, reference);
    if (row === null) return null;
    return { ...toWebhookRecord(row), headers: openHeaders(keyring, row, toHeaderColumns(row)) };
  }

  /** The tenant's own before a built-in one of the name; null where there is neither. */
  async findFormat(name: string): Promise<WireFormat | null> {
    const { tenantId } = this.origin;
    const own = await this.tx.format.findUnique({ where: { tenantId_name: { tenantId, name } } });
    if (own === null) return findBuiltIn(name);
    return completeFormat({ ...(own.document as unknown as GivenFormat), name });
  }

  /**
   * @param secret null for a webhook that signs nothing
   * @throws PosthornError `quota_exceeded` where the tenant has as many as it may
   */
  async insert(
    id: Uuid,
    configuration: WebhookConfiguration,
    format: WireFormat,
    secret: string | null,
  ): Promise<WebhookRecord> {
    const { ids, now, tenantId } = this.origin;
    await this.refuseOverQuota();
    await this.registerKey();
    const data = {
      id,
      tenantId,
      ...this.toColumns(id, configuration),
      ...showSecret(format, secret),
      createdAt: now,
      updatedAt: now,
      secrets: {
        create: secret === null ? [] : { id: ids.next(), ...this.sealSecret(id, secret), createdAt: now },
      },
      state: { create: { updatedAt: now } },
    };
    const webhook = toWebhookRecord(await this.tx.webhook.create({ data, include: withState }));
    await this.record(webhook, creationOf(configuration, secret !== null));
    return webhook;
  }

  /**
   * Gives the webhook its next version, whose deliveries have shown nothing yet.
   * @param present with its headers opened
   * @param hasNewSecret whether its secret was replaced with this change, for the audit log
   */
  async replace(
    present: WebhookRecord,
    configuration: WebhookConfiguration,
    hasNewSecret: boolean,
  ): Promise<WebhookRecord> {
    const { id } = present;
    await this.registerKey();
    await this.closeBreaker(id);
    if (configuration.active && !present.active) await this.noteEnabled(id);
    const data = { ...this.toColumns(id, configuration), version: { increment: 1 } };
    const webhook = await this.update(id, data);
    const changes = changesOf(present, configuration);
    const audited = hasNewSecret ? { ...changes, secret: MASKED_CHANGE } : changes;
    await this.record(webhook, { action: 'webhook.updated', changes: audited });
    return webhook;
  }

  async pause(id: Uuid): Promise<WebhookRecord> {
    const webhook = await this.update(id, { pausedAt: this.origin.now });
    return await this.record(webhook, { action: 'webhook.paused' });
  }

  async resume(id: Uuid): Promise<WebhookRecord> {
    const webhook = await this.update(id, { pausedAt: null });
    return await this.record(webhook, { action: 'webhook.resumed' });
  }

  /** Takes back both its owner's `active: false` and what deliveries have found. */
  async enable({ id, active, disabledReason }: WebhookRecord): Promise<WebhookRecord> {
    const updatedAt = this.origin.now;
    const cleared = { disabledAt: null, disabledReason: null, updatedAt };
    await this.tx.webhookState.updateMany({ where: { webhookId: id }, data: cleared });
    await this.closeBreaker(id);
    const webhook = await this.update(id, active ? {} : { active: true, version: { increment: 1 } });
    const changes = {
      ...(active ? {} : { active: { before: false, after: true } }),
      ...(disabledReason === null ? {} : { state_reason: { before: disabledReason, after: null } }),
    };
    return await this.record(webhook, { action: 'webhook.enabled', changes });
  }

  /** Soft: its rows and its name stay in history. */
  async delete(id: Uuid): Promise<void> {
    const webhook = await this.update(id, { deletedAt: this.origin.now });
    await this.record(webhook, { action: 'webhook.deleted' });
  }

  /** Tells the audit log, in the same transaction. */
  async record(webhook: WebhookRecord, { action, changes = {} }: WebhookAudit): Promise<WebhookRecord> {
    const { by, ids } = this.origin;
    const entry = { id: ids.next(), action, objectId: webhook.id, objectName: webhook.name, changes };
    await recordAuditWithPrisma(this.tx, by, entry);
    return webhook;
  }

  /** Those that sign now, the current one first. */
  async findSecrets(id: Uuid): Promise<WebhookSecretRecord[]> {
    const { tenantId, now, keyring } = this.origin;
    return await findLiveSecrets(this.tx, { tenantId, id }, now, keyring);
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
    await this.registerKey();
    const data = { id: ids.next(), webhookId: id, ...this.sealSecret(id, secret), createdAt: now };
    await this.tx.webhookSecret.create({ data });
  }

  /** What the webhook's secret is, for whoever reads the webhook; one whose shared secret is rotated shows the same. */
  async show(id: Uuid, shown: ReturnType<typeof showSecret>): Promise<void> {
    const differs = {
      OR: [{ signature: { not: shown.signature } }, { NOT: { publicKey: shown.publicKey } }],
    };
    const data = { ...shown, updatedAt: this.origin.now };
    await this.tx.webhook.updateMany({ where: { id, ...differs }, data });
  }

  /** Counted under the lock of all changes to the tenant's webhooks: those that are being made wait for this one. */
  private async refuseOverQuota(): Promise<void> {
    const { tenantId } = this.origin;
    const tenant = await this.tx.tenant.findUnique({
      where: { id: tenantId },
      select: { webhooksQuota: true },
    });
    const defaults = tenant?.webhooksQuota == null ? await this.tx.defaultQuotas.findFirst() : null;
    const quota = tenant?.webhooksQuota ?? defaults?.webhooks ?? null;
    if (quota === null) return;
    const count = await this.tx.webhook.count({ where: { tenantId, deletedAt: null }, take: quota + 1 });
    if (count < quota) return;
    throw new PosthornError('quota_exceeded', { detail: `The tenant may have ${quota} webhooks.` });
  }

  /** An idle webhook is one that has not been enabled for so long either. */
  private async noteEnabled(id: Uuid): Promise<void> {
    await this.tx.webhookState.updateMany({ where: { webhookId: id }, data: { updatedAt: this.origin.now } });
  }

  private async closeBreaker(id: Uuid): Promise<void> {
    await this.tx.webhookBreaker.deleteMany({ where: { webhookId: id } });
  }

  private sealSecret(id: Uuid, secret: string): { secret: string; keyId: string | null } {
    const { tenantId, keyring } = this.origin;
    const { text, keyId } = keyring.seal(secret, secretPlace(tenantId, id));
    return { secret: text, keyId };
  }

  private toColumns(id: Uuid, configuration: WebhookConfiguration) {
    const { tenantId, keyring } = this.origin;
    return {
      ...configuration,
      ...sealHeaders(keyring, { tenantId, id }, configuration.headers),
      events: [...configuration.events],
      filter: toJsonColumn(configuration.filter),
      retry: configuration.retry as unknown as Prisma.InputJsonObject,
      rateLimit: toJsonColumn(configuration.rateLimit),
    };
  }

  /** A re-encryption may have retired the key of a process that still seals with it: then its row comes back. */
  private async registerKey(): Promise<void> {
    const canary = sealCanary(this.origin.keyring);
    if (canary !== null) await this.tx.encryptionKey.createMany({ data: [canary], skipDuplicates: true });
  }

  private async update(id: Uuid, data: Prisma.WebhookUncheckedUpdateInput): Promise<WebhookRecord> {
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
  const row = await findRow(db, tenantId, reference);
  return row === null ? null : toWebhookRecord(row);
}

async function findRow(
  db: Pick<Prisma.TransactionClient, 'webhook'>,
  tenantId: Uuid,
  reference: WebhookReference,
): Promise<WebhookRow | null> {
  const where = { tenantId, deletedAt: null, ...reference };
  return await db.webhook.findFirst({ where, include: withState });
}

export async function findLiveSecrets(
  db: Pick<Prisma.TransactionClient, 'webhookSecret'>,
  webhook: Pick<WebhookRecord, 'tenantId' | 'id'>,
  now: Date,
  keyring: Keyring,
): Promise<WebhookSecretRecord[]> {
  const rows = await db.webhookSecret.findMany({
    where: { webhookId: webhook.id, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    orderBy: [{ expiresAt: { sort: 'desc', nulls: 'first' } }, { id: 'desc' }],
    select: { secret: true, keyId: true, expiresAt: true },
  });
  return rows.map(({ secret: text, keyId, expiresAt }) => ({
    secret: openSecret(keyring, webhook, { text, keyId }),
    expiresAt,
  }));
}

function toJsonColumn(value: object | null): Prisma.InputJsonObject | typeof Prisma.DbNull {
  return (value as Prisma.InputJsonObject | null) ?? Prisma.DbNull;
}
