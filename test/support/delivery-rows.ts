import { IdGenerator, type Uuid } from '../../src/domain/ids.ts';
import { textArrayLiteral } from '../../src/engine/array-parameter.ts';
import { DEFAULT_TENANT } from './engine-harness.ts';
import type { TestDatabase } from './test-database.ts';

const ids = new IdGenerator(() => Date.now());
export const nextId = (): Uuid => ids.next();

const idOf = ({ madeAt }: DeliveryRowPlan): Uuid =>
  madeAt === undefined ? nextId() : new IdGenerator(() => madeAt).next();

export type RowStatus =
  'pending' | 'in_progress' | 'retrying' | 'delivered' | 'dead_letter' | 'cancelled' | 'shadowed';

export interface DeliveryRowPlan {
  readonly status: RowStatus;
  /** Of its making, in ms since 1970; now, where there is none. */
  readonly madeAt?: number;
  readonly tenantId?: Uuid;
  readonly webhookId?: Uuid;
  readonly eventId?: Uuid;
  readonly eventType?: string;
  readonly responseStatus?: number;
  readonly errorType?: string;
  readonly tags?: readonly string[];
  /** Of one in the queue, in ms since 1970; now, where there is none. */
  readonly nextAttemptAt?: number;
  /** Of one in history, in ms since 1970; now, where there is none. */
  readonly completedAt?: number;
}

const INSERT_LIVE = `
insert into live_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, ready, next_attempt_at,
                             attempt_count, max_attempts, lease_token, last_response_status, last_error_type, tags)
select id, tenant_id, webhook_id, event_id, event_type, status::delivery_status, status = 'pending', coalesce(to_timestamp(ms / 1000), now()),
       case when status = 'retrying' then 1 else 0 end, 10, 1, response_status, error_type, tags::text[]
from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::smallint[], $8::text[], $9::text[],
            $10::float8[])
  as g(id, tenant_id, webhook_id, event_id, event_type, status, response_status, error_type, tags, ms)`;

const INSERT_FINISHED = `
insert into finished_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, reason, attempt_count,
                                 max_attempts, lease_token, created_at, last_response_status, last_error_type, tags,
                                 completed_at)
select id, tenant_id, webhook_id, event_id, event_type, status::delivery_status,
       case when status <> 'delivered' then 'exhausted' end, 1, 10, 1, now(), response_status, error_type,
       tags::text[], coalesce(to_timestamp(ms / 1000), now())
from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::smallint[], $8::text[], $9::text[],
            $10::float8[])
  as g(id, tenant_id, webhook_id, event_id, event_type, status, response_status, error_type, tags, ms)`;

/** Puts deliveries where a worker would have left them, oldest first; answers their ids in the same order. */
export async function addDeliveries(
  database: Pick<TestDatabase, 'query'>,
  plans: readonly DeliveryRowPlan[],
): Promise<Uuid[]> {
  const rows = plans.map((plan) => ({ id: idOf(plan), ...plan }));
  const isLive = ({ status }: DeliveryRowPlan): boolean =>
    ['pending', 'in_progress', 'retrying'].includes(status);
  for (const [statement, chosen] of [
    [INSERT_LIVE, rows.filter(isLive)],
    [INSERT_FINISHED, rows.filter((row) => !isLive(row))],
  ] as const) {
    await database.query(statement, [
      chosen.map((row) => row.id),
      chosen.map((row) => row.tenantId ?? DEFAULT_TENANT),
      chosen.map((row) => row.webhookId ?? nextId()),
      chosen.map((row) => row.eventId ?? nextId()),
      chosen.map((row) => row.eventType ?? 'some.type'),
      chosen.map((row) => row.status),
      chosen.map((row) => row.responseStatus ?? null),
      chosen.map((row) => row.errorType ?? null),
      chosen.map((row) => textArrayLiteral(row.tags ?? [])),
      chosen.map((row) => row.nextAttemptAt ?? row.completedAt ?? null),
    ]);
  }
  return rows.map(({ id }) => id);
}
