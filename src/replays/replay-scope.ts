import { parseErrorTypes, parseResponseStatuses } from '../domain/attempt-words.ts';
import type { ErrorType } from '../domain/error-types.ts';
import { fromPublicId, uuidFloor, type Uuid } from '../domain/ids.ts';
import type { ReplayMode } from '../domain/replays.ts';
import { idRangeOf } from '../http/created-range.ts';
import type { ReplayFilter } from './replay-record.ts';

/** Before every id that there is. */
const FIRST_ID: Uuid = '00000000-0000-0000-0000-000000000000';

/** Which rows a replay is about; null where it is not narrowed. */
export interface ReplayScope {
  readonly tenantId: Uuid;
  readonly mode: ReplayMode;
  readonly webhookId: Uuid | null;
  readonly eventId: Uuid | null;
  readonly eventType: string | null;
  /** Of the last attempt. */
  readonly errorTypes: ReadonlySet<ErrorType> | null;
  /** Of the last attempt. */
  readonly responseStatuses: ReadonlySet<number> | null;
  readonly tag: string | null;
  /** Of deliveries, or of events where what is missing is looked for: the mark to begin behind, and what is no more in it. */
  readonly begin: Uuid;
  readonly before: Uuid;
  /** What ended later does not belong to it: it would be sent again for failing again. */
  readonly until: Date;
}

/** @param filter as `ReplaysService` has checked it, or as it stands in the replay's row */
export function toReplayScope(
  { tenantId, mode, createdAt }: { tenantId: Uuid; mode: ReplayMode; createdAt: Date },
  filter: ReplayFilter,
): ReplayScope {
  const { from, before } = idRangeOf(filter);
  const end = uuidFloor(createdAt.getTime());
  return {
    tenantId,
    mode,
    webhookId: filter.webhook_id === undefined ? null : fromPublicId('webhook', filter.webhook_id),
    eventId: filter.event_id === undefined ? null : fromPublicId('event', filter.event_id),
    eventType: filter.event_type ?? null,
    errorTypes: filter.error_type === undefined ? null : parseErrorTypes(filter.error_type),
    responseStatuses:
      filter.response_status === undefined ? null : parseResponseStatuses(filter.response_status),
    tag: filter.tag ?? null,
    begin: from ?? FIRST_ID,
    before: before !== null && before < end ? before : end,
    until: createdAt,
  };
}
