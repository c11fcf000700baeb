import { Prisma, type PrismaClient } from '../../database/generated/client.ts';
import { createOnce, type Created } from '../../database/idempotency-ledger.ts';
import { keysetOf } from '../../database/keyset.ts';
import { TOTAL_MAX } from '../../database/walk.ts';
import { hashKeySecret } from '../../domain/api-keys.ts';
import type { Idempotency } from '../../domain/idempotency.ts';
import type { Uuid } from '../../domain/ids.ts';
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
type Rows = Pick<PrismaClient, 'apiKey'>;

export class ApiKeysRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** Whosever it is, revoked or not: for judging a request. */
  async findKnown(id: Uuid): Promise<KnownKey | null> {
    const row = await this.prisma.apiKey.findUnique({ where: { id } });
    return row === null ? null : toRecord(row);
  }

  async find(context: TenantContext, id: Uuid): Promise<ApiKeyRecord | null> {
    return await findIn(this.prisma, context, id);
  }

  /** Up to `limit + 1` rows, in the direction of the cursor. */
  async findPage(context: TenantContext, request: PageRequest): Promise<ApiKeyRecord[]> {
    const { place, order } = keysetOf(request);
    const rows = await this.prisma.apiKey.findMany({
      where: { ...withinReach(context), ...place },
      ...order,
    });
    return rows.map(toRecord);
  }

  /** At most 10,001. */
  async count(context: TenantContext): Promise<number> {
    return await this.prisma.apiKey.count({ where: withinReach(context), take: TOTAL_MAX });
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
    return await this.prisma.$transaction(
      async (tx) =>
        await createOnce(tx, request, {
          create: async (id) => await insert(tx, describe(id)),
          find: async (first) => await findIn(tx, context, first),
        }),
    );
  }

  /**
   * Gives the key its next version, if it is still of the one that `present` shows.
   * @returns null where somebody else was faster
   */
  async replace(
    present: ApiKeyRecord,
    configuration: ApiKeyConfiguration,
    now: Date,
  ): Promise<ApiKeyRecord | null> {
    return await this.change(present, { ...configuration, scopes: [...configuration.scopes] }, now);
  }

  /** As `replace`. */
  async rotate(
    present: ApiKeyRecord,
    { secret, previousEndsAt }: Rotation,
    now: Date,
  ): Promise<ApiKeyRecord | null> {
    const data = {
      secretHash: new Uint8Array(hashKeySecret(secret)),
      previousSecretHash: new Uint8Array(present.secretHash),
      previousSecretExpiresAt: previousEndsAt,
    };
    return await this.change(present, data, now);
  }

  /** As `replace`. */
  async revoke(present: ApiKeyRecord, now: Date): Promise<ApiKeyRecord | null> {
    return await this.change(present, { revokedAt: now }, now);
  }

  async markUsed(ids: readonly Uuid[], now: Date): Promise<void> {
    await this.prisma.apiKey.updateMany({ where: { id: { in: [...ids] } }, data: { lastUsedAt: now } });
  }

  /** Whether some key can be used. */
  async hasGood(now: Date): Promise<boolean> {
    return (await this.prisma.apiKey.findFirst({ where: good(now), select: { id: true } })) !== null;
  }

  /**
   * Makes the key unless there is one that can be used for every tenant and everything. Processes that start together make
   * one: each waits for the others' transaction, and then sees its key.
   */
  async createFirst(key: NewApiKey): Promise<boolean> {
    return await this.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`lock table api_keys in share row exclusive mode`;
      const where = { ...good(key.now), tenantId: null, scopes: { has: 'admin' } };
      if ((await tx.apiKey.findFirst({ where, select: { id: true } })) !== null) return false;
      await insert(tx, key);
      return true;
    });
  }

  private async change(
    { id, version }: ApiKeyRecord,
    changes: Prisma.ApiKeyUpdateManyMutationInput,
    now: Date,
  ): Promise<ApiKeyRecord | null> {
    const data = { ...changes, version: { increment: 1 }, updatedAt: now };
    const rows = await this.prisma.apiKey.updateManyAndReturn({
      where: { id, version, revokedAt: null },
      data,
    });
    return rows[0] === undefined ? null : toRecord(rows[0]);
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

async function findIn({ apiKey }: Rows, context: TenantContext, id: Uuid): Promise<ApiKeyRecord | null> {
  const row = await apiKey.findFirst({ where: { ...withinReach(context), id } });
  return row === null ? null : toRecord(row);
}

async function insert({ apiKey }: Rows, { secret, now, scopes, ...key }: NewApiKey): Promise<ApiKeyRecord> {
  const secretHash = new Uint8Array(hashKeySecret(secret));
  const data = { ...key, scopes: [...scopes], secretHash, createdAt: now, updatedAt: now };
  return toRecord(await apiKey.create({ data }));
}

/** A CHECK holds the column to the scopes. */
function toRecord(row: ApiKeyRow): ApiKeyRecord {
  return { ...row, scopes: row.scopes as Scope[] };
}
