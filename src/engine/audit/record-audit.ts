import { AUDIT_ACTIONS, type AuditAction } from '../../domain/audit/actions.ts';
import type { AuditOrigin } from '../../domain/audit/actor.ts';
import type { AuditChanges } from '../../domain/audit/changes.ts';
import type { Uuid } from '../../domain/ids.ts';
import { run, type Queryable } from '../statement.ts';
import { INSERT_AUDIT } from './sql/insert-audit.ts';

/** What is told of a change beside who made it. */
export interface AuditEntry {
  /** Of the row; UUIDv7s, so that the log sorts by time. */
  readonly id: Uuid;
  readonly action: AuditAction;
  readonly objectId: Uuid;
  /** What the object is called; an event type is known by it. */
  readonly objectName?: string | null;
  /** By the names of the API's fields, in its form. Secrets, header values and hashes are masked by whoever tells. */
  readonly changes?: AuditChanges;
}

/** A row of the log, in the names that Prisma has for its columns. */
export interface AuditColumns {
  readonly id: Uuid;
  readonly tenantId: Uuid | null;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly actorName: string | null;
  readonly action: AuditAction;
  readonly objectType: string;
  readonly objectId: Uuid;
  readonly objectName: string | null;
  readonly requestId: string | null;
  readonly changes: AuditChanges;
}

export function toAuditColumns({ tenantId, actor, requestId }: AuditOrigin, entry: AuditEntry): AuditColumns {
  const { id, action, objectId, objectName = null, changes = {} } = entry;
  return {
    id,
    tenantId,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    action,
    objectType: AUDIT_ACTIONS[action].object,
    objectId,
    objectName,
    requestId,
    changes,
  };
}

/**
 * Records a change in its own transaction: call it where the change has been made, so that both commit or neither does.
 * `recordAuditWithPrisma` (src/database/audit-log.ts) does the same on Prisma's transactions.
 * @param client the connection of the open transaction
 */
export async function recordAudit(client: Queryable, by: AuditOrigin, entry: AuditEntry): Promise<void> {
  const row = toAuditColumns(by, entry);
  await run(client, INSERT_AUDIT, [
    row.id,
    row.tenantId,
    row.actorKind,
    row.actorId,
    row.actorName,
    row.action,
    row.objectType,
    row.objectId,
    row.objectName,
    row.requestId,
    JSON.stringify(row.changes),
  ]);
}
