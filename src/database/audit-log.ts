import type { AuditOrigin } from '../domain/audit/actor.ts';
import { toAuditColumns, type AuditEntry } from '../engine/audit/record-audit.ts';
import type { Prisma } from './generated/client.ts';

/**
 * Records a change in its own transaction: call it where the change has been made, so that both commit or neither does.
 * `recordAudit` (src/engine/audit/record-audit.ts) does the same on a connection of pg.
 */
export async function recordAuditWithPrisma(
  tx: Pick<Prisma.TransactionClient, 'auditRow'>,
  by: AuditOrigin,
  entry: AuditEntry,
): Promise<void> {
  const { changes, ...columns } = toAuditColumns(by, entry);
  const data = { ...columns, changes: changes as unknown as Prisma.InputJsonObject };
  await tx.auditRow.create({ data, select: { id: true } });
}
