import type { AuditFilters } from '../../../api/audit.ts';
import { ACTIONS, ACTOR_KINDS } from './audit-actions.ts';

/** What stands in the address. */
export type AuditSearch = Pick<AuditFilters, 'action' | 'actor_kind' | 'actor' | 'object_id'> & {
  /** `YYYY-MM-DD`, of UTC; both days are within. */
  readonly from?: string;
  readonly to?: string;
  /** Also of the other tenants, and of none. */
  readonly all?: true;
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** What is none of the API's is passed over. */
export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  const action = ACTIONS.find((one) => one === search.action);
  const kind = ACTOR_KINDS.find((one) => one === search.actor_kind);
  return {
    ...(action === undefined ? {} : { action }),
    ...(kind === undefined ? {} : { actor_kind: kind }),
    ...textAt('actor', search),
    ...textAt('object_id', search),
    ...(isDay(search.from) ? { from: search.from } : {}),
    ...(isDay(search.to) ? { to: search.to } : {}),
    ...(search.all === true ? { all: true } : {}),
  };
}

export function auditFilters({ from, to, all: _, ...filters }: AuditSearch): AuditFilters {
  return {
    ...filters,
    ...(from === undefined ? {} : { created_after: `${from}T00:00:00.000Z` }),
    ...(to === undefined ? {} : { created_before: new Date(Date.parse(to) + DAY_MS).toISOString() }),
  };
}

function textAt<Name extends string>(
  name: Name,
  search: Record<string, unknown>,
): Partial<Record<Name, string>> {
  const value = search[name];
  return (typeof value === 'string' && value !== '' ? { [name]: value } : {}) as Partial<
    Record<Name, string>
  >;
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && DAY.test(value) && !Number.isNaN(Date.parse(value));
}
