import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { parseExposition } from '../support/exposition.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { findBacklog } from '../support/redis-entries.ts';
import { startRedis, type RedisServer } from '../support/redis-server.ts';
import { startTestApp, startTestAppOn, type TestApp } from '../support/test-app.ts';

const STREAM = 'emp:events';
const PASSWORD = 'pa/ss:w@rd#';

let redis: RedisServer;
let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  redis = await startRedis(PASSWORD);
  receiver = await startReceiver();
  app = await startTestApp(settings());
  expect((await app.post('/api/webhooks', { url: receiver.url })).status).toBe(201);
});
afterAll(async () => {
  await app.close();
  await receiver.close();
  await redis.close();
});
afterEach(() => {
  receiver.requests.length = 0;
});

function settings(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { REDIS_URL: redis.url, REDIS_STREAM: STREAM, REDIS_CLAIM_AFTER_MS: '1000', ...more };
}

const add = async (...fields: (string | Buffer)[]): Promise<string> =>
  String(await redis.client.xadd(STREAM, '*', ...fields));
const arrived = async (count: number): Promise<void> => {
  await eventually(`${String(count)} requests`, () => receiver.requests.length >= count);
};
const acknowledged = async (): Promise<void> => {
  await eventually('everything is acknowledged', async () => {
    const backlog = await findBacklog(redis.client, STREAM);
    return backlog !== null && backlog.pending + backlog.lag === 0;
  });
};
interface ErrorRow {
  readonly source: string;
  readonly entry_id: string | null;
  readonly raw: unknown;
  readonly is_truncated: boolean;
  readonly reason: string;
}
const errorsOf = async (entryId: string): Promise<ErrorRow[]> =>
  await app.database.query<ErrorRow & { id: string }>('select * from ingest_errors where entry_id = $1', [
    entryId,
  ]);

describe('an entry of the stream', () => {
  it('is delivered, its data to the letter and its time as it was given, and acknowledged', async () => {
    const data = '{"job_id": "ü", "cost": 1.50}';
    await add('event', `{"type":"job.completed","timestamp":1705195456789,"data":${data}}`);
    await add('event_type', 'machine.startup', 'data', '{"machine_id":"m1"}');
    await add('type', 'machine.startup_complete');
    await arrived(3);
    const bodies = receiver.requests.map(({ body }) => body.toString());
    expect(bodies[0]).toBe(`{"type":"job.completed","timestamp":"2024-01-14T01:24:16.789Z","data":${data}}`);
    expect(bodies.map((body) => (JSON.parse(body) as { type: string }).type).sort()).toEqual([
      'job.completed',
      'machine.startup',
      'machine.startup_complete',
    ]);
    await acknowledged();
  });

  it('is published once, however often it is delivered', async () => {
    await add('type', 'job.assigned', 'data', '{"job_id":"1"}');
    await arrived(1);
    await acknowledged();
    // As after a crash of Redis that forgot what it had been told.
    await redis.client.xgroup('SETID', STREAM, 'posthorn', '0');
    await eventually('all of it has come again', async () => {
      const health = (await app.get('/health')).body as { redis: { stream: { repeated: number } } };
      return health.redis.stream.repeated >= 4;
    });
    await acknowledged();
    const rows = await app.database.query<{ count: number }>('select count(*)::int as count from events');
    expect(rows[0]?.count).toBe(4);
    expect(receiver.requests).toHaveLength(1);
  });

  it('that is none is acknowledged, and kept with its fields and the reason', async () => {
    const unknown = await add('type', 'job.failed', 'job_id', '7');
    const binary = await add('event', Buffer.from([0x7b, 0xff]));
    const large = await add('type', 'a b', 'data', `{"a":"${'x'.repeat(20_000)}"}`);
    const good = await add('type', 'job.failed', 'data', '{"job_id":"8"}');
    await arrived(1);
    await acknowledged();
    expect(await errorsOf(unknown)).toMatchObject([
      {
        source: STREAM,
        raw: ['type', 'job.failed', 'job_id', '7'],
        is_truncated: false,
        reason: 'unknown field: job_id',
      },
    ]);
    expect(await errorsOf(binary)).toMatchObject([
      { raw: ['event', { base64: 'e/8=' }], reason: 'The body is not well-formed JSON in UTF-8.' },
    ]);
    const [cut] = await errorsOf(large);
    expect(cut).toMatchObject({
      is_truncated: true,
      reason: expect.stringMatching(/^type: must be/) as unknown,
    });
    expect(JSON.stringify(cut?.raw).length).toBeLessThan(17_000);
    expect(await errorsOf(good)).toEqual([]);
  });

  it('is held to the schema of its type, and the others of its batch are published', async () => {
    const schema = { type: 'object', required: ['job_id'] };
    expect((await app.post('/api/event-types', { name: 'job.progress', schema })).status).toBe(201);
    expect((await app.patch('/api/tenants/default', { validation: 'reject' })).status).toBe(200);
    const wrong = await add('type', 'job.progress', 'data', '{"progress":1}');
    await add('type', 'job.progress', 'data', '{"job_id":"1"}');
    await arrived(1);
    await acknowledged();
    expect(await errorsOf(wrong)).toMatchObject([{ reason: expect.stringContaining('data') as unknown }]);
    expect((await app.patch('/api/tenants/default', { validation: 'off' })).status).toBe(200);
  });

  it('waits, unacknowledged, for as long as a quota refuses it', async () => {
    const quotas = { quotas: { events_per_minute: 0 } };
    expect((await app.patch('/api/tenants/default', quotas)).status).toBe(200);
    await eventually('the API knows the quota', async () => {
      return (await app.post('/api/events', { type: 'a', data: {} })).status === 429;
    });
    for (let number = 0; number < 5; number += 1)
      await add('type', 'job.submitted', 'data', `{"n":${String(number)}}`);
    await eventually('the first has been read, and no more than are tried', async () => {
      const backlog = await findBacklog(redis.client, STREAM);
      return backlog !== null && backlog.pending > 0 && backlog.pending + backlog.lag === 5;
    });
    expect(receiver.requests).toEqual([]);
    expect((await app.patch('/api/tenants/default', { quotas: null })).status).toBe(200);
    await arrived(5);
    await acknowledged();
  });
});

describe('what is told of it', () => {
  it('by /health and /metrics: counts and backlog, and never the password', async () => {
    const health = await app.get('/health');
    expect(health.status).toBe(200);
    expect(health.body).toMatchObject({
      status: 'healthy',
      redis: { stream: { connected: true, refused: 4 } },
    });
    expect(health.body).not.toHaveProperty('redis.channels');
    const metrics = await app.get('/metrics');
    const { values } = parseExposition(metrics.text);
    expect(values.get('posthorn_ingest_events_total{outcome="refused",source="stream"}')).toBe(4);
    expect(values.get('posthorn_ingest_connected{source="stream"}')).toBe(1);
    expect(values.get('posthorn_ingest_connected{source="channels"}')).toBe(0);
    await eventually('the backlog is looked at again', async () => {
      const seen = parseExposition((await app.get('/metrics')).text).values;
      return seen.get('posthorn_ingest_stream_pending') === 0 && seen.get('posthorn_ingest_stream_lag') === 0;
    });
    expect(`${health.text}${metrics.text}${app.complaints.join('')}`).not.toContain('w@rd');
  });

  it('where Redis does not answer, or refuses: this process stays healthy, and goes on trying', async () => {
    const wrong = new URL(redis.url);
    wrong.password = 'wr0ng';
    const other = await startTestAppOn(app.database, settings({ REDIS_URL: wrong.href }));
    try {
      await eventually('it has tried', async () => {
        const answer = await other.get('/health');
        expect(answer.status).toBe(200);
        const health = answer.body as {
          status: string;
          redis: { stream: { connected: boolean; failures: number } };
        };
        expect(health).toMatchObject({ status: 'healthy', redis: { stream: { connected: false } } });
        return health.redis.stream.failures >= 2;
      });
      const told = other.complaints.filter((line) => line.includes('cannot be read'));
      expect(told).toHaveLength(1);
      expect(told[0]).toContain('WRONGPASS');
      expect(other.complaints.join('')).not.toContain('wr0ng');
    } finally {
      await other.close();
    }
  });

  it('and a process that stops leaves no consumer behind', async () => {
    const consumers = async (): Promise<number> => {
      const found = (await redis.client.xinfo('CONSUMERS', STREAM, 'posthorn')) as unknown[];
      return found.length;
    };
    const before = await consumers();
    const other = await startTestAppOn(app.database, settings());
    try {
      // A consumer is there from its first entry on.
      await eventually('both read', async () => {
        await add('type', 'job.assigned');
        return (await consumers()) === before + 1;
      });
      await acknowledged();
    } finally {
      await other.close();
    }
    expect(await consumers()).toBe(before);
  });
});
