import type pg from 'pg';
import { fromPublicId, type Uuid } from '../domain/ids.ts';
import { ID_OR_UID_PATTERN } from '../domain/uid.ts';
import { run } from '../engine/statement.ts';
import { FIND_WEBHOOK_ID } from './sql/find-webhook-id.ts';
import { readInTenant } from './tenant-scope.ts';

/** By its id or uid, for what belongs to it: a deleted one too, by its id, since its deliveries stay in history. */
export async function findWebhookId(pool: pg.Pool, tenantId: Uuid, idOrUid: string): Promise<Uuid | null> {
  if (!ID_OR_UID_PATTERN.test(idOrUid)) return null;
  const id = fromPublicId('webhook', idOrUid);
  const [found] = await readInTenant(
    pool,
    tenantId,
    async (db) => await run<{ id: Uuid }>(db, FIND_WEBHOOK_ID, [tenantId, id, idOrUid]),
  );
  return found?.id ?? null;
}
