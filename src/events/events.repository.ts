import type { Uuid } from '../domain/ids.ts';
import { run, type Queryable } from '../engine/statement.ts';
import type { EventRecord, EventSummary } from './event-record.ts';
import { FIND_EVENT, FIND_SUMMARIES } from './sql/find-events.ts';

interface SummaryRow {
  readonly id: Uuid;
  readonly tenant_id: Uuid;
  readonly type: string;
  readonly occurred_at: Date;
  readonly priority: number;
  readonly tags: string[];
  readonly expires_at: Date | null;
}

interface EventRow extends SummaryRow {
  readonly created_at: Date;
  readonly data: string | null;
}

export class EventsRepository {
  constructor(private readonly db: Queryable) {}

  async find(tenantId: Uuid, id: Uuid): Promise<EventRecord | null> {
    const [row] = await run<EventRow>(this.db, FIND_EVENT, [tenantId, id]);
    return row === undefined ? null : { ...toSummary(row), createdAt: row.created_at, data: row.data };
  }

  async findSummaries(tenantId: Uuid, ids: readonly Uuid[]): Promise<Map<Uuid, EventSummary>> {
    const rows = await run<SummaryRow>(this.db, FIND_SUMMARIES, [tenantId, ids]);
    return new Map(rows.map((row) => [row.id, toSummary(row)]));
  }
}

function toSummary(row: SummaryRow): EventSummary {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    type: row.type,
    occurredAt: row.occurred_at,
    priority: row.priority,
    tags: row.tags,
    expiresAt: row.expires_at,
  };
}
