import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

interface EventAnswer {
  id: string;
  deliveries?: { status: string; attempt_count: number }[];
}

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  app = await startTestApp();
  receiver = await startReceiver(({ path }) => ({ status: path === '/broken' ? 500 : 204 }));
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

const publish = (body: string | object) => app.post('/api/events', body);
const subscribe = async (uid: string, path = ''): Promise<void> => {
  const answer = await app.post('/api/webhooks', { uid, url: `${receiver.url}${path}`, events: [uid] });
  expect(answer.status).toBe(201);
};
const countEvents = async (type: string): Promise<number> =>
  (await app.database.query('select from events where type = $1', [type])).length;
const nested = (depth: number): string => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;

describe('200: Prefer: wait', () => {
  it('answers the deliveries once each has had an attempt, failed or not', async () => {
    await subscribe('waited');
    await app.post('/api/webhooks', { url: `${receiver.url}broken`, events: ['waited'] });
    const answer = await publish({ type: 'waited', data: {} }).set('Prefer', 'wait=10');
    expect(answer.status).toBe(200);
    const { deliveries = [] } = answer.body as EventAnswer;
    expect(deliveries.map(({ status }) => status).sort()).toEqual(['delivered', 'retrying']);
    expect(deliveries.map((delivery) => delivery.attempt_count)).toEqual([1, 1]);
  });

  it('has nothing to wait for when nobody subscribed', async () => {
    const answer = await publish({ type: 'unheard', data: {} }).set('Prefer', 'wait=30');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ deliveries: [] });
  });
});

describe('202', () => {
  it('answers the event, without its data', async () => {
    const given = { priority: 7, tags: ['a', 'grün'], occurred_at: '2026-02-28T13:00:00.1239+01:00' };
    const answer = await publish({ type: 'order.paid', data: { a: 1 }, expires_after_ms: 60_000, ...given });
    expect(answer.status).toBe(202);
    const { id } = answer.body as EventAnswer;
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^evt_[0-9a-z]{26}$/) as unknown,
      tenant_id: 'tn_01k0000000e008000000000001',
      type: 'order.paid',
      occurred_at: '2026-02-28T12:00:00.123Z',
      priority: 7,
      tags: ['a', 'grün'],
      deliver_at: null,
      expires_at: expect.stringMatching(/Z$/) as unknown,
      cancelled_at: null,
      erased_at: null,
      trace_id: null,
    });
    expect(answer.headers.location).toBe(`/api/events/${id}`);
    expect((await app.get(`/api/events/${id}`)).body).toMatchObject(answer.body as object);
  });

  it('after the wait, when a delivery is not tried meanwhile', async () => {
    await subscribe('held');
    await app.database.query(`update webhooks set paused_at = now() where uid = 'held'`);
    const startedAt = performance.now();
    const answer = await publish({ type: 'held', data: {} }).set('Prefer', 'wait=1');
    expect(answer.status).toBe(202);
    expect(answer.body).not.toHaveProperty('deliveries');
    expect(performance.now() - startedAt).toBeGreaterThan(950);
  });

  it('stops looking when the client has gone', async () => {
    await subscribe('left');
    await app.database.query(`update webhooks set paused_at = now() where uid = 'left'`);
    const controller = new AbortController();
    const gone = fetch(`http://127.0.0.1:${app.port}/api/events`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Prefer: 'wait=30' },
      body: '{"type":"left","data":{}}',
      signal: controller.signal,
    });
    const lastLook = async (): Promise<string> => {
      const [row] = await app.database.query<{ at: string | null }>(
        `select max(query_start)::text as at from pg_stat_activity
         where datname = current_database() and query like '%from outbox o where o.event_id = $2%'
           and pid <> pg_backend_pid()`,
      );
      return row?.at ?? '';
    };
    const before = await lastLook();
    await eventually('it looks', async () => (await lastLook()) !== before);
    controller.abort();
    await expect(gone).rejects.toThrow('aborted');
    let [last, unchanged] = ['', 0];
    await eventually('it looks no more', async () => {
      const now = await lastLook();
      unchanged = now === last ? unchanged + 1 : 0;
      last = now;
      return unchanged > 25;
    });
  });
});

describe('400', () => {
  it.each(['{"type":"a","data":', 'nonsense', '{"type":"a","data":{}}}'])(
    'for the broken JSON %j',
    async (body) => {
      expect((await publish(body)).body).toMatchObject({ status: 400, code: 'malformed_json' });
    },
  );
});

describe('413', () => {
  it('for 2 MiB of data', async () => {
    const answer = await publish(`{"type":"large","data":{"a":"${'x'.repeat(2 * 1_048_576)}"}}`);
    expect(answer.status).toBe(413);
    expect(answer.body).toMatchObject({ code: 'payload_too_large' });
    expect(await countEvents('large')).toBe(0);
  });
});

describe('422', () => {
  it.each([65, 3_000])('for data %i levels deep', async (depth) => {
    const answer = await publish(`{"type":"deep","data":${nested(depth)}}`);
    expect(answer.body).toMatchObject({ status: 422, code: 'invalid' });
    expect(answer.type).toBe('application/problem+json');
  });

  it('with every fault at once', async () => {
    const answer = await publish({ type: 'a b', data: [], deliver_on: 'x', tags: ['ok', ''], priority: 101 });
    const { errors } = answer.body as { errors: { path: string; message: string }[] };
    expect(errors.map(({ path }) => path).sort()).toEqual([
      'data',
      'deliver_on',
      'priority',
      'tags[1]',
      'type',
    ]);
    expect(errors).toContainEqual({ path: 'deliver_on', message: 'unknown field' });
  });

  it.each([
    [{ type: 'posthorn.webhook.disabled' }, 'type'],
    [{ type: '' }, 'type'],
    [{ type: 'a'.repeat(257) }, 'type'],
    [{ type: 7 }, 'type'],
    [{ data: null }, 'data'],
    [{ data: 'text' }, 'data'],
    [{ data: undefined }, 'data'],
    [{ idempotency_key: '' }, 'idempotency_key'],
    [{ idempotency_key: 'x'.repeat(257) }, 'idempotency_key'],
    [{ idempotency_key: 'a\u0000' }, 'idempotency_key'],
    [{ occurred_at: '2026-02-30T00:00:00Z' }, 'occurred_at'],
    [{ occurred_at: '2026-01-01' }, 'occurred_at'],
    [{ occurred_at: 1_795_000_000 }, 'occurred_at'],
    [{ priority: -1 }, 'priority'],
    [{ priority: 1.5 }, 'priority'],
    [{ expires_after_ms: 0 }, 'expires_after_ms'],
    [{ tags: Array<string>(21).fill('a') }, 'tags'],
    [{ tags: ['x'.repeat(129)] }, 'tags[0]'],
    [{ tags: ['a\n'] }, 'tags[0]'],
    [{ tags: 'a' }, 'tags'],
  ])('for %j', async (fault, path) => {
    const answer = await publish({ type: 'a', data: {}, ...fault });
    expect(answer.status).toBe(422);
    const { errors } = answer.body as { errors: { path: string }[] };
    expect(new Set(errors.map((error) => error.path))).toEqual(new Set([path]));
  });

  it('never lets a fault reach the log as a failure of ours', () => {
    expect(app.complaints.filter((line) => !line.includes('"delivery"'))).toEqual([]);
  });
});
