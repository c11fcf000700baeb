import type { Uuid } from '../../domain/ids.ts';
import {
  FINISHED_STATUSES,
  LIVE_STATUSES,
  type DeliveryStatus,
  type FinishedStatus,
} from '../delivery-record.ts';

/** What a list asks for; null where it does not. */
export interface DeliveryFilter {
  readonly tenantId: Uuid;
  readonly statuses: ReadonlySet<DeliveryStatus> | null;
  readonly webhookId: Uuid | null;
  readonly eventId: Uuid | null;
  readonly eventType: string | null;
}

/** A statement whose text is put together from fixed pieces; whatever a client sent is in `values`. */
export interface Query {
  readonly text: string;
  readonly values: unknown[];
}

/** Numbers parameters as they are used. */
export class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown, type: 'uuid' | 'text' | 'int'): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
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
  };
  return [...planLive(filter, conditions), ...planFinished(filter, conditions)];
}

interface Conditions {
  readonly tenant: string;
  readonly webhook: string | null;
  readonly event: string | null;
  readonly type: string | null;
}

/** The queue is small and has no index by tenant: it is walked by its primary key, or read by event. */
function planLive({ statuses }: DeliveryFilter, conditions: Conditions): Branch[] {
  const wanted = LIVE_STATUSES.filter((status) => statuses?.has(status) ?? true);
  if (wanted.length === 0) return [];
  const { tenant, webhook, event, type } = conditions;
  const status = wanted.length < LIVE_STATUSES.length ? isOneOf(wanted) : null;
  const rest = given(tenant, webhook, type, status);
  const isSmall = event !== null;
  return [{ table: 'live_deliveries', walk: given(event), rest, isNarrowed: !isSmall, isSmall }];
}

function planFinished({ statuses }: DeliveryFilter, conditions: Conditions): Branch[] {
  const wanted = FINISHED_STATUSES.filter((status) => statuses?.has(status) ?? true);
  if (wanted.length === 0) return [];
  const { tenant, webhook, event, type } = conditions;
  const status = wanted.length < FINISHED_STATUSES.length ? isOneOf(wanted) : null;
  const table = 'finished_deliveries';
  if (event !== null) {
    return [
      { table, walk: [event], rest: given(tenant, webhook, type, status), isNarrowed: false, isSmall: true },
    ];
  }
  if (!wanted.includes('delivered')) return wanted.map((one) => planFailed(one, conditions));
  if (webhook !== null) {
    const isNarrowed = type !== null || status !== null;
    return [{ table, walk: [webhook], rest: given(tenant, type, status), isNarrowed, isSmall: false }];
  }
  return [
    {
      table,
      walk: given(tenant, type),
      rest: given(tenant, status),
      isNarrowed: status !== null,
      isSmall: false,
    },
  ];
}

/** Failures are few and have an index of their own, so whatever else is asked for is sought among them. */
function planFailed(status: FinishedStatus, { tenant, webhook, type }: Conditions): Branch {
  return {
    table: 'finished_deliveries',
    walk: [tenant, isOneOf([status])],
    rest: given(tenant, webhook, type),
    isNarrowed: webhook !== null || type !== null,
    isSmall: false,
  };
}

/** Written as literals of a closed set: a partial index is found by them, and not by a parameter. */
function isOneOf(statuses: readonly DeliveryStatus[]): string {
  const [only, ...others] = statuses;
  if (only !== undefined && others.length === 0) return `status = '${only}'`;
  return `status in (${statuses.map((status) => `'${status}'`).join(', ')})`;
}

function given(...conditions: readonly (string | null)[]): string[] {
  return conditions.filter((condition) => condition !== null);
}
