import { TOTAL_MAX } from '../database/walk.ts';
import { Prisma, type PrismaClient } from '../database/generated/client.ts';
import { PosthornError } from '../domain/errors.ts';
import type { IdGenerator, Uuid } from '../domain/ids.ts';
import type { PageRequest } from '../http/pagination.ts';
import type { EventTypeConfiguration, EventTypeRecord } from './event-type-record.ts';

const UNIQUE_VIOLATION = 'P2002';

type EventTypeRow = Prisma.EventTypeGetPayload<object>;

export interface ChangeOrigin {
  readonly tenantId: Uuid;
  /** The database's clock. */
  readonly now: Date;
  readonly ids: IdGenerator;
}

/** Management reads of event types, and the lock under which they are changed. */
export class EventTypesRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /**
   * Runs a change in one transaction. It bumps the version of the tenant's event types first: that row is the lock under
   * which a tenant's changes follow each other, and every process sees by it that what it remembers is old.
   * @throws PosthornError `conflict` when the tenant has a type of the name
   */
  async change<T>(origin: ChangeOrigin, work: (types: LockedEventTypes) => Promise<T>): Promise<T> {
    try {
      return await this.prisma.$transaction(async (tx) => {
        const data = { eventTypesVersion: { increment: 1 } };
        await tx.tenant.update({ where: { id: origin.tenantId }, data, select: { id: true } });
        return await work(new LockedEventTypes(tx, origin));
      });
    } catch (error) {
      if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === UNIQUE_VIOLATION)
        throw new PosthornError('conflict', { detail: 'There is an event type of this name.', cause: error });
      throw error;
    }
  }

  async find(tenantId: Uuid, name: string): Promise<EventTypeRecord | null> {
    const row = await this.prisma.eventType.findUnique({ where: { tenantId_name: { tenantId, name } } });
    return row === null ? null : toRecord(row);
  }

  /** Up to `limit + 1` rows, in the direction of the cursor. */
  async findPage(tenantId: Uuid, { cursor, limit }: PageRequest): Promise<EventTypeRecord[]> {
    const isPrev = cursor?.direction === 'prev';
    const place = cursor === undefined ? {} : { id: isPrev ? { gt: cursor.id } : { lt: cursor.id } };
    const rows = await this.prisma.eventType.findMany({
      where: { tenantId, ...place },
      orderBy: { id: isPrev ? 'asc' : 'desc' },
      take: limit + 1,
    });
    return rows.map(toRecord);
  }

  /** At most 10,001. */
  async count(tenantId: Uuid): Promise<number> {
    return await this.prisma.eventType.count({ where: { tenantId }, take: TOTAL_MAX });
  }
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

  async insert(name: string, configuration: EventTypeConfiguration): Promise<EventTypeRecord> {
    const { ids, now, tenantId } = this.origin;
    const data = {
      id: ids.next(),
      tenantId,
      name,
      ...toColumns(configuration),
      createdAt: now,
      updatedAt: now,
    };
    return toRecord(await this.tx.eventType.create({ data }));
  }

  /** Gives the type its next version. */
  async replace(id: Uuid, configuration: EventTypeConfiguration): Promise<EventTypeRecord> {
    const changes = { ...toColumns(configuration), version: { increment: 1 }, updatedAt: this.origin.now };
    return toRecord(await this.tx.eventType.update({ where: { id }, data: changes }));
  }

  async delete(id: Uuid): Promise<void> {
    await this.tx.eventType.delete({ where: { id }, select: { id: true } });
  }
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
