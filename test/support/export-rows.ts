import type { TestDatabase } from './test-database.ts';

/**
 * So many finished deliveries of the default tenant, made in one statement within the last second, oldest first: one in
 * fifty has failed.
 */
export async function addFinished(database: Pick<TestDatabase, 'query'>, count: number): Promise<void> {
  await database.query(
    `insert into finished_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, reason, attempt_count,
                                      max_attempts, lease_token, created_at, tags)
     select (lpad(to_hex(ms), 12, '0') || '70008005' || lpad(to_hex(n), 12, '0'))::uuid, t.id,
            '01980000-0000-7000-8000-00000000aaaa', (lpad(to_hex(ms), 12, '0') || '70008006' || lpad(to_hex(n), 12, '0'))::uuid,
            'bench', case when n % 50 = 7 then 'dead_letter' else 'delivered' end::delivery_status,
            case when n % 50 = 7 then 'exhausted' end, 1, 10, 1, now(), '{eu,vip}'
     from generate_series(1, $1::bigint) as n, tenants t,
          (select (extract(epoch from now()) * 1000)::bigint - 1000 as ms) as made
     where t.uid = 'default'`,
    [count],
  );
}
