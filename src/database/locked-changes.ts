import type { AuditOrigin } from '../domain/audit/actor.ts';
import type { Idempotency } from '../domain/idempotency.ts';
import type { IdGenerator, Uuid } from '../domain/ids.ts';
import type { Prisma, PrismaClient } from './generated/client.ts';
import { createOnce, type Created, type IdempotencyScope } from './idempotency-ledger.ts';
import { refusingTaken } from './refusing-taken.ts';
import { inTenant } from './tenant-scope.ts';

/** Whose resources are changed, by whom, and when. */
export interface ChangeOrigin {
  readonly tenantId: Uuid;
  readonly by: AuditOrigin;
  /** The database's clock. */
  readonly now: Date;
  readonly ids: IdGenerator;
}

/** One kind of resource of a tenant. */
export interface LockedKind<Origin extends ChangeOrigin, Locked, Resource> {
  readonly scope: IdempotencyScope;
  /** Said where a change would give a name that is taken. */
  readonly takenDetail: string;
  /** Takes the lock under which a tenant's changes of the kind follow each other. */
  readonly lock: (tx: Prisma.TransactionClient, origin: Origin) => Promise<Locked>;
  /** What an earlier request made, as it is now; null when it has been deleted. */
  readonly findCreated: (tx: Prisma.TransactionClient, origin: Origin, id: Uuid) => Promise<Resource | null>;
}

/** Changes of one kind of resource, each in one transaction under the kind's lock. */
export class LockedChanges<Origin extends ChangeOrigin, Locked, Resource> {
  constructor(
    private readonly prisma: PrismaClient,
    private readonly kind: LockedKind<Origin, Locked, Resource>,
  ) {}

  /** @throws PosthornError `conflict` for a name that is taken */
  async change<T>(
    origin: Origin,
    work: (locked: Locked, tx: Prisma.TransactionClient) => Promise<T>,
    timeoutMs?: number,
  ): Promise<T> {
    const { lock } = this.kind;
    return await this.inTransaction(origin, async (tx) => await work(await lock(tx, origin), tx), timeoutMs);
  }

  /**
   * A change that makes a resource, once for an idempotency key; a repetition locks and changes nothing.
   * @throws PosthornError as `change` and `createOnce`
   */
  async create(
    origin: Origin,
    idempotency: Idempotency | null,
    make: (locked: Locked, id: Uuid, tx: Prisma.TransactionClient) => Promise<Resource>,
  ): Promise<Created<Resource>> {
    const { scope, lock, findCreated } = this.kind;
    const { tenantId, ids } = origin;
    const request = { tenantId, scope, idempotency, id: ids.next() };
    return await this.inTransaction(
      origin,
      async (tx) =>
        await createOnce(tx, request, {
          create: async (id) => await make(await lock(tx, origin), id, tx),
          find: async (id) => await findCreated(tx, origin, id),
        }),
    );
  }

  private async inTransaction<T>(
    { tenantId }: Origin,
    work: (tx: Prisma.TransactionClient) => Promise<T>,
    timeoutMs?: number,
  ): Promise<T> {
    return await refusingTaken(
      this.kind.takenDetail,
      async () => await inTenant(this.prisma, tenantId, work, timeoutMs),
    );
  }
}
