import { recordAuditWithPrisma } from '../../database/audit-log.ts';
import { Prisma, type PrismaClient } from '../../database/generated/client.ts';
import { createOnce, type Created } from '../../database/idempotency-ledger.ts';
import { keysetOf } from '../../database/keyset.ts';
import { inEveryTenant, inTenant } from '../../database/tenant-scope.ts';
import { TOTAL_MAX } from '../../database/walk.ts';
import { hashKeySecret } from '../../domain/api-keys.ts';
import type { AuditAction } from '../../domain/audit/actions.ts';
import { bySystem, type AuditOrigin } from '../../domain/audit/actor.ts';
import {
  changesBetween,
  changesOfCreation,
  MASKED_CHANGE,
  MASKED_CREATION,
  type AuditChanges,
  type AuditedFields,
} from '../../domain/audit/changes.ts';
import type { Idempotency } from '../../domain/idempotency.ts';
import type { IdGenerator, Uuid } from '../../domain/ids.ts';
import type { Scope } from '../../domain/scopes.ts';
import type { PageRequest } from '../../http/pagination.ts';
import type { KnownKey } from '../bearer-access.ts';
import type { TenantContext } from '../tenant.ts';
import type { ApiKeyConfiguration, ApiKeyRecord } from './api-key-record.ts';

export interface NewApiKey extends ApiKeyConfiguration {
  readonly id: Uuid;
  readonly tenantId: Uuid | null;
  readonly secret: string;
  /** The database's clock. */
  readonly now: Date;
}

/** What a rotation changes; the present secret stays good until `previousEndsAt`. */
export interface Rotation {
  readonly secret: string;
  readonly previousEndsAt: Date;
}

type ApiKeyRow = Prisma.ApiKeyGetPayload<object>;
type Transaction = Prisma.TransactionClient;

/** A change of one key: its columns, and what the audit log says of it. */
interface KeyChange {
  readonly action: AuditAction;
  readonly data: Prisma.ApiKeyUpdateManyMutationInput;
  readonly isSecretNew?: true;
}

export class ApiKeysRepository {
  constructor(
    private readonly prisma: PrismaClient,
    private readonly ids: IdGenerator,
  ) {}

  /** Whosever it is, revoked or not: for judging a request. */
  async findKnown(id: Uuid): Promise<KnownKey | null> {
    const row = await inEveryTenant(this.prisma, async (tx) => await tx.apiKey.findUnique({ where: { id } }));
    return row === null ? null : toRecord(row);
  }

  async find(context: TenantContext, id: Uuid): Promise<ApiKeyRecord | null> {
    return await this.within(context, async (tx) => await findIn(tx, context, id));
  }

  /** Up to `limit + 1` rows, in the direction of the cursor. */
  async findPage(context: TenantContext, request: PageRequest): Promise<ApiKeyRecord[]> {
    const { place, order } = keysetOf(request);
    const where = { ...withinReach(context), ...place };
    const rows = await this.within(context, async ({ apiKey }) => await apiKey.findMany({ where, ...order }));
    return rows.map(toRecord);
  }

  /** At most 10,001. */
  async count(context: TenantContext): Promise<number> {
    const where = withinReach(context);
    return await this.within(context, async ({ apiKey }) => await apiKey.count({ where, take: TOTAL_MAX }));
  }

  /**
   * Makes a key, once for an idempotency key of the tenant.
   * @param describe called where it is made now; what it throws leaves nothing behind
   * @throws PosthornError as `createOnce`
   */
  async create(
    context: TenantContext,
    idempotency: Idempotency | null,
    newId: Uuid,
    describe: (id: Uuid) => NewApiKey,
  ): Promise<Created<ApiKeyRecord>> {
    const request = { tenantId: context.tenantId, scope: 'api_key', idempotency, id: newId } as const;
    return await this.within(
      context,
      async (tx) =>
        await createOnce(tx, request, {
          create: async (id) => await this.insert(tx, context, describe(id)),
          find: async (first) => await findIn(tx, context, first),
        }),
    );
  }

  /**
   * Gives the key its next version, if it is still of the one that `present` shows.
   * @returns null where somebody else was faster
   */
  async replace(
    context: TenantContext,
    present: ApiKeyRecord,
    configuration: ApiKeyConfiguration,
    now: Date,
  ): Promise<ApiKeyRecord | null> {
    const data = { ...configuration, scopes: [...configuration.scopes], updatedAt: now };
    return await this.change(context, present, { action: 'key.updated', data });
  }

  /** As `replace`. */
  async rotate(
    context: TenantContext,
    present: ApiKeyRecord,
    { secret, previousEndsAt }: Rotation,
    now: Date,
  ): Promise<ApiKeyRecord | null> {
    const data = {
      secretHash: new Uint8Array(hashKeySecret(secret)),
      previousSecretHash: new Uint8Array(present.secretHash),
      previousSecretExpiresAt: previousEndsAt,
      updatedAt: now,
    };
    return await this.change(context, present, { action: 'key.rotated', data, isSecretNew: true });
  }

  /** As `replace`. */
  async revoke(context: TenantContext, present: ApiKeyRecord, now: Date): Promise<ApiKeyRecord | null> {
    const data = { revokedAt: now, updatedAt: now };
    return await this.change(context, present, { action: 'key.revoked', data });
  }

  async markUsed(ids: readonly Uuid[], now: Date): Promise<void> {
    const where = { id: { in: [...ids] } };
    await inEveryTenant(
      this.prisma,
      async ({ apiKey }) => await apiKey.updateMany({ where, data: { lastUsedAt: now } }),
    );
  }

  /** Whether some key can be used. */
  async hasGood(now: Date): Promise<boolean> {
    const query = { where: good(now), select: { id: true } };
    const found = await inEveryTenant(this.prisma, async ({ apiKey }) => await apiKey.findFirst(query));
    return found !== null;
  }

  /**
   * Makes the key unless there is one that can be used for every tenant and everything. Processes that start together make
   * one: each waits for the others' transaction, and then sees its key.
   */
  async createFirst(key: NewApiKey): Promise<boolean> {
    return await inEveryTenant(this.prisma, async (tx) => {
      await tx.$executeRaw`lock table api_keys in share row exclusive mode`;
      const where = { ...good(key.now), tenantId: null, scopes: { has: 'admin' } };
      if ((await tx.apiKey.findFirst({ where, select: { id: true } })) !== null) return false;
      await this.insert(tx, bySystem(null), key);
      return true;
    });
  }

  private async insert(tx: Transaction, by: AuditOrigin, key: NewApiKey): Promise<ApiKeyRecord> {
    const { secret, now, scopes, ...columns } = key;
    const secretHash = new Uint8Array(hashKeySecret(secret));
    const data = { ...columns, scopes: [...scopes], secretHash, createdAt: now, updatedAt: now };
    const record = toRecord(await tx.apiKey.create({ data }));
    const changes = { ...changesOfCreation(auditedFields(record)), key: MASKED_CREATION };
    await this.record(tx, by, { action: 'key.created', key: record, changes });
    return record;
  }

  private async change(
    context: TenantContext,
    present: ApiKeyRecord,
    { action, data, isSecretNew }: KeyChange,
  ): Promise<ApiKeyRecord | null> {
    const where = { id: present.id, version: present.version, revokedAt: null };
    const next = { ...data, version: { increment: 1 } };
    return await this.within(context, async (tx) => {
      const [row] = await tx.apiKey.updateManyAndReturn({ where, data: next });
      if (row === undefined) return null;
      const key = toRecord(row);
      const shown = changesBetween(auditedFields(present), auditedFields(key));
      const changes = isSecretNew === true ? { ...shown, key: MASKED_CHANGE } : shown;
      await this.record(tx, context, { action, key, changes });
      return key;
    });
  }

  /** In the log of the tenant whose key it is, of none for one that reaches them all. */
  private async record(
    tx: Transaction,
    by: AuditOrigin,
    { action, key, changes }: { action: AuditAction; key: ApiKeyRecord; changes: AuditChanges },
  ): Promise<void> {
    const entry = { id: this.ids.next(), action, objectId: key.id, objectName: key.name, changes };
    await recordAuditWithPrisma(tx, { ...by, tenantId: key.tenantId }, entry);
  }

  /** Who reaches every tenant also sees the keys that do so, which are no tenant's. */
  private async within<T>(context: TenantContext, work: (tx: Transaction) => Promise<T>): Promise<T> {
    if (context.isOfEveryTenant) return await inEveryTenant(this.prisma, work);
    return await inTenant(this.prisma, context.tenantId, work);
  }
}

/** A tenant's own keys and, to who reaches every tenant, those that do so too. */
function withinReach({ tenantId, isOfEveryTenant }: TenantContext): Prisma.ApiKeyWhereInput {
  const own = { tenantId };
  return { revokedAt: null, ...(isOfEveryTenant ? { OR: [own, { tenantId: null }] } : own) };
}

function good(now: Date): Prisma.ApiKeyWhereInput {
  return { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
}

async function findIn(
  { apiKey }: Transaction,
  context: TenantContext,
  id: Uuid,
): Promise<ApiKeyRecord | null> {
  const row = await apiKey.findFirst({ where: { ...withinReach(context), id } });
  return row === null ? null : toRecord(row);
}

function auditedFields({ name, scopes, expiresAt, previousSecretExpiresAt }: ApiKeyRecord): AuditedFields {
  return {
    name,
    scopes,
    expires_at: expiresAt?.toISOString() ?? null,
    previous_secret_expires_at: previousSecretExpiresAt?.toISOString() ?? null,
  };
}

/** A CHECK holds the column to the scopes. */
function toRecord(row: ApiKeyRow): ApiKeyRecord {
  return { ...row, scopes: row.scopes as Scope[] };
}
