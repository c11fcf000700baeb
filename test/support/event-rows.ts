import { IdGenerator, type Uuid } from '../../src/domain/ids.ts';
import { textArrayLiteral } from '../../src/engine/array-parameter.ts';
import { nextId } from './delivery-rows.ts';
import { DEFAULT_TENANT } from './engine-harness.ts';
import type { TestDatabase } from './test-database.ts';

export interface EventRowPlan {
  readonly tenantId?: Uuid;
  readonly type?: string;
  readonly tags?: readonly string[];
  /** In ms since 1970; now, where there is none. */
  readonly madeAt?: number;
}

/** Puts events where a publish would have left them, oldest first; answers their ids in the same order. */
export async function addEvents(
  database: Pick<TestDatabase, 'query'>,
  plans: readonly EventRowPlan[],
): Promise<Uuid[]> {
  const ids = plans.map(({ madeAt }) =>
    madeAt === undefined ? nextId() : new IdGenerator(() => madeAt).next(),
  );
  await database.query(
    `insert into events (id, tenant_id, type, tags, data, occurred_at)
     select id, tenant_id, type, tags::text[], json_build_object('text', repeat('x', 200)), now()
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) as g(id, tenant_id, type, tags)`,
    [
      ids,
      plans.map(({ tenantId }) => tenantId ?? DEFAULT_TENANT),
      plans.map(({ type }) => type ?? 'some.type'),
      plans.map(({ tags }) => textArrayLiteral(tags ?? [])),
    ],
  );
  return ids;
}
