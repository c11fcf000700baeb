import type { TenantContext } from '../auth/tenant.ts';
import type { Database } from '../database/database.ts';
import { findWebhookId } from '../database/find-webhook-id.ts';
import { changesOfCreation } from '../domain/audit/changes.ts';
import { PosthornError } from '../domain/errors.ts';
import { toPublicId, uuidFloor, type IdGenerator, type Uuid } from '../domain/ids.ts';
import { parseTime } from '../domain/rfc3339.ts';
import { recordAudit } from '../engine/audit/record-audit.ts';
import { inTransaction, run } from '../engine/statement.ts';
import type { PurgeDeadLettersQuery } from './dto/purge-query.dto.ts';
import { PURGE_DEAD_LETTERS, PURGE_MAX } from './sql/purge-dead-letters.ts';

export interface DeadLettersParts {
  readonly database: Pick<Database, 'apiPool' | 'enginePool'>;
  readonly ids: IdGenerator;
}

export interface Purge {
  readonly count: number;
  /** As many as one call takes: there may be more. */
  readonly isCut: boolean;
}

/** Removes what was given up, and is not to be sent again. */
export class DeadLettersService {
  constructor(private readonly parts: DeadLettersParts) {}

  /** One transaction, at most 10,000, oldest first. @throws PosthornError `not_found` for a webhook that the tenant does not have */
  async purge(by: TenantContext, query: PurgeDeadLettersQuery): Promise<Purge> {
    const { tenantId } = by;
    const { database, ids } = this.parts;
    const webhookId =
      query.webhook_id === undefined ? null : await this.findWebhook(tenantId, query.webhook_id);
    const end = Math.max(0, parseTime(query.older_than) ?? 0);
    const count = await inTransaction(database.enginePool, async (client) => {
      const values = [tenantId, uuidFloor(end), new Date(end), webhookId];
      const [row] = await run<{ purged: number }>(client, PURGE_DEAD_LETTERS, values);
      const purged = row?.purged ?? 0;
      if (purged === 0) return 0;
      await recordAudit(client, by, {
        id: ids.next(),
        action: 'dead_letters.purged',
        objectId: tenantId,
        changes: changesOfCreation({
          deliveries: purged,
          older_than: new Date(end).toISOString(),
          ...(webhookId === null ? {} : { webhook_id: toPublicId('webhook', webhookId) }),
        }),
      });
      return purged;
    });
    return { count, isCut: count === PURGE_MAX };
  }

  private async findWebhook(tenantId: Uuid, idOrUid: string): Promise<Uuid> {
    const id = await findWebhookId(this.parts.database.apiPool, tenantId, idOrUid);
    if (id === null) throw new PosthornError('not_found', { detail: 'There is no such webhook.' });
    return id;
  }
}
