import type { Prisma, PrismaClient } from '../../database/generated/client.ts';
import { keysetOf } from '../../database/keyset.ts';
import { inEveryTenant, inTenant } from '../../database/tenant-scope.ts';
import { TOTAL_MAX } from '../../database/walk.ts';
import type { Uuid } from '../../domain/ids.ts';
import type { IdRange } from '../../http/created-range.ts';
import type { PageRequest } from '../../http/pagination.ts';

export type AuditRecord = Prisma.AuditRowGetPayload<object>;

/** What of the log is asked for; null is every row. */
export interface AuditFilter {
  /** Null: the log of the installation, every tenant's rows and those of none. */
  readonly tenantId: Uuid | null;
  readonly actorKind: string | undefined;
  readonly actor: { readonly actorKind: string; readonly actorId: string } | null;
  readonly action: string | undefined;
  readonly object:
    | { readonly objectId: Uuid }
    | { readonly objectType: { readonly in: string[] }; readonly objectName: string }
    | null;
  readonly ids: IdRange;
}

type Rows = Prisma.TransactionClient['auditRow'];

export class AuditRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** Up to `limit + 1` rows, in the direction of the cursor. */
  async findPage(filter: AuditFilter, request: PageRequest): Promise<AuditRecord[]> {
    const { place, order } = keysetOf(request);
    const where = { AND: [toWhere(filter), place] };
    return await this.read(filter, async (rows) => await rows.findMany({ where, ...order }));
  }

  /** At most 10,001. */
  async count(filter: AuditFilter): Promise<number> {
    const query = { where: toWhere(filter), take: TOTAL_MAX };
    return await this.read(filter, async (rows) => await rows.count(query));
  }

  private async read<T>({ tenantId }: AuditFilter, work: (rows: Rows) => Promise<T>): Promise<T> {
    const read = async ({ auditRow }: Prisma.TransactionClient): Promise<T> => await work(auditRow);
    if (tenantId === null) return await inEveryTenant(this.prisma, read);
    return await inTenant(this.prisma, tenantId, read);
  }
}

function toWhere({
  tenantId,
  actorKind,
  actor,
  action,
  object,
  ids,
}: AuditFilter): Prisma.AuditRowWhereInput {
  const from = ids.from === null ? {} : { gte: ids.from };
  const before = ids.before === null ? {} : { lt: ids.before };
  return {
    ...(tenantId === null ? {} : { tenantId }),
    ...(action === undefined ? {} : { action }),
    ...object,
    id: { ...from, ...before },
    // Both may name a kind, and then none other than that.
    AND: [actorKind === undefined ? {} : { actorKind }, actor ?? {}],
  };
}
