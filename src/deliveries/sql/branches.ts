import type { Parameters } from '../../database/walk.ts';
import type { ErrorType } from '../../domain/error-types.ts';
import type { Uuid } from '../../domain/ids.ts';
import { isRateLimited } from '../../engine/queue/sql/holds.ts';
import type { IdRange } from '../../http/created-range.ts';
import {
  FINISHED_STATUSES,
  LIVE_STATUSES,
  type DeliveryStatus,
  type FinishedStatus,
  type LiveStatus,
} from '../delivery-record.ts';

/** What a list asks for; null where it does not. */
export interface DeliveryFilter {
  readonly tenantId: Uuid;
  readonly statuses: ReadonlySet<DeliveryStatus> | null;
  readonly webhookId: Uuid | null;
  readonly eventId: Uuid | null;
  readonly eventType: string | null;
  /** Of the last attempt. */
  readonly errorTypes: ReadonlySet<ErrorType> | null;
  /** Of the last attempt. */
  readonly responseStatuses: ReadonlySet<number> | null;
  readonly tag: string | null;
  /** That has moved or made them. */
  readonly replayId: Uuid | null;
  readonly ids: IdRange;
}

/** Asks for all that the tenant has. */
export function everythingOf(tenantId: Uuid): DeliveryFilter {
  return {
    tenantId,
    statuses: null,
    webhookId: null,
    eventId: null,
    eventType: null,
    errorTypes: null,
    responseStatuses: null,
    tag: null,
    replayId: null,
    ids: { from: null, before: null },
  };
}

/** One way through one of the two tables, along an index that gives its rows in the order of their ids. */
export interface Branch {
  readonly table: 'live_deliveries' | 'finished_deliveries';
  /** Conditions that the index serves: what is read. */
  readonly walk: readonly string[];
  /** Conditions on what has been read. */
  readonly rest: readonly string[];
  /** Whether `rest` may pass over rows, so that a walk can end at its bound before a page is full. */
  readonly isNarrowed: boolean;
  /** Few rows, in no order: read whole, then sorted. Fenced off, so that the planner does not walk all ids instead. */
  readonly isSmall: boolean;
}

/** The branches whose statuses can match; none for a filter that nothing can pass. */
export function planBranches(filter: DeliveryFilter, parameters: Parameters): Branch[] {
  const conditions = {
    tenant: `tenant_id = ${parameters.add(filter.tenantId, 'uuid')}`,
    webhook: filter.webhookId && `webhook_id = ${parameters.add(filter.webhookId, 'uuid')}`,
    event: filter.eventId && `event_id = ${parameters.add(filter.eventId, 'uuid')}`,
    type: filter.eventType && `event_type = ${parameters.add(filter.eventType, 'text')}`,
    replay: filter.replayId && isOfReplay(parameters.add(filter.replayId, 'uuid')),
    range: given(
      filter.ids.from && `id >= ${parameters.add(filter.ids.from, 'uuid')}`,
      filter.ids.before && `id < ${parameters.add(filter.ids.before, 'uuid')}`,
    ),
    others: given(
      filter.errorTypes && `last_error_type = any (${parameters.add([...filter.errorTypes], 'text[]')})`,
      filter.responseStatuses &&
        `last_response_status = any (${parameters.add([...filter.responseStatuses], 'smallint[]')})`,
      filter.tag && `tags @> array[${parameters.add(filter.tag, 'text')}]`,
    ),
  };
  return [...planLive(filter, conditions), ...planFinished(filter, conditions)];
}

interface Conditions {
  readonly tenant: string;
  readonly webhook: string | null;
  readonly event: string | null;
  readonly type: string | null;
  readonly replay: string | null;
  /** On the id: whatever index gives rows in its order serves them. */
  readonly range: readonly string[];
  /** That no index serves. */
  readonly others: readonly string[];
}

/** The queue is small and has no index by tenant: it is walked by its primary key, or read by event. */
function planLive({ statuses }: DeliveryFilter, conditions: Conditions): Branch[] {
  const wanted = statuses === null ? null : LIVE_STATUSES.filter((status) => statuses.has(status));
  if (wanted?.length === 0 && statuses?.has('rate_limited') !== true) return [];
  const { tenant, webhook, event, type, replay, range, others } = conditions;
  const status = wanted && isShownAs(wanted, statuses?.has('rate_limited') === true, tenant);
  const rest = [...given(tenant, webhook, type, status), ...others];
  const table = 'live_deliveries';
  if (event !== null)
    return [{ table, walk: [event], rest: [...rest, ...given(replay), ...range], ...SMALL }];
  if (replay !== null) return [{ table, walk: [replay, ...range], rest, isNarrowed: true, isSmall: false }];
  return [{ table, walk: range, rest, isNarrowed: true, isSmall: false }];
}

/** A row that waits, and is held back by its webhook's limit, is shown as that and nothing else. */
function isShownAs(stored: readonly LiveStatus[], isLimitedWanted: boolean, tenant: string): string | null {
  const isLimited = isRateLimited(tenant);
  if (stored.length === 0) return isLimited;
  if (isLimitedWanted) {
    return stored.length < LIVE_STATUSES.length ? `(${isOneOf(stored)} or ${isLimited})` : null;
  }
  const mayBeLimited = stored.includes('pending') || stored.includes('retrying');
  return mayBeLimited ? `${isOneOf(stored)} and not ${isLimited}` : isOneOf(stored);
}

/** Served by the primary key of replay_deliveries, in the order of the deliveries' ids, and then theirs. */
function isOfReplay(replayId: string): string {
  return `id in (select r.delivery_id from replay_deliveries r where r.replay_id = ${replayId})`;
}

const SMALL = { isNarrowed: false, isSmall: true } as const;

function planFinished(filter: DeliveryFilter, conditions: Conditions): Branch[] {
  const wanted = finishedStatuses(filter);
  if (wanted.length === 0) return [];
  const { tenant, webhook, event, type, replay, range, others } = conditions;
  const status = wanted.length < FINISHED_STATUSES.length ? isOneOf(wanted) : null;
  const table = 'finished_deliveries';
  if (event !== null) {
    const rest = [...given(tenant, webhook, type, status, replay), ...others, ...range];
    return [{ table, walk: [event], rest, ...SMALL }];
  }
  if (replay !== null) {
    const rest = [...given(tenant, webhook, type, status), ...others];
    return [{ table, walk: [replay, ...range], rest, isNarrowed: true, isSmall: false }];
  }
  if (!wanted.includes('delivered')) return wanted.map((one) => planFailed(one, conditions));
  if (webhook !== null) {
    const isNarrowed = type !== null || status !== null || others.length > 0;
    const rest = [...given(tenant, type, status), ...others];
    return [{ table, walk: [webhook, ...range], rest, isNarrowed, isSmall: false }];
  }
  const isNarrowed = status !== null || others.length > 0;
  const rest = [...given(tenant, status), ...others];
  return [{ table, walk: [...given(tenant, type), ...range], rest, isNarrowed, isSmall: false }];
}

/**
 * A delivered one has no error and was answered with 2xx, and a shadowed one has neither error nor answer, so a filter that asks
 * for other things is one for failures.
 */
function finishedStatuses({ statuses, errorTypes, responseStatuses }: DeliveryFilter): FinishedStatus[] {
  const isSuccess = (status: number): boolean => status >= 200 && status < 300;
  const mayBeDelivered =
    errorTypes === null && (responseStatuses === null || [...responseStatuses].some(isSuccess));
  const isImpossible: Partial<Record<FinishedStatus, boolean>> = {
    delivered: !mayBeDelivered,
    shadowed: errorTypes !== null || responseStatuses !== null,
  };
  return FINISHED_STATUSES.filter(
    (status) => (statuses?.has(status) ?? true) && isImpossible[status] !== true,
  );
}

/** Failures are few and have an index of their own, so whatever else is asked for is sought among them. */
function planFailed(status: FinishedStatus, { tenant, webhook, type, range, others }: Conditions): Branch {
  return {
    table: 'finished_deliveries',
    walk: [tenant, isOneOf([status]), ...range],
    rest: [...given(tenant, webhook, type), ...others],
    isNarrowed: webhook !== null || type !== null || others.length > 0,
    isSmall: false,
  };
}

/** Written as literals of a closed set: a partial index is found by them, and not by a parameter. */
function isOneOf(statuses: readonly (LiveStatus | FinishedStatus)[]): string {
  const [only, ...others] = statuses;
  if (only !== undefined && others.length === 0) return `status = '${only}'`;
  return `status in (${statuses.map((status) => `'${status}'`).join(', ')})`;
}

function given(...conditions: readonly (string | null)[]): string[] {
  return conditions.filter((condition) => condition !== null);
}
