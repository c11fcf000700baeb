import type { Prisma, PrismaClient } from '../database/generated/client.ts';
import { inTenant } from '../database/tenant-scope.ts';
import type { DialectName } from '../domain/dialect-names.ts';
import { PosthornError } from '../domain/errors.ts';
import { toPublicId, type Uuid } from '../domain/ids.ts';

/** What a dialect keeps of a webhook that was made in it. */
export interface DialectLink {
  /** The id that the old system gave it; null for one that it never had. 1-256 printable ASCII characters. */
  readonly oldId: string | null;
  /** Whose it is within the tenant, where the dialect tells users apart; null where it does not. 1-512 characters. */
  readonly owner: string | null;
}

const OLD_ID = /^[\x21-\x7e]{1,256}$/;

/**
 * The webhooks of one dialect: by the ids that the old system gave them, and by owner. A webhook of the native API, or of
 * another dialect, has no row here, and is seen in the dialect all the same.
 */
export class DialectWebhooks {
  constructor(
    private readonly prisma: PrismaClient,
    private readonly dialect: DialectName,
  ) {}

  /** What `WebhooksService.create` takes, to make the row with the webhook. @throws PosthornError `conflict` as `link` */
  linking(
    tenantId: Uuid,
    link: Partial<DialectLink>,
  ): (tx: Prisma.TransactionClient, webhookId: Uuid) => Promise<void> {
    return async (tx, webhookId) => {
      await this.link(tx, tenantId, webhookId, link);
    };
  }

  /**
   * An old id whose webhook is deleted may be given again.
   * @throws PosthornError `conflict` for an old id that another webhook of the dialect has
   */
  async link(
    tx: Prisma.TransactionClient,
    tenantId: Uuid,
    webhookId: Uuid,
    { oldId = null, owner = null }: Partial<DialectLink>,
  ): Promise<void> {
    const { dialect } = this;
    if (oldId !== null) {
      const before = { tenantId, dialect, oldId };
      await tx.dialectWebhook.deleteMany({ where: { ...before, webhook: { deletedAt: { not: null } } } });
      const taken = await tx.dialectWebhook.findFirst({ where: before, select: { webhookId: true } });
      if (taken !== null) {
        throw new PosthornError('conflict', { detail: `Another webhook has the old id ${oldId}.` });
      }
    }
    await tx.dialectWebhook.create({ data: { webhookId, tenantId, dialect, oldId, owner } });
  }

  /**
   * What the services take for a webhook as a request names it: the id of the one with this old id, else the text as it
   * was given, which may be Posthorn's own id or a uid.
   */
  async resolve(tenantId: Uuid, given: string): Promise<string> {
    if (!OLD_ID.test(given)) return given;
    const { dialect } = this;
    const row = await inTenant(
      this.prisma,
      tenantId,
      async (tx) =>
        await tx.dialectWebhook.findFirst({
          where: { tenantId, dialect, oldId: given },
          select: { webhookId: true },
        }),
    );
    return row === null ? given : toPublicId('webhook', row.webhookId);
  }

  /** Webhooks that are not deleted, by the ids that the old system gave them. */
  async findByOldIds(tenantId: Uuid, oldIds: readonly string[]): Promise<ReadonlyMap<string, Uuid>> {
    const { dialect } = this;
    const where = { tenantId, dialect, oldId: { in: [...oldIds] }, webhook: { deletedAt: null } };
    const rows = await inTenant(
      this.prisma,
      tenantId,
      async (tx) => await tx.dialectWebhook.findMany({ where, select: { oldId: true, webhookId: true } }),
    );
    return new Map(rows.flatMap(({ oldId, webhookId }) => (oldId === null ? [] : [[oldId, webhookId]])));
  }

  /** What is kept of each; none for a webhook that was made elsewhere. */
  async findLinks(tenantId: Uuid, webhookIds: readonly Uuid[]): Promise<ReadonlyMap<Uuid, DialectLink>> {
    if (webhookIds.length === 0) return new Map();
    const { dialect } = this;
    const rows = await inTenant(
      this.prisma,
      tenantId,
      async (tx) =>
        await tx.dialectWebhook.findMany({
          where: { tenantId, dialect, webhookId: { in: [...new Set(webhookIds)] } },
        }),
    );
    return new Map(rows.map(({ webhookId, oldId, owner }) => [webhookId, { oldId, owner }]));
  }
}
