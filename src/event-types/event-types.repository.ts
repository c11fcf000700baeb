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
import type { EventTypeConfiguration, EventTypeRecord } from './event-type-record.ts';

type EventTypeRow = Prisma.EventTypeGetPayload<object>;

/** Management reads of event types, and the lock under which they are changed. */
export class EventTypesRepository {
  private readonly changes: LockedChanges<ChangeOrigin, LockedEventTypes, EventTypeRecord>;

  constructor(private readonly prisma: PrismaClient) {
    this.changes = new LockedChanges(prisma, {
      scope: 'event_type',
      takenDetail: 'There is an event type of this name.',
      lock,
      findCreated,
    });
  }

  /**
   * Runs a change in one transaction. It bumps the version of the tenant's event types first: that row is the lock under
   * which a tenant's changes follow each other, and every process sees by it that what it remembers is old.
   * @throws PosthornError `conflict` when the tenant has a type of the name
   */
  async change<T>(origin: ChangeOrigin, work: (types: LockedEventTypes) => Promise<T>): Promise<T> {
    return await this.changes.change(origin, work);
  }

  /**
   * A change that makes a type, once for an idempotency key; a repetition locks and changes nothing.
   * @throws PosthornError as `change` and `createOnce`
   */
  async create(
    origin: ChangeOrigin,
    idempotency: Idempotency | null,
    make: (types: LockedEventTypes, id: Uuid) => Promise<EventTypeRecord>,
  ): Promise<Created<EventTypeRecord>> {
    return await this.changes.create(origin, idempotency, make);
  }

  async find(tenantId: Uuid, name: string): Promise<EventTypeRecord | null> {
    const query = { where: { tenantId_name: { tenantId, name } } };
    const row = await inTenant(
      this.prisma,
      tenantId,
      async ({ eventType }) => await eventType.findUnique(query),
    );
    return row === null ? null : toRecord(row);
  }

  /** Up to `limit + 1` rows, in the direction of the cursor. */
  async findPage(tenantId: Uuid, request: PageRequest): Promise<EventTypeRecord[]> {
    const { place, order } = keysetOf(request);
    const query = { where: { tenantId, ...place }, ...order };
    const rows = await inTenant(
      this.prisma,
      tenantId,
      async ({ eventType }) => await eventType.findMany(query),
    );
    return rows.map(toRecord);
  }

  /** At most 10,001. */
  async count(tenantId: Uuid): Promise<number> {
    const query = { where: { tenantId }, take: TOTAL_MAX };
    return await inTenant(this.prisma, tenantId, async ({ eventType }) => await eventType.count(query));
  }
}

async function lock(tx: Prisma.TransactionClient, origin: ChangeOrigin): Promise<LockedEventTypes> {
  const data = { eventTypesVersion: { increment: 1 } };
  await tx.tenant.update({ where: { id: origin.tenantId }, data, select: { id: true } });
  return new LockedEventTypes(tx, origin);
}

/** By its id: another type may have been given the name since. */
async function findCreated(
  tx: Prisma.TransactionClient,
  { tenantId }: ChangeOrigin,
  id: Uuid,
): Promise<EventTypeRecord | null> {
  const row = await tx.eventType.findUnique({ where: { tenantId, id } });
  return row === null ? null : toRecord(row);
}

/** A tenant's event types while no one else changes them: what is read here stays true until the transaction's end. */
export class LockedEventTypes {
  constructor(
    private readonly tx: Prisma.TransactionClient,
    private readonly origin: ChangeOrigin,
  ) {}

  async find(name: string): Promise<EventTypeRecord | null> {
    const { tenantId } = this.origin;
    const row = await this.tx.eventType.findUnique({ where: { tenantId_name: { tenantId, name } } });
    return row === null ? null : toRecord(row);
  }

  async insert(id: Uuid, name: string, configuration: EventTypeConfiguration): Promise<EventTypeRecord> {
    const { now, tenantId } = this.origin;
    const data = {
      id,
      tenantId,
      name,
      ...toColumns(configuration),
      createdAt: now,
      updatedAt: now,
    };
    const type = toRecord(await this.tx.eventType.create({ data }));
    await this.record('event_type.created', type, changesOfCreation(auditedFields(type)));
    return type;
  }

  /** Gives the type its next version. */
  async replace(present: EventTypeRecord, configuration: EventTypeConfiguration): Promise<EventTypeRecord> {
    const { id } = present;
    const data = { ...toColumns(configuration), version: { increment: 1 }, updatedAt: this.origin.now };
    const type = toRecord(await this.tx.eventType.update({ where: { id }, data }));
    await this.record(
      'event_type.updated',
      type,
      changesBetween(auditedFields(present), auditedFields(type)),
    );
    return type;
  }

  async delete(type: EventTypeRecord): Promise<void> {
    await this.tx.eventType.delete({ where: { id: type.id }, select: { id: true } });
    await this.record('event_type.deleted', type, {});
  }

  private async record(action: AuditAction, type: EventTypeRecord, changes: AuditChanges): Promise<void> {
    const { by, ids } = this.origin;
    const entry = { id: ids.next(), action, objectId: type.id, objectName: type.name, changes };
    await recordAuditWithPrisma(this.tx, by, entry);
  }
}

function auditedFields({ description, schema, example }: EventTypeConfiguration): AuditedFields {
  return { description, schema, example };
}

function toColumns({ description, schema, example }: EventTypeConfiguration) {
  return { description, schema: toJsonColumn(schema), example: toJsonColumn(example) };
}

function toJsonColumn(value: object | null): Prisma.InputJsonObject | typeof Prisma.DbNull {
  return (value as Prisma.InputJsonObject | null) ?? Prisma.DbNull;
}

/** The columns' JSON was checked when it was stored. */
function toRecord({ tenantId: _tenantId, ...row }: EventTypeRow): EventTypeRecord {
  return {
    ...row,
    schema: row.schema as EventTypeRecord['schema'],
    example: row.example as EventTypeRecord['example'],
  };
}
