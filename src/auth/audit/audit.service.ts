import type { Database } from '../../database/database.ts';
import { NAMED_AUDIT_OBJECTS } from '../../domain/audit/actions.ts';
import { fromPublicId, ID_PREFIXES, type IdKind, type Uuid } from '../../domain/ids.ts';
import { idRangeOf } from '../../http/created-range.ts';
import { pageOf, pageRequestOf, type Page } from '../../http/pagination.ts';
import type { ListAuditQuery } from './audit-query.ts';
import { AuditRepository, type AuditFilter, type AuditRecord } from './audit.repository.ts';

const ID_KINDS = Object.keys(ID_PREFIXES) as readonly IdKind[];

/** Shows who changed what. Rows are written by those who make the changes (`recordAudit`). */
export class AuditService {
  private readonly repository: AuditRepository;

  constructor({ database }: { readonly database: Pick<Database, 'prisma'> }) {
    this.repository = new AuditRepository(database.prisma);
  }

  /** @param tenantId null for the log of the whole installation */
  async list(tenantId: Uuid | null, query: ListAuditQuery): Promise<Page<AuditRecord>> {
    const request = pageRequestOf(query);
    const rows = await this.repository.findPage(toFilter(tenantId, query), request);
    return pageOf(rows, request, ({ id }) => id);
  }

  /** At most 10,001. */
  async count(tenantId: Uuid | null, query: ListAuditQuery): Promise<number> {
    return await this.repository.count(toFilter(tenantId, query));
  }
}

function toFilter(tenantId: Uuid | null, query: ListAuditQuery): AuditFilter {
  return {
    tenantId,
    actorKind: query.actor_kind,
    actor: query.actor === undefined ? null : toActor(query.actor),
    action: query.action,
    object: query.object_id === undefined ? null : toObject(query.object_id),
    ids: idRangeOf(query),
  };
}

/** Whatever is no key's id can only be a token's subject. */
function toActor(text: string): AuditFilter['actor'] {
  const keyId = fromPublicId('key', text);
  return keyId === null ? { actorKind: 'token', actorId: text } : { actorKind: 'key', actorId: keyId };
}

/** What has no id that is shown is known by its name. */
function toObject(text: string): AuditFilter['object'] {
  for (const kind of ID_KINDS) {
    const objectId = fromPublicId(kind, text);
    if (objectId !== null) return { objectId };
  }
  return { objectName: text, objectType: { in: [...NAMED_AUDIT_OBJECTS] } };
}
