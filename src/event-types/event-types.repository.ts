import { keysetOf } from '../database/keyset.ts';
import { refusingTaken } from '../database/refusing-taken.ts';
import { Prisma, type PrismaClient } from '../database/generated/client.ts';
import { createOnce, type Created } from '../database/idempotency-ledger.ts';
import { TOTAL_MAX } from '../database/walk.ts';
import type { Idempotency } from '../domain/idempotency.ts';
import type { IdGenerator, Uuid } from '../domain/ids.ts';
import type { PageRequest } from '../http/pagination.ts';
import type { EventTypeConfiguration, EventTypeRecord } from './event-type-record.ts';

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
    return await this.inTransaction(async (tx) => await work(await lock(tx, origin)));
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
    const { tenantId, ids } = origin;
    const request = { tenantId, scope: 'event_type', idempotency, id: ids.next() } as const;
    return await this.inTransaction(
      async (tx) =>
        await createOnce(tx, request, {
          create: async (id) => await make(await lock(tx, origin), id),
          find: async (id) => await findCreated(tx, tenantId, id),
        }),
    );
  }

  async find(tenantId: Uuid, name: string): Promise<EventTypeRecord | null> {
    const row = await this.prisma.eventType.findUnique({ where: { tenantId_name: { tenantId, name } } });
    return row === null ? null : toRecord(row);
  }

  /** Up to `limit + 1` rows, in the direction of the cursor. */
  async findPage(tenantId: Uuid, request: PageRequest): Promise<EventTypeRecord[]> {
    const { place, order } = keysetOf(request);
    const rows = await this.prisma.eventType.findMany({
      where: { tenantId, ...place },
      ...order,
    });
    return rows.map(toRecord);
  }

  /** At most 10,001. */
  async count(tenantId: Uuid): Promise<number> {
    return await this.prisma.eventType.count({ where: { tenantId }, take: TOTAL_MAX });
  }

  private async inTransaction<T>(work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
    return await refusingTaken(
      'There is an event type of this name.',
      async () => await this.prisma.$transaction(work),
    );
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
  tenantId: Uuid,
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
