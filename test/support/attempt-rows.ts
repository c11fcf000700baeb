import { IdGenerator, type Uuid } from '../../src/domain/ids.ts';
import { DEFAULT_TENANT } from './engine-harness.ts';

export interface AttemptRowPlan {
  readonly deliveryId: Uuid;
  readonly webhookId: Uuid;
  /** Of its making, in ms since 1970. */
  readonly madeAt: number;
  readonly durationMs: number;
  /** Null for one that succeeded. */
  readonly errorType: string | null;
  readonly isStale?: boolean;
  readonly tenantId?: Uuid;
}

const INSERT = `
insert into attempts (id, tenant_id, delivery_id, webhook_id, webhook_version, number, started_at, duration_ms, outcome,
                      response_status, request_headers, error_type, timings, stale)
select id, tenant_id, delivery_id, webhook_id, 1, row_number() over (partition by delivery_id order by id),
       to_timestamp(made_ms / 1000), duration_ms,
       case when error_type is null then 'succeeded' else 'failed' end::attempt_outcome,
       case when error_type is null then 204 end, '[]', error_type, '{}', is_stale
from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::float8[], $6::int[], $7::text[], $8::bool[])
  as g(id, tenant_id, delivery_id, webhook_id, made_ms, duration_ms, error_type, is_stale)`;

/** Puts attempts where a worker would have left them; answers their ids in the same order. */
export async function addAttempts(
  database: { query(text: string, values: unknown[]): Promise<unknown> },
  plans: readonly AttemptRowPlan[],
): Promise<Uuid[]> {
  const ids = plans.map(({ madeAt }) => new IdGenerator(() => madeAt).next());
  await database.query(INSERT, [
    ids,
    plans.map(({ tenantId }) => tenantId ?? DEFAULT_TENANT),
    plans.map(({ deliveryId }) => deliveryId),
    plans.map(({ webhookId }) => webhookId),
    plans.map(({ madeAt }) => madeAt),
    plans.map(({ durationMs }) => durationMs),
    plans.map(({ errorType }) => errorType),
    plans.map(({ isStale }) => isStale ?? false),
  ]);
  return ids;
}
