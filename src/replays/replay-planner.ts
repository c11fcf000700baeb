import type { Uuid } from '../domain/ids.ts';
import type { Queryable } from '../engine/statement.ts';
import { MissingPlanner, type MissingPlannerParts } from './missing-planner.ts';
import type { PlannedBatch } from './replay-record.ts';
import type { ReplayScope } from './replay-scope.ts';
import { findFinished, type FinishedBatchRow } from './sql/find-finished.ts';

/** Where a plan begins, and about how many deliveries it is to have. */
export interface BatchPlace {
  readonly mark: Uuid;
  readonly limit: number;
}

/** Says what comes next of a replay: the one judgement that a dry run shows, a start counts by, and a batch acts on. */
export class ReplayPlanner {
  private readonly missing: MissingPlanner;

  constructor(parts: MissingPlannerParts) {
    this.missing = new MissingPlanner(parts);
  }

  /** @param client whose transaction reads along the indexes (`WALK_SETTINGS`), and sees every tenant's rows */
  async look(client: Queryable, scope: ReplayScope, place: BatchPlace): Promise<PlannedBatch> {
    return await this.find(client, scope, { ...place, isLocked: false });
  }

  /** As `look`, and what is missing stays so until the transaction ends. */
  async plan(client: Queryable, scope: ReplayScope, place: BatchPlace): Promise<PlannedBatch> {
    return await this.find(client, scope, { ...place, isLocked: true });
  }

  private async find(
    client: Queryable,
    scope: ReplayScope,
    { isLocked, ...place }: BatchPlace & { readonly isLocked: boolean },
  ): Promise<PlannedBatch> {
    if (scope.mode !== 'missing') return await planFinished(client, scope, place);
    const snapshot = await this.missing.snapshot(client, scope.tenantId, isLocked);
    return await this.missing.plan(client, { scope, snapshot, ...place });
  }
}

async function planFinished(
  client: Queryable,
  scope: ReplayScope,
  { mark, limit }: BatchPlace,
): Promise<PlannedBatch> {
  const { rows } = await client.query<FinishedBatchRow>(findFinished(scope, mark, limit));
  const [row] = rows;
  if (row === undefined) return { deliveries: [], mark: null };
  const deliveries = row.ids.map((id, index) => ({
    id,
    webhookId: row.webhook_ids[index] ?? '',
    eventId: row.event_ids[index] ?? '',
    eventType: row.event_types[index] ?? '',
    attemptsMax: null,
  }));
  return { deliveries, mark: row.mark };
}
