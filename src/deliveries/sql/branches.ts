import type { Parameters } from '../../database/walk.ts';
import {
  FINISHED_STATUSES,
  LIVE_STATUSES,
  type DeliveryStatus,
  type FinishedStatus,
  type LiveStatus,
} from '../../domain/delivery-statuses.ts';
import type { ErrorType } from '../../domain/error-types.ts';
import type { Uuid } from '../../domain/ids.ts';
import { isRateLimited } from '../../engine/queue/sql/holds.ts';
import type { IdRange } from '../../http/created-range.ts';

/** What `q` has been found to mean (`delivery-filters.ts`). */
export type Search =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'delivery'; readonly id: Uuid }
  | { readonly kind: 'event'; readonly id: Uuid }
  | { readonly kind: 'webhooks'; readonly ids: readonly Uuid[] }
  /** The type of the event, one of its tags, or the uid of a webhook, whose ids these are: any of them will do. */
  | { readonly kind: 'word'; readonly word: string; readonly webhookIds: readonly Uuid[] };

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
  readonly search: Search | null;
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
    search: null,
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

/** Beyond so many webhooks, their rows are looked for among the tenant's instead of along an index for each. */
const WEBHOOK_WALKS_MAX = 5;

/** The branches whose statuses can match; none for a filter that nothing can pass. */
export function planBranches(filter: DeliveryFilter, parameters: Parameters): Branch[] {
  if (filter.search?.kind === 'nothing') return [];
  const conditions = {
    tenant: `tenant_id = ${parameters.add(filter.tenantId, 'uuid')}`,
    ...webhookConditions(filter, parameters),
    few: fewConditions(filter, parameters),
    type: filter.eventType && `event_type = ${parameters.add(filter.eventType, 'text')}`,
    replay: filter.replayId && isOfReplay(parameters.add(filter.replayId, 'uuid')),
    range: rangeConditions(filter, parameters),
    others: otherConditions(filter, parameters),
  };
  return [...planLive(filter, conditions), ...planFinished(filter, conditions)];
}

function fewConditions({ eventId, search }: DeliveryFilter, parameters: Parameters): string[] {
  return given(
    eventId && `event_id = ${parameters.add(eventId, 'uuid')}`,
    search?.kind === 'event' ? `event_id = ${parameters.add(search.id, 'uuid')}` : null,
    search?.kind === 'delivery' ? `id = ${parameters.add(search.id, 'uuid')}` : null,
  );
}

function rangeConditions({ ids }: DeliveryFilter, parameters: Parameters): string[] {
  return given(
    ids.from && `id >= ${parameters.add(ids.from, 'uuid')}`,
    ids.before && `id < ${parameters.add(ids.before, 'uuid')}`,
  );
}

function otherConditions(
  { errorTypes, responseStatuses, tag, search }: DeliveryFilter,
  parameters: Parameters,
): string[] {
  return given(
    errorTypes && `last_error_type = any (${parameters.add([...errorTypes], 'text[]')})`,
    responseStatuses && `last_response_status = any (${parameters.add([...responseStatuses], 'smallint[]')})`,
    tag && `tags @> array[${parameters.add(tag, 'text')}]`,
    search?.kind === 'word' ? isMeant(search, parameters) : null,
  );
}

function webhookConditions(
  { webhookId, search }: DeliveryFilter,
  parameters: Parameters,
): Pick<Conditions, 'webhooks' | 'webhookWalks'> {
  const named = webhookId && `webhook_id = ${parameters.add(webhookId, 'uuid')}`;
  if (search?.kind !== 'webhooks') return { webhooks: given(named), webhookWalks: given(named) };
  const list = parameters.add(search.ids, 'uuid[]');
  const each = search.ids.map((_, index) => `webhook_id = (${list})[${index + 1}]`);
  const ownWalks = each.length > WEBHOOK_WALKS_MAX ? [] : each;
  return {
    webhooks: given(named, `webhook_id = any (${list})`),
    webhookWalks: named === null ? ownWalks : [named],
  };
}

/** One condition and not a walk each: no index knows tags, so that all are looked for along the same way. */
function isMeant({ word, webhookIds }: Extract<Search, { kind: 'word' }>, parameters: Parameters): string {
  const text = parameters.add(word, 'text');
  const ways = [`event_type = ${text}`, `tags @> array[${text}]`];
  if (webhookIds.length > 0) ways.push(`webhook_id = any (${parameters.add(webhookIds, 'uuid[]')})`);
  return `(${ways.join(' or ')})`;
}

interface Conditions {
  readonly tenant: string;
  /** On the webhook, all of which hold. */
  readonly webhooks: readonly string[];
  /** On the webhook, one of which holds: there is an index for each, and a row stands in one of them. */
  readonly webhookWalks: readonly string[];
  /** Few rows meet them: those of an event, or one. */
  readonly few: readonly string[];
  readonly type: string | null;
  readonly replay: string | null;
  /** On the id: whatever index gives rows in its order serves them. */
  readonly range: readonly string[];
  /** That no index serves. */
  readonly others: readonly string[];
}

/** Along live_deliveries_page (tenant_id, id desc), or by event. */
function planLive({ statuses }: DeliveryFilter, conditions: Conditions): Branch[] {
  const wanted = statuses === null ? null : LIVE_STATUSES.filter((status) => statuses.has(status));
  if (wanted?.length === 0 && statuses?.has('rate_limited') !== true) return [];
  const { tenant, webhooks, few, type, replay, range, others } = conditions;
  const status = wanted && isShownAs(wanted, statuses?.has('rate_limited') === true, tenant);
  const further = [...given(type, status), ...webhooks, ...others];
  const rest = [tenant, ...further];
  const table = 'live_deliveries';
  if (few.length > 0) {
    return [{ table, walk: few, rest: [...rest, ...given(replay), ...range], ...SMALL }];
  }
  if (replay !== null) return [{ table, walk: [replay, ...range], rest, isNarrowed: true, isSmall: false }];
  return [{ table, walk: [tenant, ...range], rest, isNarrowed: further.length > 0, isSmall: false }];
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
  const { tenant, webhooks, webhookWalks, few, type, replay, range, others } = conditions;
  const status = wanted.length < FINISHED_STATUSES.length ? isOneOf(wanted) : null;
  const table = 'finished_deliveries';
  if (few.length > 0) {
    const rest = [...given(tenant, type, status, replay), ...webhooks, ...others, ...range];
    return [{ table, walk: few, rest, ...SMALL }];
  }
  if (replay !== null) {
    const rest = [...given(tenant, type, status), ...webhooks, ...others];
    return [{ table, walk: [replay, ...range], rest, isNarrowed: true, isSmall: false }];
  }
  if (!wanted.includes('delivered')) return wanted.map((one) => planFailed(one, conditions));
  if (webhookWalks.length > 0) {
    const further = webhooks.length > 1 ? webhooks : [];
    const isNarrowed = type !== null || status !== null || further.length + others.length > 0;
    const rest = [...given(tenant, type, status), ...further, ...others];
    return webhookWalks.map((webhook) => ({
      table,
      walk: [webhook, ...range],
      rest,
      isNarrowed,
      isSmall: false,
    }));
  }
  const isNarrowed = status !== null || webhooks.length + others.length > 0;
  const rest = [...given(tenant, status), ...webhooks, ...others];
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
function planFailed(status: FinishedStatus, { tenant, webhooks, type, range, others }: Conditions): Branch {
  return {
    table: 'finished_deliveries',
    walk: [tenant, isOneOf([status]), ...range],
    rest: [...given(tenant, type), ...webhooks, ...others],
    isNarrowed: type !== null || webhooks.length + others.length > 0,
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
