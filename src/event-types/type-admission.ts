import type { EventAdmission, EventRefusal, UnjudgedEvent } from '../engine/fan-out/admission.ts';
import type { EventValidator } from './event-validator.ts';

/** Refuses stored events that their tenant's schemas reject; the payload is read only where there is a schema. */
export class TypeAdmission implements EventAdmission {
  constructor(private readonly validator: Pick<EventValidator, 'rejects' | 'check'>) {}

  async judge({ tenantId, type, loadData }: UnjudgedEvent): Promise<EventRefusal | null> {
    if (!(await this.validator.rejects(tenantId, type))) return null;
    const findings = await this.validator.check(tenantId, [{ type, data: await loadData() }]);
    // A change of the tenant in between may have taken the check back.
    if (findings?.isRejected !== true) return null;
    return { reason: 'invalid_data', errors: findings.faults.get(0) ?? [] };
  }
}
