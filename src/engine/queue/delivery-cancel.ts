import type { Uuid } from '../../domain/ids.ts';
import type { EngineObserver } from '../engine-observer.ts';
import { run, type Queryable } from '../statement.ts';
import { CANCEL } from './sql/cancel.ts';

/** Ends deliveries that wait for an attempt. */
export class DeliveryCancel {
  constructor(
    private readonly db: Queryable,
    private readonly observer: EngineObserver,
  ) {}

  /** Answers those that are cancelled now. What is missing is unknown to the tenant, in progress, or finished already. */
  async cancel(tenantId: Uuid, deliveryIds: readonly Uuid[]): Promise<Set<Uuid>> {
    const rows = await run<{ id: Uuid }>(this.db, CANCEL, [tenantId, deliveryIds]);
    if (rows.length > 0) {
      this.observer.finished({ status: 'cancelled', reason: 'cancelled_by_request' }, rows.length);
    }
    return new Set(rows.map((row) => row.id));
  }
}
