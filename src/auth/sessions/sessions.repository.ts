import { recordAuditWithPrisma } from '../../database/audit-log.ts';
import type { PrismaClient } from '../../database/generated/client.ts';
import { inEveryTenant } from '../../database/tenant-scope.ts';
import type { AuditOrigin } from '../../domain/audit/actor.ts';
import type { IdGenerator, Uuid } from '../../domain/ids.ts';
import type { SessionRecord } from './session-record.ts';

export class SessionsRepository {
  constructor(
    private readonly prisma: PrismaClient,
    private readonly ids: IdGenerator,
  ) {}

  async find(id: Uuid): Promise<SessionRecord | null> {
    return await this.prisma.consoleSession.findUnique({ where: { id } });
  }

  /** Removes those that are over at its beginning, which nobody else does. */
  async start(by: AuditOrigin, session: SessionRecord): Promise<void> {
    const data = {
      ...session,
      secretHash: new Uint8Array(session.secretHash),
      credentialHash: session.credentialHash === null ? null : new Uint8Array(session.credentialHash),
    };
    await inEveryTenant(this.prisma, async (tx) => {
      await tx.consoleSession.deleteMany({ where: { expiresAt: { lte: session.createdAt } } });
      await tx.consoleSession.create({ data, select: { id: true } });
      const entry = { id: this.ids.next(), action: 'session.started', objectId: session.id } as const;
      await recordAuditWithPrisma(tx, by, entry);
    });
  }

  /** @returns whether it was there still */
  async end(by: AuditOrigin, id: Uuid): Promise<boolean> {
    return await inEveryTenant(this.prisma, async (tx) => {
      const { count } = await tx.consoleSession.deleteMany({ where: { id } });
      if (count === 0) return false;
      const entry = { id: this.ids.next(), action: 'session.ended', objectId: id } as const;
      await recordAuditWithPrisma(tx, by, entry);
      return true;
    });
  }
}
