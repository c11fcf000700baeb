import type pg from 'pg';
import { readInTenant } from '../database/tenant-scope.ts';
import { PosthornError } from '../domain/errors.ts';
import { compileFilter, createFilterSubject } from '../domain/filters/compile-filter.ts';
import { findFilterFaults, type Filter } from '../domain/filters/filter-rules.ts';
import { toPublicId, type Uuid } from '../domain/ids.ts';
import { compileSubscriptions } from '../domain/matching.ts';
import { run } from '../engine/statement.ts';
import { FIND_LATEST_EVENTS } from './sql/find-latest-events.ts';
import type { EventMatchesJson, EventMatchJson } from './match-answers.ts';

/** Events that one answer looks at, at most. */
export const EVENTS_LOOKED_AT_MAX = 100;
const DATA_BYTES_MAX = 8 * 1_024 * 1_024;

/** What a webhook would take. */
export interface Wanted {
  /** Subscriptions; none for all types. */
  readonly events: readonly string[];
  readonly filter: Filter | null;
}

interface EventRow {
  readonly id: Uuid;
  readonly type: string;
  readonly tags: string[];
  readonly created_at: Date;
  readonly data: string | null;
}

/** Tells of a tenant's newest events whether a webhook would get them, by the rules of fan-out for types and content. */
export class EventMatches {
  constructor(private readonly pool: pg.Pool) {}

  /**
   * Newest event first.
   * @throws PosthornError `invalid` for a filter with faults
   */
  async find(tenantId: Uuid, wanted: Wanted): Promise<EventMatchesJson> {
    const errors = wanted.filter === null ? [] : findFilterFaults(wanted.filter);
    if (errors.length > 0) throw new PosthornError('invalid', { errors });
    const judge = createJudge(wanted);
    const values = [tenantId, EVENTS_LOOKED_AT_MAX, DATA_BYTES_MAX, wanted.filter !== null];
    const rows = await readInTenant(
      this.pool,
      tenantId,
      async (db) => await run<EventRow>(db, FIND_LATEST_EVENTS, values),
    );
    const data = rows.map((row) => toJson(row, judge(row)));
    return { matched: data.filter(({ would_send: wouldSend }) => wouldSend).length, data };
  }
}

function createJudge({ events, filter }: Wanted): (row: EventRow) => EventMatchJson['reason'] {
  const isSubscribed = compileSubscriptions(events);
  const test = filter === null ? null : compileFilter(filter);
  return ({ type, tags, data }) => {
    if (!isSubscribed(type)) return 'no_match';
    if (test === null) return null;
    return test(createFilterSubject(type, data ?? 'null', tags)) ? null : 'filtered';
  };
}

function toJson(row: EventRow, reason: EventMatchJson['reason']): EventMatchJson {
  return {
    event_id: toPublicId('event', row.id),
    event_type: row.type,
    created_at: row.created_at.toISOString(),
    would_send: reason === null,
    reason,
  };
}
