import type { ReplayMode, ReplayStatus } from '../domain/replays.ts';
import type { Uuid } from '../domain/ids.ts';

/** What a replay is narrowed by, in the API's words and with its ids; absent where it is not. */
export interface ReplayFilter {
  readonly webhook_id?: string;
  readonly event_id?: string;
  readonly event_type?: string;
  readonly error_type?: string;
  readonly response_status?: string;
  readonly tag?: string;
  readonly created_after?: string;
  readonly created_before?: string;
}

export interface ReplayRecord {
  readonly id: Uuid;
  readonly tenantId: Uuid;
  readonly mode: ReplayMode;
  readonly filter: ReplayFilter;
  readonly ratePerSecond: number;
  readonly status: ReplayStatus;
  /** Null where there were more than are counted. */
  readonly totalCount: number | null;
  readonly replayedCount: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly completedAt: Date | null;
}

/** A delivery that a replay would make due. */
export interface PlannedDelivery {
  /** Of one that is missing, the id that it would be given. */
  readonly id: Uuid;
  readonly webhookId: Uuid;
  readonly eventId: Uuid;
  readonly eventType: string;
  /** Of one that is missing; what is in history has its own. */
  readonly attemptsMax: number | null;
}

/** What comes next of a replay, and how far it has been looked for. */
export interface PlannedBatch {
  readonly deliveries: readonly PlannedDelivery[];
  /** Null when nothing is left. */
  readonly mark: Uuid | null;
}
