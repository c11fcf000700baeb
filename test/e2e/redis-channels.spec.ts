import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startRedis, type RedisServer } from '../support/redis-server.ts';
import { startTestAppOn, type TestApp } from '../support/test-app.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let redis: RedisServer;
let database: TestDatabase;
let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  redis = await startRedis();
  receiver = await startReceiver();
  database = await createTestDatabase();
  app = await startTestAppOn(database, settings());
  expect((await app.post('/api/webhooks', { url: receiver.url })).status).toBe(201);
  await eventually('it is subscribed', async () => (await channelsOf(app)).subscribed);
});
/** The last test closes the app. */
afterAll(async () => {
  await receiver.close();
  await redis.close();
  await database.drop();
});

function settings(): Record<string, string> {
  return { REDIS_URL: redis.url, REDIS_CHANNELS: 'emp:*', POSTHORN_SHUTDOWN_GRACE_MS: '500' };
}

interface Channels {
  readonly subscribed: boolean;
  readonly waiting: number;
}
async function channelsOf(of: TestApp): Promise<Channels> {
  const { redis: shown } = (await of.get('/health')).body as { redis: { channels: Channels } };
  expect(shown).not.toHaveProperty('stream');
  return shown.channels;
}
const send = async (message: string | Buffer): Promise<void> => {
  expect(await redis.client.publish('emp:jobs', message)).toBe(1);
};
const setQuotas = async (quotas: object | null): Promise<void> => {
  expect((await app.patch('/api/tenants/default', { quotas })).status).toBe(200);
};
/** Quotas are known to a process some moments after they have changed. */
const refusesEvents = async (): Promise<boolean> =>
  (await app.post('/api/events', { type: 'probe', data: {} })).status === 429;

describe('a message of a channel', () => {
  it('is delivered; one that is no event is kept without an id', async () => {
    await send('{"type": "job.submitted"');
    await send(Buffer.from([0xff]));
    await send('{"event_type":"job.submitted","data":{"job_id":"1"}}');
    const request = await eventually('it has arrived', () => receiver.requests[0]);
    expect(JSON.parse(request.body.toString())).toMatchObject({
      type: 'job.submitted',
      data: { job_id: '1' },
    });
    const reason = 'The body is not well-formed JSON in UTF-8.';
    const errors = await app.database.query(
      'select source, entry_id, raw, reason from ingest_errors order by id',
    );
    expect(errors).toEqual([
      { source: 'emp:jobs', entry_id: null, raw: ['{"type": "job.submitted"'], reason },
      { source: 'emp:jobs', entry_id: null, raw: [{ base64: '/w==' }], reason },
    ]);
  });

  it('waits for as long as a quota refuses it', async () => {
    receiver.requests.length = 0;
    await setQuotas({ events_per_minute: 0 });
    await eventually('the quota is known', refusesEvents);
    await send('{"type":"job.progress"}');
    await send('{"type":"job.completed"}');
    await eventually('they wait', async () => (await channelsOf(app)).waiting === 2);
    expect(receiver.requests).toEqual([]);
    await setQuotas(null);
    await eventually('they have arrived', () => receiver.requests.length === 2);
    expect(await channelsOf(app)).toMatchObject({ waiting: 0, published: 3, refused: 2 });
  });

  it('that cannot be published before the end of the process is lost, and told of; another process takes over', async () => {
    const heir = await startTestAppOn(database, settings());
    try {
      expect((await channelsOf(heir)).subscribed).toBe(false);
      await setQuotas({ events_per_minute: 0 });
      await eventually('the quota is known', refusesEvents);
      await send('{"type":"job.failed"}');
      await eventually('it waits', async () => (await channelsOf(app)).waiting === 1);
      await app.close();
      expect(app.complaints.filter((line) => line.includes('messages of Redis are lost'))).toHaveLength(1);
      await eventually('the other is subscribed', async () => (await channelsOf(heir)).subscribed);
    } finally {
      await heir.close();
    }
  });
});
