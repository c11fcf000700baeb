import type { Uuid } from '../../domain/ids.ts';
import { run, type Queryable } from '../statement.ts';
import { CANCEL } from './sql/cancel.ts';

/** Ends deliveries that wait for an attempt. */
export class DeliveryCancel {
  constructor(private readonly db: Queryable) {}

  /** Answers those that are cancelled now. What is missing is unknown to the tenant, in progress, or finished already. */
  async cancel(tenantId: Uuid, deliveryIds: readonly Uuid[]): Promise<Set<Uuid>> {
    const rows = await run<{ id: Uuid }>(this.db, CANCEL, [tenantId, deliveryIds]);
    return new Set(rows.map((row) => row.id));
  }
}
