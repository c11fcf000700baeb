import { NAMED_AUDIT_OBJECTS, type AuditObject } from '../../domain/audit/actions.ts';
import { toPublicId } from '../../domain/ids.ts';
import type { AuditActorJson, AuditRowJson } from './audit-answers.ts';
import type { AuditRecord } from './audit.repository.ts';

export function toAuditJson(row: AuditRecord): AuditRowJson {
  return {
    id: toPublicId('audit', row.id),
    tenant_id: row.tenantId === null ? null : toPublicId('tenant', row.tenantId),
    actor: toActorJson(row),
    action: row.action,
    object_type: row.objectType,
    object_id: toObjectId(row),
    object_name: row.objectName,
    request_id: row.requestId,
    changes: row.changes as AuditRowJson['changes'],
    created_at: row.createdAt.toISOString(),
  };
}

function toActorJson({ actorKind: kind, actorId: id, actorName: name }: AuditRecord): AuditActorJson {
  return { kind, id: kind === 'key' && id !== null ? toPublicId('key', id) : id, name };
}

function toObjectId({ objectType, objectId, objectName }: AuditRecord): string | null {
  const kind = objectType as AuditObject;
  if (isNamed(kind)) return objectName;
  return objectId === null ? null : toPublicId(kind, objectId);
}

function isNamed(kind: AuditObject): kind is (typeof NAMED_AUDIT_OBJECTS)[number] {
  return NAMED_AUDIT_OBJECTS.some((named) => named === kind);
}
