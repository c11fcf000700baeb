import { recordAuditWithPrisma } from '../database/audit-log.ts';
import { keysetOf } from '../database/keyset.ts';
import { Prisma, type PrismaClient } from '../database/generated/client.ts';
import type { Created } from '../database/idempotency-ledger.ts';
import { LockedChanges, type ChangeOrigin } from '../database/locked-changes.ts';
import { inTenant } from '../database/tenant-scope.ts';
import { TOTAL_MAX } from '../database/walk.ts';
import type { AuditAction } from '../domain/audit/actions.ts';
import {
  changesBetween,
  changesOfCreation,
  type AuditChanges,
  type AuditedFields,
} from '../domain/audit/changes.ts';
import type { Idempotency } from '../domain/idempotency.ts';
import type { Uuid } from '../domain/ids.ts';
import type { PageRequest } from '../http/pagination.ts';
import { FORMAT_NAMES } from '../wire/built-in-formats.ts';
import { completeFormat, type GivenFormat } from '../wire/complete-format.ts';
import type { FormatConfiguration, OwnFormatRecord } from './format-record.ts';

type FormatRow = Prisma.FormatGetPayload<object>;

/** Management reads of a tenant's own formats, and the lock under which they are changed. */
export class FormatsRepository {
  private readonly changes: LockedChanges<ChangeOrigin, LockedFormats, OwnFormatRecord>;

  constructor(private readonly prisma: PrismaClient) {
    this.changes = new LockedChanges(prisma, {
      scope: 'format',
      takenDetail: 'There is a format of this name.',
      lock,
      findCreated,
    });
  }

  /**
   * Runs a change in one transaction. It bumps the version of the tenant's subscriptions first, as a change of a webhook
   * does: what is read of webhooks stays true until its end, and no process sends in a format that it has seen before.
   * @throws PosthornError `conflict` when the tenant has a format of the name
   */
  async change<T>(origin: ChangeOrigin, work: (formats: LockedFormats) => Promise<T>): Promise<T> {
    return await this.changes.change(origin, work);
  }

  /**
   * A change that makes a format, once for an idempotency key; a repetition locks and changes nothing.
   * @throws PosthornError as `change` and `createOnce`
   */
  async create(
    origin: ChangeOrigin,
    idempotency: Idempotency | null,
    make: (formats: LockedFormats, id: Uuid) => Promise<OwnFormatRecord>,
  ): Promise<Created<OwnFormatRecord>> {
    return await this.changes.create(origin, idempotency, make);
  }

  async find(tenantId: Uuid, name: string): Promise<OwnFormatRecord | null> {
    const query = { where: { tenantId_name: { tenantId, name } } };
    const row = await inTenant(this.prisma, tenantId, async ({ format }) => await format.findUnique(query));
    return row === null ? null : toRecord(row);
  }

  /** Up to `limit + 1` rows, in the direction of the cursor. */
  async findPage(tenantId: Uuid, request: PageRequest): Promise<OwnFormatRecord[]> {
    const { place, order } = keysetOf(request);
    const query = { where: { tenantId, ...place }, ...order };
    const rows = await inTenant(this.prisma, tenantId, async ({ format }) => await format.findMany(query));
    return rows.map(toRecord);
  }

  /** At most 10,001. */
  async count(tenantId: Uuid): Promise<number> {
    const query = { where: { tenantId }, take: TOTAL_MAX };
    return await inTenant(this.prisma, tenantId, async ({ format }) => await format.count(query));
  }

  /** Names of built-in formats that the tenant has one of its own of. */
  async findHiddenBuiltIns(tenantId: Uuid): Promise<ReadonlySet<string>> {
    const query = { where: { tenantId, name: { in: [...FORMAT_NAMES] } }, select: { name: true } };
    const rows = await inTenant(this.prisma, tenantId, async ({ format }) => await format.findMany(query));
    return new Set(rows.map(({ name }) => name));
  }
}

async function lock(tx: Prisma.TransactionClient, origin: ChangeOrigin): Promise<LockedFormats> {
  const { tenantId } = origin;
  await tx.subscriptionVersion.update({ where: { tenantId }, data: { version: { increment: 1 } } });
  return new LockedFormats(tx, origin);
}

/** By its id: another format may have been given the name since. */
async function findCreated(
  tx: Prisma.TransactionClient,
  { tenantId }: ChangeOrigin,
  id: Uuid,
): Promise<OwnFormatRecord | null> {
  const row = await tx.format.findUnique({ where: { tenantId, id } });
  return row === null ? null : toRecord(row);
}

/** A tenant's formats while no one else changes them, or its webhooks: what is read here stays true until the end. */
export class LockedFormats {
  constructor(
    private readonly tx: Prisma.TransactionClient,
    private readonly origin: ChangeOrigin,
  ) {}

  async find(name: string): Promise<OwnFormatRecord | null> {
    const { tenantId } = this.origin;
    const row = await this.tx.format.findUnique({ where: { tenantId_name: { tenantId, name } } });
    return row === null ? null : toRecord(row);
  }

  async insert(id: Uuid, configuration: FormatConfiguration): Promise<OwnFormatRecord> {
    const { now, tenantId } = this.origin;
    const { name } = configuration.format;
    const data = { id, tenantId, name, ...toColumns(configuration), createdAt: now, updatedAt: now };
    const record = toRecord(await this.tx.format.create({ data }));
    await this.record('format.created', record, changesOfCreation(auditedFields(record)));
    return record;
  }

  /**
   * Gives the format its next version, and the webhooks that have it theirs, whose deliveries have shown nothing yet: what
   * they are sent has changed.
   */
  async replace(present: OwnFormatRecord, configuration: FormatConfiguration): Promise<OwnFormatRecord> {
    const { id } = present;
    const updatedAt = this.origin.now;
    const version = { increment: 1 };
    const users = this.usersOf(configuration.format.name);
    await this.tx.webhook.updateMany({ where: users, data: { version, updatedAt } });
    await this.tx.webhookBreaker.deleteMany({ where: { webhook: users } });
    const data = { ...toColumns(configuration), version, updatedAt };
    const record = toRecord(await this.tx.format.update({ where: { id }, data }));
    await this.record(
      'format.updated',
      record,
      changesBetween(auditedFields(present), auditedFields(record)),
    );
    return record;
  }

  async delete(present: OwnFormatRecord): Promise<void> {
    await this.tx.format.delete({ where: { id: present.id }, select: { id: true } });
    await this.record('format.deleted', present, {});
  }

  async isUsed(name: string): Promise<boolean> {
    const user = await this.tx.webhook.findFirst({ where: this.usersOf(name), select: { id: true } });
    return user !== null;
  }

  /** The names of the own headers of all webhooks that have the format; the values may be sealed. */
  async findUsersHeaders(name: string): Promise<string[]> {
    const where = { ...this.usersOf(name), NOT: { headers: { equals: {} } } };
    const rows = await this.tx.webhook.findMany({ where, select: { headers: true } });
    return [...new Set(rows.flatMap(({ headers }) => Object.keys(headers as Record<string, string>)))];
  }

  private async record(action: AuditAction, record: OwnFormatRecord, changes: AuditChanges): Promise<void> {
    const { by, ids } = this.origin;
    const entry = { id: ids.next(), action, objectId: record.id, objectName: record.format.name, changes };
    await recordAuditWithPrisma(this.tx, by, entry);
  }

  private usersOf(name: string) {
    return { tenantId: this.origin.tenantId, format: name, deletedAt: null };
  }
}

/** By the API's names, which the document has too. */
function auditedFields({ description, format }: FormatConfiguration): AuditedFields {
  const { name: _name, ...document } = format;
  return { description, ...document };
}

function toColumns({ description, format }: FormatConfiguration) {
  const { name: _name, ...document } = format;
  return { description, document: document as unknown as Prisma.InputJsonObject };
}

/** The document was checked when it was stored; what a later version of Posthorn has added gets its default. */
function toRecord({ tenantId: _tenantId, name, document, ...row }: FormatRow): OwnFormatRecord {
  return { ...row, format: completeFormat({ ...(document as unknown as GivenFormat), name }) };
}
