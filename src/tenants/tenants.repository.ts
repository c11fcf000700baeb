import { keysetOf } from '../database/keyset.ts';
import { refusingTaken } from '../database/refusing-taken.ts';
import { Prisma, type PrismaClient } from '../database/generated/client.ts';
import { createOnce, OUTSIDE_TENANTS_ID, type Created } from '../database/idempotency-ledger.ts';
import { TOTAL_MAX } from '../database/walk.ts';
import type { Idempotency } from '../domain/idempotency.ts';
import { uuidFloor, type Uuid } from '../domain/ids.ts';
import { effectiveQuotas, isSameQuotas, NO_QUOTAS, type TenantQuotas } from '../domain/quotas.ts';
import { run, type Queryable } from '../engine/statement.ts';
import type { PageRequest } from '../http/pagination.ts';
import { MEASURE_USAGE, type UsageRow } from './sql/measure-usage.ts';
import type { TenantUsage } from './tenant-usage.ts';
import type { TenantConfiguration, TenantRecord, ValidationMode } from './tenant-record.ts';

const MINUTE_MS = 60_000;
const UID_TAKEN = 'Another tenant has this uid.';

/** How a request names a tenant. */
export type TenantReference = { readonly id: Uuid } | { readonly uid: string };

const COLUMNS = {
  id: true,
  uid: true,
  name: true,
  validation: true,
  webhooksQuota: true,
  eventsPerMinuteQuota: true,
  liveDeliveriesQuota: true,
  payloadBytesQuota: true,
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
  constructor(
    private readonly prisma: PrismaClient,
    private readonly db: Queryable,
  ) {}

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
   * Gives the tenant its next version, if it is still of the one that `present` shows. Other quotas are a version of its
   * subscriptions too, by which every process sees that it knows the old ones.
   * @returns null where somebody else was faster
   * @throws PosthornError `conflict` when another tenant has the uid
   */
  async replace(
    present: TenantRecord,
    configuration: TenantConfiguration,
    now: Date,
  ): Promise<TenantRecord | null> {
    const { id, version } = present;
    const data = { ...toColumns(configuration), version: { increment: 1 }, updatedAt: now };
    return await refusingTaken(
      UID_TAKEN,
      async () =>
        await this.prisma.$transaction(async (tx) => {
          const where = { id, version };
          const [row] = await tx.tenant.updateManyAndReturn({ where, data, select: COLUMNS });
          if (row === undefined) return null;
          if (!isSameQuotas(present.quotas, configuration.quotas)) await bumpSubscriptions(tx, id);
          return toRecord(row);
        }),
    );
  }

  /** @param now milliseconds since 1970, the database's */
  async measureUsage({ id, quotas }: TenantRecord, now: number): Promise<TenantUsage> {
    const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
    const values = [id, new Date(minute), uuidFloor(minute)];
    const [row] = await run<UsageRow>(this.db, MEASURE_USAGE, values);
    if (row === undefined) throw new Error('the usage of a tenant was no row');
    return {
      tenantId: id,
      quotas: effectiveQuotas(quotas, await findDefaults(this.prisma)),
      webhooks: row.webhooks,
      events: row.events,
      minuteEndsAt: new Date(minute + MINUTE_MS),
      liveDeliveries: row.live_deliveries,
    };
  }

  /** Makes these the installation's defaults; where they are others than before, every tenant's subscriptions change by it. */
  async setDefaults(defaults: TenantQuotas): Promise<void> {
    await this.prisma.$transaction(async (tx) => {
      if (isSameQuotas(await findDefaults(tx), defaults)) return;
      await tx.defaultQuotas.upsert({
        where: { onlyRow: true },
        create: { onlyRow: true, ...defaults },
        update: { ...defaults },
      });
      await bumpSubscriptions(tx, undefined);
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

async function findDefaults({
  defaultQuotas,
}: Pick<Prisma.TransactionClient, 'defaultQuotas'>): Promise<TenantQuotas> {
  return (await defaultQuotas.findFirst({ omit: { onlyRow: true } })) ?? NO_QUOTAS;
}

/** @param tenantId undefined for every tenant */
async function bumpSubscriptions(
  { subscriptionVersion }: Prisma.TransactionClient,
  tenantId: Uuid | undefined,
): Promise<void> {
  const where = tenantId === undefined ? {} : { tenantId };
  await subscriptionVersion.updateMany({ where, data: { version: { increment: 1 } } });
}

/** With the row by which changes to its webhooks are seen; without it nothing could be published. */
async function insert(
  { tenant }: Prisma.TransactionClient,
  { id, now }: TenantOrigin,
  configuration: TenantConfiguration,
): Promise<TenantRecord> {
  const subscriptionVersion = { create: {} };
  const data = { id, ...toColumns(configuration), createdAt: now, updatedAt: now, subscriptionVersion };
  return toRecord(await tenant.create({ data, select: COLUMNS }));
}

/** A CHECK holds the column to the modes. */
function toRecord(row: TenantRow): TenantRecord {
  const { webhooksQuota, eventsPerMinuteQuota, liveDeliveriesQuota, payloadBytesQuota, ...rest } = row;
  return {
    ...rest,
    validation: row.validation as ValidationMode,
    quotas: {
      webhooks: webhooksQuota,
      eventsPerMinute: eventsPerMinuteQuota,
      liveDeliveries: liveDeliveriesQuota,
      payloadBytes: payloadBytesQuota,
    },
  };
}

function toColumns({ quotas, ...configuration }: TenantConfiguration) {
  return {
    ...configuration,
    webhooksQuota: quotas.webhooks,
    eventsPerMinuteQuota: quotas.eventsPerMinute,
    liveDeliveriesQuota: quotas.liveDeliveries,
    payloadBytesQuota: quotas.payloadBytes,
  };
}
