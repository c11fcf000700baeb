import { Prisma, type PrismaClient } from '../database/generated/client.ts';
import { TOTAL_MAX } from '../database/walk.ts';
import { PosthornError } from '../domain/errors.ts';
import type { Uuid } from '../domain/ids.ts';
import type { PageRequest } from '../http/pagination.ts';
import type { TenantConfiguration, TenantRecord, ValidationMode } from './tenant-record.ts';

const UNIQUE_VIOLATION = 'P2002';

/** How a request names a tenant. */
export type TenantReference = { readonly id: Uuid } | { readonly uid: string };

const COLUMNS = {
  id: true,
  uid: true,
  name: true,
  validation: true,
  version: true,
  createdAt: true,
  updatedAt: true,
} as const;
type TenantRow = Prisma.TenantGetPayload<{ select: typeof COLUMNS }>;

export class TenantsRepository {
  constructor(private readonly prisma: PrismaClient) {}

  async find(reference: TenantReference): Promise<TenantRecord | null> {
    const row = await this.prisma.tenant.findUnique({ where: reference, select: COLUMNS });
    return row === null ? null : toRecord(row);
  }

  /** Up to `limit + 1` rows, in the direction of the cursor. */
  async findPage({ cursor, limit }: PageRequest): Promise<TenantRecord[]> {
    const isPrev = cursor?.direction === 'prev';
    const rows = await this.prisma.tenant.findMany({
      where: cursor === undefined ? {} : { id: isPrev ? { gt: cursor.id } : { lt: cursor.id } },
      orderBy: { id: isPrev ? 'asc' : 'desc' },
      take: limit + 1,
      select: COLUMNS,
    });
    return rows.map(toRecord);
  }

  /** At most 10,001. */
  async count(): Promise<number> {
    return await this.prisma.tenant.count({ take: TOTAL_MAX });
  }

  /**
   * With the row by which changes to its webhooks are seen; without it nothing could be published.
   * @throws PosthornError `conflict` when another tenant has the uid
   */
  async insert(id: Uuid, configuration: TenantConfiguration, now: Date): Promise<TenantRecord> {
    const data = {
      id,
      ...configuration,
      createdAt: now,
      updatedAt: now,
      subscriptionVersion: { create: {} },
    };
    return await refusingTakenUid(async () =>
      toRecord(await this.prisma.tenant.create({ data, select: COLUMNS })),
    );
  }

  /**
   * Gives the tenant its next version, if it is still of the one that `present` shows.
   * @returns null where somebody else was faster
   * @throws PosthornError as `insert`
   */
  async replace(
    { id, version }: TenantRecord,
    configuration: TenantConfiguration,
    now: Date,
  ): Promise<TenantRecord | null> {
    const data = { ...configuration, version: { increment: 1 }, updatedAt: now };
    return await refusingTakenUid(async () => {
      const rows = await this.prisma.tenant.updateManyAndReturn({
        where: { id, version },
        data,
        select: COLUMNS,
      });
      return rows[0] === undefined ? null : toRecord(rows[0]);
    });
  }
}

async function refusingTakenUid<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === UNIQUE_VIOLATION)
      throw new PosthornError('conflict', { detail: 'Another tenant has this uid.', cause: error });
    throw error;
  }
}

/** A CHECK holds the column to the modes. */
function toRecord(row: TenantRow): TenantRecord {
  return { ...row, validation: row.validation as ValidationMode };
}
