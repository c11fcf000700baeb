import type pg from 'pg';
import { runWalk } from '../database/walk.ts';
import type { Uuid } from '../domain/ids.ts';
import type { EventRefusal } from '../engine/fan-out/admission.ts';
import { run } from '../engine/statement.ts';
import type { PageRequest } from '../http/pagination.ts';
import type { EventRecord, EventSummary, ListedEvent } from './event-record.ts';
import { FIND_EVENT, FIND_SUMMARIES } from './sql/find-events.ts';
import { countMatches, findPage, type EventFilter } from './sql/find-page.ts';

interface SummaryRow {
  readonly id: Uuid;
  readonly tenant_id: Uuid;
  readonly type: string;
  readonly occurred_at: Date;
  readonly priority: number;
  readonly tags: string[];
  readonly deliver_at: Date | null;
  readonly expires_at: Date | null;
  readonly cancelled_at: Date | null;
  readonly traceparent: string | null;
  readonly tracestate: string | null;
  readonly erased_at: Date | null;
}

interface ListedRow extends SummaryRow {
  readonly created_at: Date;
}

interface EventRow extends ListedRow {
  readonly data: string | null;
  readonly refusal: EventRefusal | null;
}

/** The id is null in the one row that stands for none. */
type PageRow = Omit<ListedRow, 'id'> & { readonly id: Uuid | null; readonly stopped_at_id: Uuid | null };

/** Rows read in one direction, and where reading was given up before they were enough. */
export interface EventRows {
  readonly rows: ListedEvent[];
  readonly stoppedAtId: Uuid | undefined;
}

export class EventsRepository {
  constructor(private readonly pool: pg.Pool) {}

  async find(tenantId: Uuid, id: Uuid): Promise<EventRecord | null> {
    const [row] = await run<EventRow>(this.pool, FIND_EVENT, [tenantId, id]);
    return row === undefined ? null : { ...toListed(row), data: row.data, refusal: row.refusal };
  }

  async findSummaries(tenantId: Uuid, ids: readonly Uuid[]): Promise<Map<Uuid, EventSummary>> {
    const rows = await run<SummaryRow>(this.pool, FIND_SUMMARIES, [tenantId, ids]);
    return new Map(rows.map((row) => [row.id, toSummary(row)]));
  }

  async findPage(filter: EventFilter, request: PageRequest): Promise<EventRows> {
    const rows = await runWalk<PageRow>(this.pool, filter.tenantId, findPage(filter, request));
    return {
      rows: rows.flatMap(({ id, ...row }) => (id === null ? [] : [toListed({ ...row, id })])),
      stoppedAtId: rows[0]?.stopped_at_id ?? undefined,
    };
  }

  /** At most 10,001; null where counting would have to read too much. */
  async count(filter: EventFilter): Promise<number | null> {
    const [counted] = await runWalk<{ total: number; is_cut: boolean }>(
      this.pool,
      filter.tenantId,
      countMatches(filter),
    );
    return counted === undefined || counted.is_cut ? null : counted.total;
  }
}

function toListed(row: ListedRow): ListedEvent {
  return { ...toSummary(row), createdAt: row.created_at };
}

function toSummary(row: SummaryRow): EventSummary {
  const { traceparent, tracestate } = row;
  return {
    id: row.id,
    tenantId: row.tenant_id,
    type: row.type,
    occurredAt: row.occurred_at,
    priority: row.priority,
    tags: row.tags,
    deliverAt: row.deliver_at,
    expiresAt: row.expires_at,
    cancelledAt: row.cancelled_at,
    trace: traceparent === null ? null : { traceparent, tracestate },
    erasedAt: row.erased_at,
  };
}
