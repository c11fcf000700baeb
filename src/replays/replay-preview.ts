import type pg from 'pg';
import { WALK_SETTINGS } from '../database/walk.ts';
import type { Uuid } from '../domain/ids.ts';
import { inTransaction } from '../engine/statement.ts';
import type { ReplayPlanner } from './replay-planner.ts';
import type { PlannedBatch, PlannedDelivery } from './replay-record.ts';
import type { ReplayScope } from './replay-scope.ts';

const SAMPLE_MAX = 10;
/** Deliveries of one look. */
const LOOK_LIMIT = 1_000;
/** Counting ends here, or after so long: whoever asks waits for it. */
const COUNTED_MAX = 100_000;
const PATIENCE_MS = 3_000;

/** What a replay would do now. */
export interface ReplayPreview {
  readonly count: number;
  /** False where counting was given up: there are more. */
  readonly isWhole: boolean;
  readonly countsByWebhook: ReadonlyMap<Uuid, number>;
  /** The first that would go. */
  readonly sample: readonly PlannedDelivery[];
}

export interface ReplayPreviewParts {
  /** With the planner pinned to index paths, for every tenant. */
  readonly pool: pg.Pool;
  readonly planner: ReplayPlanner;
  readonly monotonicNow: () => number;
}

/** Looks through all that a replay would make due, batch by batch as the replay does, and changes nothing. */
export async function previewReplay(
  { pool, planner, monotonicNow }: ReplayPreviewParts,
  scope: ReplayScope,
): Promise<ReplayPreview> {
  const deadline = monotonicNow() + PATIENCE_MS;
  const countsByWebhook = new Map<Uuid, number>();
  const sample: PlannedDelivery[] = [];
  let count = 0;
  let mark: Uuid | null = scope.begin;
  while (mark !== null && count < COUNTED_MAX && monotonicNow() < deadline) {
    const place = { mark, limit: LOOK_LIMIT };
    const batch: PlannedBatch = await inTransaction(pool, async (client) => {
      await client.query(WALK_SETTINGS);
      return await planner.look(client, scope, place);
    });
    count += batch.deliveries.length;
    for (const delivery of batch.deliveries) {
      countsByWebhook.set(delivery.webhookId, (countsByWebhook.get(delivery.webhookId) ?? 0) + 1);
      if (sample.length < SAMPLE_MAX) sample.push(delivery);
    }
    mark = batch.mark;
  }
  return { count, isWhole: mark === null, countsByWebhook, sample };
}
