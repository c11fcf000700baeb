import { recordAuditWithPrisma } from '../database/audit-log.ts';
import { keysetOf } from '../database/keyset.ts';
import { refusingTaken } from '../database/refusing-taken.ts';
import { Prisma, type PrismaClient } from '../database/generated/client.ts';
import { createOnce, OUTSIDE_TENANTS_ID, type Created } from '../database/idempotency-ledger.ts';
import { inEveryTenant } from '../database/tenant-scope.ts';
import { TOTAL_MAX } from '../database/walk.ts';
import type { AuditAction } from '../domain/audit/actions.ts';
import type { AuditOrigin } from '../domain/audit/actor.ts';
import {
  changesBetween,
  changesOfCreation,
  type AuditChanges,
  type AuditedFields,
} from '../domain/audit/changes.ts';
import type { Idempotency } from '../domain/idempotency.ts';
import { uuidFloor, type IdGenerator, type Uuid } from '../domain/ids.ts';
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
  eventDataDays: true,
  attemptDataDays: true,
  historyDays: true,
  version: true,
  createdAt: true,
  updatedAt: true,
} as const;

/** Who changes tenants, and when. */
export interface TenantOrigin {
  readonly by: AuditOrigin;
  /** The database's clock. */
  readonly now: Date;
  readonly ids: IdGenerator;
}

type TenantRow = Prisma.TenantGetPayload<{ select: typeof COLUMNS }>;

export class TenantsRepository {
  constructor(
    private readonly prisma: PrismaClient,
    private readonly db: Queryable,
  ) {}

  async find(reference: TenantReference): Promise<TenantRecord | null> {
    return await inEveryTenant(this.prisma, async (tx) => await findTenant(tx, reference));
  }

  /** Up to `limit + 1` rows, in the direction of the cursor. */
  async findPage(request: PageRequest): Promise<TenantRecord[]> {
    const { place, order } = keysetOf(request);
    const query = { where: place, ...order, select: COLUMNS };
    const rows = await inEveryTenant(this.prisma, async ({ tenant }) => await tenant.findMany(query));
    return rows.map(toRecord);
  }

  /** At most 10,001. */
  async count(): Promise<number> {
    return await inEveryTenant(this.prisma, async ({ tenant }) => await tenant.count({ take: TOTAL_MAX }));
  }

  /**
   * Makes a tenant, once for an idempotency key, which stands outside of all tenants.
   * @throws PosthornError `conflict` when another tenant has the uid, and as `createOnce`
   */
  async create(
    origin: TenantOrigin,
    idempotency: Idempotency | null,
    configuration: TenantConfiguration,
  ): Promise<Created<TenantRecord>> {
    const id = origin.ids.next();
    const request = { tenantId: OUTSIDE_TENANTS_ID, scope: 'tenant', idempotency, id } as const;
    return await refusingTaken(
      UID_TAKEN,
      async () =>
        await inEveryTenant(
          this.prisma,
          async (tx) =>
            await createOnce(tx, request, {
              create: async () => await insert(tx, id, origin, configuration),
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
    origin: TenantOrigin,
    present: TenantRecord,
    configuration: TenantConfiguration,
  ): Promise<TenantRecord | null> {
    const where = { id: present.id, version: present.version };
    const data = { ...toColumns(configuration), version: { increment: 1 }, updatedAt: origin.now };
    const replace = async (tx: Prisma.TransactionClient): Promise<TenantRecord | null> => {
      const [row] = await tx.tenant.updateManyAndReturn({ where, data, select: COLUMNS });
      if (row === undefined) return null;
      if (!isSameQuotas(present.quotas, configuration.quotas)) await bumpSubscriptions(tx, present.id);
      const tenant = toRecord(row);
      const changes = changesBetween(auditedFields(present), auditedFields(tenant));
      await record(tx, origin, { action: 'tenant.updated', tenant, changes });
      return tenant;
    };
    return await refusingTaken(UID_TAKEN, async () => await inEveryTenant(this.prisma, replace));
  }

  /** @param now milliseconds since 1970, the database's */
  async measureUsage({ id, quotas }: TenantRecord, now: number): Promise<TenantUsage> {
    const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
    const values = [id, new Date(minute), uuidFloor(minute)];
    const [row] = await run<UsageRow>(this.db, MEASURE_USAGE, values);
    if (row === undefined) throw new Error('the usage of a tenant was no row');
    return {
      tenantId: id,
      quotas: effectiveQuotas(quotas, await inEveryTenant(this.prisma, findDefaults)),
      webhooks: row.webhooks,
      events: row.events,
      minuteEndsAt: new Date(minute + MINUTE_MS),
      liveDeliveries: row.live_deliveries,
    };
  }

  /** Makes these the installation's defaults; where they are others than before, every tenant's subscriptions change by it. */
  async setDefaults(defaults: TenantQuotas): Promise<void> {
    await inEveryTenant(this.prisma, async (tx) => {
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
  { tenant }: Prisma.TransactionClient,
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
  tx: Prisma.TransactionClient,
  id: Uuid,
  origin: TenantOrigin,
  configuration: TenantConfiguration,
): Promise<TenantRecord> {
  const { now } = origin;
  const subscriptionVersion = { create: {} };
  const data = { id, ...toColumns(configuration), createdAt: now, updatedAt: now, subscriptionVersion };
  const tenant = toRecord(await tx.tenant.create({ data, select: COLUMNS }));
  const changes = changesOfCreation(auditedFields(tenant));
  await record(tx, origin, { action: 'tenant.created', tenant, changes });
  return tenant;
}

/** In the tenant's own log: its keys' holders may know what was done to it. */
async function record(
  tx: Prisma.TransactionClient,
  { by, ids }: TenantOrigin,
  { action, tenant, changes }: { action: AuditAction; tenant: TenantRecord; changes: AuditChanges },
): Promise<void> {
  const entry = { id: ids.next(), action, objectId: tenant.id, objectName: tenant.name, changes };
  await recordAuditWithPrisma(tx, { ...by, tenantId: tenant.id }, entry);
}

function auditedFields({ uid, name, validation, quotas, retention }: TenantRecord): AuditedFields {
  return { uid, name, validation, quotas, retention };
}

/** A CHECK holds the column to the modes. */
function toRecord(row: TenantRow): TenantRecord {
  const { webhooksQuota, eventsPerMinuteQuota, liveDeliveriesQuota, payloadBytesQuota, ...others } = row;
  const { eventDataDays, attemptDataDays, historyDays, ...rest } = others;
  return {
    ...rest,
    retention: { eventDataDays, attemptDataDays, historyDays },
    validation: row.validation as ValidationMode,
    quotas: {
      webhooks: webhooksQuota,
      eventsPerMinute: eventsPerMinuteQuota,
      liveDeliveries: liveDeliveriesQuota,
      payloadBytes: payloadBytesQuota,
    },
  };
}

function toColumns({ quotas, retention, ...configuration }: TenantConfiguration) {
  return {
    ...configuration,
    ...retention,
    webhooksQuota: quotas.webhooks,
    eventsPerMinuteQuota: quotas.eventsPerMinute,
    liveDeliveriesQuota: quotas.liveDeliveries,
    payloadBytesQuota: quotas.payloadBytes,
  };
}
