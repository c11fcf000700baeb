import type { Uuid } from '../../domain/ids.ts';
import { run, type Queryable } from '../statement.ts';
import { MOVE_BACK } from './sql/move-back.ts';

/** Tries deliveries again that are finished, or now that wait for their next attempt. */
export class DeliveryRetry {
  constructor(private readonly db: Queryable) {}

  /**
   * Answers those that are due now. What is missing is unknown to the tenant, not waiting for a further attempt, or
   * cannot be tried: its webhook is deleted, or its payload gone.
   */
  async moveBack(tenantId: Uuid, deliveryIds: readonly Uuid[]): Promise<Set<Uuid>> {
    const rows = await run<{ id: Uuid }>(this.db, MOVE_BACK, [tenantId, deliveryIds]);
    return new Set(rows.map((row) => row.id));
  }
}
