import { keysetOf } from '../database/keyset.ts';
import { refusingTaken } from '../database/refusing-taken.ts';
import { Prisma, type PrismaClient } from '../database/generated/client.ts';
import { createOnce, OUTSIDE_TENANTS_ID, type Created } from '../database/idempotency-ledger.ts';
import { TOTAL_MAX } from '../database/walk.ts';
import type { Idempotency } from '../domain/idempotency.ts';
import type { Uuid } from '../domain/ids.ts';
import type { PageRequest } from '../http/pagination.ts';
import type { TenantConfiguration, TenantRecord, ValidationMode } from './tenant-record.ts';

const UID_TAKEN = 'Another tenant has this uid.';

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

export interface TenantOrigin {
  readonly id: Uuid;
  /** The database's clock. */
  readonly now: Date;
}

type TenantRow = Prisma.TenantGetPayload<{ select: typeof COLUMNS }>;

export class TenantsRepository {
  constructor(private readonly prisma: PrismaClient) {}

  async find(reference: TenantReference): Promise<TenantRecord | null> {
    return await findTenant(this.prisma, reference);
  }

  /** Up to `limit + 1` rows, in the direction of the cursor. */
  async findPage(request: PageRequest): Promise<TenantRecord[]> {
    const { place, order } = keysetOf(request);
    const rows = await this.prisma.tenant.findMany({
      where: place,
      ...order,
      select: COLUMNS,
    });
    return rows.map(toRecord);
  }

  /** At most 10,001. */
  async count(): Promise<number> {
    return await this.prisma.tenant.count({ take: TOTAL_MAX });
  }

  /**
   * Makes a tenant, once for an idempotency key, which stands outside of all tenants.
   * @throws PosthornError `conflict` when another tenant has the uid, and as `createOnce`
   */
  async create(
    { id, now }: TenantOrigin,
    idempotency: Idempotency | null,
    configuration: TenantConfiguration,
  ): Promise<Created<TenantRecord>> {
    const request = { tenantId: OUTSIDE_TENANTS_ID, scope: 'tenant', idempotency, id } as const;
    return await refusingTaken(
      UID_TAKEN,
      async () =>
        await this.prisma.$transaction(
          async (tx) =>
            await createOnce(tx, request, {
              create: async () => await insert(tx, { id, now }, configuration),
              find: async (first) => await findTenant(tx, { id: first }),
            }),
        ),
    );
  }

  /**
   * Gives the tenant its next version, if it is still of the one that `present` shows.
   * @returns null where somebody else was faster
   * @throws PosthornError `conflict` when another tenant has the uid
   */
  async replace(
    { id, version }: TenantRecord,
    configuration: TenantConfiguration,
    now: Date,
  ): Promise<TenantRecord | null> {
    const data = { ...configuration, version: { increment: 1 }, updatedAt: now };
    return await refusingTaken(UID_TAKEN, async () => {
      const rows = await this.prisma.tenant.updateManyAndReturn({
        where: { id, version },
        data,
        select: COLUMNS,
      });
      return rows[0] === undefined ? null : toRecord(rows[0]);
    });
  }
}

async function findTenant(
  { tenant }: Pick<PrismaClient, 'tenant'>,
  reference: TenantReference,
): Promise<TenantRecord | null> {
  const row = await tenant.findUnique({ where: reference, select: COLUMNS });
  return row === null ? null : toRecord(row);
}

/** With the row by which changes to its webhooks are seen; without it nothing could be published. */
async function insert(
  { tenant }: Prisma.TransactionClient,
  { id, now }: TenantOrigin,
  configuration: TenantConfiguration,
): Promise<TenantRecord> {
  const subscriptionVersion = { create: {} };
  const data = { id, ...configuration, createdAt: now, updatedAt: now, subscriptionVersion };
  return toRecord(await tenant.create({ data, select: COLUMNS }));
}

/** A CHECK holds the column to the modes. */
function toRecord(row: TenantRow): TenantRecord {
  return { ...row, validation: row.validation as ValidationMode };
}
