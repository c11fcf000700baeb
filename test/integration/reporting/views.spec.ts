import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toPublicId } from '../../../src/domain/ids.ts';
import { openGuide } from '../../support/guide.ts';
import { rollUp } from '../../support/roll-up.ts';
import { asSuperuser, createSqlLogin, type SqlLogin } from '../../support/sql-login.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const INSUFFICIENT_PRIVILEGE = '42501';
const VIEWS = [
  'attempts',
  'deliveries',
  'events',
  'failures_by_reason',
  'hourly',
  'latency',
  'webhook_health',
];
const TENANT = '01980000-0000-7000-8000-000000000009';
const WEBHOOK = '01980000-0000-7000-8000-00000000000a';

let database: TestDatabase;
let reader: SqlLogin;
let stranger: SqlLogin;

/** A row in every table that a view reads, with a word in each place that no report may show. */
async function addRows(): Promise<void> {
  await database.query(`insert into tenants (id, uid) values ($1, 'acme')`, [TENANT]);
  await database.query(
    `insert into webhooks (id, tenant_id, uid, name, url, retry, headers, sealed_headers, metadata, description)
     values ($1, $2, 'orders', 'orders', 'https://hooks.example:8443/hidden-path?token=hidden-query', '{}',
             '{"X-Key": "hidden-header"}', null, '{"k": "hidden-metadata"}', 'hidden-description')`,
    [WEBHOOK, TENANT],
  );
  await database.query(
    `insert into webhook_secrets (id, webhook_id, secret) values (gen_random_uuid(), $1, 'hidden-secret')`,
    [WEBHOOK],
  );
  await database.query(
    `with made as (select now() - interval '1 minute' as moment),
     event as (insert into events (id, tenant_id, type, data, occurred_at)
               select uuid_at(moment), $1, 'order.paid', '{"k": "hidden-payload"}', moment from made returning id),
     delivery as (insert into finished_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, attempt_count,
                                                   max_attempts, lease_token, created_at, last_response_status)
                  select uuid_at(moment), $1, $2, event.id, 'order.paid', 'delivered', 2, 10, 1, moment, 204
                  from made, event returning id)
     insert into attempts (id, tenant_id, delivery_id, webhook_id, webhook_version, number, started_at, duration_ms, outcome,
                           response_status, response_headers, response_body, response_body_text, request_headers, error_type,
                           timings)
     select uuid_at(moment), $1, delivery.id, $2, 1, n, moment, n * 10, case n when 1 then 'failed' else 'succeeded' end::attempt_outcome,
            case n when 2 then 204 end, '[["X-A", "hidden-answer-header"]]', 'hidden-body', 'hidden-body',
            '[["X-Key", "hidden-header"]]', case n when 1 then 'timeout_error' end, '{"dnsMs": 1.5, "totalMs": 10}'
     from made, delivery, generate_series(1, 2) n`,
    [TENANT, WEBHOOK],
  );
}

beforeAll(async () => {
  database = await createTestDatabase();
  reader = await createSqlLogin(database, 'posthorn_reader');
  stranger = await createSqlLogin(database, 'posthorn_publisher');
  await addRows();
  await rollUp(database);
});
afterAll(async () => {
  await reader.drop();
  await stranger.drop();
  await database.drop();
});

const read = async (view: string): Promise<Record<string, unknown>[]> =>
  (await reader.pool.query<Record<string, unknown>>(`select * from posthorn_report.${view}`)).rows;

describe('the views', () => {
  it('are those of the document, with their columns, and say what they are', async () => {
    const rows = await database.query<{ view: string; columns: string[]; comment: string }>(
      `select c.relname as view, array_agg(a.attname::text order by a.attnum) as columns, obj_description(c.oid) as comment
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
       where c.relnamespace = 'posthorn_report'::regnamespace group by c.oid, c.relname`,
    );
    const documented = openGuide('docs/reporting.md')
      .table('One row for each')
      .map(([view = '', , columns = '']) => [
        view.slice(1, -1),
        [...columns.matchAll(/`(\w+)`/g)].map(([, name]) => name),
      ]);
    expect(Object.fromEntries(rows.map(({ view, columns }) => [view, columns]))).toEqual(
      Object.fromEntries(documented),
    );
    expect(rows.map(({ view }) => view).toSorted()).toEqual(VIEWS);
    for (const { comment } of rows) expect(comment).toMatch(/^Version \d+\. \S.*\.$/);
  });

  it.each(VIEWS)('are read by a reader, and hold nothing that is to stay hidden: %s', async (view) => {
    const rows = await read(view);
    expect(rows).not.toEqual([]);
    expect(JSON.stringify(rows)).not.toContain('hidden');
  });

  it('tell a reader of every tenant’s webhooks, where none is named', async () => {
    expect(await read('webhook_health')).toEqual([
      expect.objectContaining({
        webhook_id: WEBHOOK,
        tenant_uid: 'acme',
        name: 'orders',
        origin: 'https://hooks.example:8443',
        state: 'active',
        waiting: '0',
        delivered_24h: '1',
        success_rate_24h: 1,
      }),
    ]);
    expect(await read('deliveries')).toEqual([
      expect.objectContaining({ webhook_name: 'orders', status: 'delivered' }),
    ]);
  });

  it('count the attempts that count', async () => {
    const of = { tenant_id: TENANT, webhook_id: WEBHOOK };
    expect(await read('hourly')).toEqual([
      {
        ...of,
        hour: expect.any(Date) as unknown,
        event_type: 'order.paid',
        attempts: '2',
        succeeded: '1',
        failed: '1',
      },
    ]);
    expect(await read('failures_by_reason')).toMatchObject([
      { ...of, error_type: 'timeout_error', failures: '1' },
    ]);
    expect(await read('latency')).toMatchObject([{ ...of, attempts: '2', average_ms: 15 }]);
    expect(await read('attempts')).toMatchObject([
      { number: 1, dns_ms: 1.5, connect_ms: null },
      { number: 2 },
    ]);
  });

  it('tell why an event goes to nobody, and when its payload was erased', async () => {
    await database.query(
      `insert into events (id, tenant_id, type, occurred_at, refusal, erased_at)
       select uuid_at(now()), $1, 'order.refused', now(), '{"reason": "quota", "errors": [{"path": "hidden-path"}]}', now()`,
      [TENANT],
    );
    const told = (await read('events')).map((row) => [row.type, row.refusal_reason, row.erased_at]);
    expect(told).toEqual(
      expect.arrayContaining([
        ['order.paid', null, null],
        ['order.refused', 'quota', expect.any(Date)],
      ]),
    );
  });

  it('show the state that the API shows', async () => {
    const state = async (): Promise<unknown> =>
      (await read('webhook_health')).map((row) => [row.state, row.state_reason]);
    await database.query(
      `insert into webhook_breakers (webhook_id, failure_count, failing_since, opened_at, next_probe_at)
       values ($1, 5, now(), now(), now())`,
      [WEBHOOK],
    );
    expect(await state()).toEqual([['failing', null]]);
    await database.query('update webhooks set paused_at = now()');
    expect(await state()).toEqual([['paused', null]]);
    await database.query('update webhooks set active = false');
    expect(await state()).toEqual([['disabled', 'inactive']]);
    await database.query('update webhooks set active = true, paused_at = null');
    await database.query('delete from webhook_breakers');
  });

  it('name rows as the API does, and back, and find days by ids', async () => {
    const { rows } = await reader.pool.query(
      `select posthorn_report.public_id('wh', $1) as public, posthorn_report.internal_id($2) as internal,
              posthorn_report.time_of(posthorn_report.first_id('2026-01-31 12:00:00.123Z')) as moment`,
      [WEBHOOK, toPublicId('webhook', WEBHOOK)],
    );
    expect(rows).toEqual([
      {
        public: toPublicId('webhook', WEBHOOK),
        internal: WEBHOOK,
        moment: new Date('2026-01-31T12:00:00.123Z'),
      },
    ]);
  });
});

describe('a reader', () => {
  it.each([
    ...[
      'tenants',
      'webhooks',
      'webhook_secrets',
      'events',
      'attempts',
      'live_deliveries',
      'deliveries',
      'audit_log',
    ].map((table) => `select from posthorn.${table}`),
    `select posthorn.to_public_id('wh', gen_random_uuid())`,
    'delete from posthorn_report.events',
    `update posthorn_report.events set type = 'a'`,
    'create table posthorn_report.mine (id int)',
    'create view posthorn_report.mine as select 1',
    'drop view posthorn_report.hourly',
  ])('is refused: %s', async (statement) => {
    await expect(reader.pool.query(statement)).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
  });

  it('holds no right on any table, nor on any function but those that the views’ own stand on', async () => {
    const rows = await database.query<{ power: string }>(
      `select c.relname as power from pg_class c where c.relnamespace = 'posthorn'::regnamespace and c.relkind in ('r', 'p', 'v')
         and (has_table_privilege('posthorn_reader', c.oid, 'select') or has_any_column_privilege('posthorn_reader', c.oid, 'select'))
       union all
       select proname from pg_proc where pronamespace = 'posthorn'::regnamespace
         and has_function_privilege('posthorn_reader', oid, 'execute') order by 1`,
    );
    expect(rows.map(({ power }) => power)).toEqual(['from_public_id', 'to_public_id']);
  });
});

describe('nobody else', () => {
  it.each(VIEWS)('reads %s', async (view) => {
    await expect(stranger.pool.query(`select from posthorn_report.${view}`)).rejects.toMatchObject({
      code: INSUFFICIENT_PRIVILEGE,
    });
  });

  it('calls their functions', async () => {
    const rows = await database.query(
      `select from pg_proc where pronamespace = 'posthorn_report'::regnamespace and has_function_privilege('public', oid, 'execute')`,
    );
    expect(rows).toEqual([]);
  });

  it('is shown rows of guarded tables by the policy for the views: the owner names a tenant, or sees none', async () => {
    const owner = database.client();
    await owner.connect();
    try {
      await owner.query(`set posthorn.tenant to ''`);
      for (const table of ['tenants', 'webhooks', 'webhook_states', 'webhook_breakers']) {
        expect((await owner.query(`select from ${table}`)).rowCount).toBe(0);
      }
      await asSuperuser(database, `grant posthorn_reader to ${new URL(database.url).username}`);
      expect((await owner.query('select from webhooks')).rowCount).toBe(0);
    } finally {
      await owner.end();
      await asSuperuser(database, `revoke posthorn_reader from ${new URL(database.url).username}`);
    }
  });
});
