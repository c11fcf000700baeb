import type { FieldFault } from '../../domain/errors.ts';
import type { Uuid } from '../../domain/ids.ts';

/** Why a stored event goes to nobody; kept with it, and shown as its `refusal`. */
export interface EventRefusal {
  /**
   * `invalid_data`: its data breaks the schema of its type, and its tenant rejects such events. `quota_exceeded`: its tenant
   * had used up a quota when it was to be fanned out.
   */
  readonly reason: 'invalid_data' | 'quota_exceeded';
  readonly errors: readonly FieldFault[];
}

/** An event that was committed without being judged. */
export interface UnjudgedEvent {
  readonly tenantId: Uuid;
  readonly type: string;
  /** Reads the payload's JSON text, for whoever needs it to judge. */
  readonly loadData: () => Promise<string>;
}

/**
 * Judges events that were published from SQL, where nothing may fail the producer's transaction for what its tenant has
 * set up: what POST /api/events refuses before it stores is refused here, before the fan-out, and the reason is recorded.
 * Every rule that depends on a tenant's settings belongs here.
 */
export interface EventAdmission {
  /** Null admits the event. Called within the relay's transaction, at most a hundred times in it. */
  judge(event: UnjudgedEvent): Promise<EventRefusal | null>;
}

export const ADMITS_ALL: EventAdmission = { judge: () => Promise.resolve(null) };
