import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { toPublicId, type Uuid } from '../../src/domain/ids.ts';
import { addAttempts, type AttemptRowPlan } from '../support/attempt-rows.ts';
import { ADMIN_KEY, callerWith, GUARDED, makeKey } from '../support/callers.ts';
import { addDeliveries, nextId, type DeliveryRowPlan } from '../support/delivery-rows.ts';
import { openStream, type EventStream } from '../support/event-stream.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver } from '../support/receiver.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, startTestAppOn, type TestApp } from '../support/test-app.ts';
import { createWebhook } from '../support/test-sends.ts';

const MINUTE_MS = 60_000;

let app: TestApp;
const streams: EventStream[] = [];
beforeAll(async () => {
  app = await startTestApp();
  // For attempts that are told of as older than they are.
  await app.database.query(`select ensure_partition('attempts', (now() at time zone 'UTC')::date - 1)`);
});
afterEach(async () => {
  for (const stream of streams.splice(0)) await stream.close();
});
afterAll(() => app.close());

async function open(query = '', headers: Record<string, string> = {}, at = app): Promise<EventStream> {
  const stream = await openStream(`${at.url}/api/stream${query}`, headers);
  streams.push(stream);
  return stream;
}

const idsOf = ({ messages }: EventStream): string[] => messages.map(({ id }) => id);

/** Until the attempts have come; answers all that came, in their order. */
async function awaitIds(stream: EventStream, ids: readonly string[]): Promise<string[]> {
  return await eventually(`${ids.length} attempts are told`, () => {
    const told = idsOf(stream);
    return ids.every((id) => told.includes(id)) && told;
  });
}

/** An attempt of a new delivery; answers its public id. */
async function add(
  delivery: Partial<DeliveryRowPlan> = {},
  attempt: Partial<AttemptRowPlan> = {},
  database: Parameters<typeof addAttempts>[0] = app.database,
): Promise<string> {
  const webhookId: Uuid = delivery.webhookId ?? nextId();
  const [deliveryId = ''] = await addDeliveries(app.database, [
    { status: 'delivered', webhookId, ...delivery },
  ]);
  const { tenantId } = delivery;
  const [id = ''] = await addAttempts(database, [
    {
      deliveryId,
      webhookId,
      madeAt: Date.now(),
      durationMs: 7,
      errorType: null,
      ...(tenantId === undefined ? {} : { tenantId }),
      ...attempt,
    },
  ]);
  return toPublicId('attempt', id);
}

describe('200', () => {
  it('begins at once, as a stream that nobody keeps', async () => {
    const { response, comments } = await open();
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('cache-control')).toBe('no-store');
    await eventually('it has begun', () => comments.length > 0);
  });

  it('tells of each attempt that Posthorn makes', async () => {
    const receiver = await startReceiver((_, index) => ({ status: index === 0 ? 429 : 204 }));
    const retry = { schedule_ms: [50], jitter: 0 };
    const { id } = await createWebhook(app, { url: receiver.url, events: ['order.paid'], retry });
    const stream = await open();
    const published = await app.post('/api/events', { type: 'order.paid', data: {}, tags: ['eu'] });
    await eventually('both attempts are told', () => stream.messages.length >= 2);
    const common = {
      event_id: (published.body as { id: string }).id,
      event_type: 'order.paid',
      webhook_id: id,
      tags: ['eu'],
      stale: false,
    };
    expect(stream.messages).toMatchObject([
      {
        event: 'attempt',
        data: {
          ...common,
          number: 1,
          outcome: 'failed',
          response_status: 429,
          error_type: 'http_status',
          advice: expect.stringContaining('rate_limit') as unknown,
        },
      },
      {
        event: 'attempt',
        data: {
          ...common,
          number: 2,
          outcome: 'succeeded',
          response_status: 204,
          delivery_status: 'delivered',
        },
      },
    ]);
    expect(stream.messages.map(({ id: told, data }) => told === data.id)).toEqual([true, true]);
    await receiver.close();
  });

  it('tells nothing of what was there before, and nothing twice', async () => {
    await add();
    const stream = await open();
    const first = await add();
    await awaitIds(stream, [first]);
    // Reading again has found what was told by the time that it finds this one, which is committed below the others.
    const late = await add({}, { madeAt: Date.now() - 20_000 });
    expect(await awaitIds(stream, [late])).toEqual([first, late]);
  });

  it('misses no attempt whose transaction commits after younger ones', async () => {
    const stream = await open();
    const client = app.database.client();
    await client.connect();
    await client.query('begin');
    const slow = await add({}, { madeAt: Date.now() - 500 }, client);
    const slower = await add({}, { madeAt: Date.now() - 45_000 }, client);
    const younger = [await add(), await add()];
    expect(await awaitIds(stream, younger)).toEqual(younger);
    await client.query('commit');
    await client.end();
    const told = await awaitIds(stream, [slow, slower]);
    expect(told.toSorted()).toEqual([...younger, slow, slower].toSorted());
  });

  it('keeps its order and misses none while many come', async () => {
    const stream = await open();
    const webhookId = nextId();
    const [deliveryId = ''] = await addDeliveries(app.database, [{ status: 'retrying', webhookId }]);
    const plan = { deliveryId, webhookId, durationMs: 1, errorType: null };
    const ids = await addAttempts(
      app.database,
      Array.from({ length: 1_700 }, (_, n) => ({ ...plan, madeAt: Date.now() + n / 100 })),
    );
    const expected = ids.toSorted().map((id) => toPublicId('attempt', id));
    expect(await awaitIds(stream, expected)).toEqual(expected);
  });

  const webhookId = nextId();
  const eventId = nextId();
  it.each<[string, () => string, Partial<DeliveryRowPlan>, Partial<AttemptRowPlan>]>([
    ['webhook_id', () => toPublicId('webhook', webhookId), { webhookId }, {}],
    ['event_id', () => toPublicId('event', eventId), { eventId }, {}],
    ['event_type', () => 'wanted', { eventType: 'wanted' }, {}],
    ['tag', () => 'wanted', { tags: ['other', 'wanted'] }, {}],
    ['outcome', () => 'failed', { status: 'retrying' }, { errorType: 'dns_error' }],
    ['error_type', () => 'tls_error,dns_error', { status: 'retrying' }, { errorType: 'dns_error' }],
  ])('tells those alone that %s asks for', async (name, valueOf, delivery, attempt) => {
    if (name === 'webhook_id') {
      await app.database.query(
        `insert into webhooks (id, tenant_id, name, url, retry)
         select $1, id, 'followed', 'https://example.com/', '{}' from tenants where uid = 'default'`,
        [webhookId],
      );
    }
    const stream = await open(`?${name}=${valueOf()}`);
    const all = await open();
    const other = await add({ tags: ['other'] });
    const wanted = await add(delivery, attempt);
    const last = await add();
    await awaitIds(all, [other, wanted, last]);
    expect(await awaitIds(stream, [wanted])).toEqual([wanted]);
  });

  it('tells those alone that response_status asks for', async () => {
    const [stream, none] = [await open('?response_status=2xx'), await open('?response_status=5xx')];
    const failed = await add({}, { errorType: 'dns_error' });
    const answered = await add();
    expect(await awaitIds(stream, [answered])).not.toContain(failed);
    expect(none.messages).toEqual([]);
  });

  it('tells nothing of another tenant', async () => {
    const tenantId = await addTenant(app, 'acme');
    const [own, others] = [await open(), await open('', { 'Posthorn-Tenant': 'acme' })];
    const [theirs, ours] = [await add({ tenantId }), await add()];
    expect(await awaitIds(others, [theirs])).toEqual([theirs]);
    expect(await awaitIds(own, [ours])).toEqual([ours]);
  });
});

describe('200: with Last-Event-ID', () => {
  it('goes on behind that attempt, with the minute before it once more', async () => {
    const now = Date.now();
    const [tooOld, minuteBefore, last, next, newest] = [
      await add({}, { madeAt: now - 12 * MINUTE_MS }),
      await add({}, { madeAt: now - 10.5 * MINUTE_MS }),
      await add({}, { madeAt: now - 10 * MINUTE_MS }),
      await add({}, { madeAt: now - 5 * MINUTE_MS }),
      await add(),
    ];
    const stream = await open('', { 'Last-Event-ID': last });
    const told = await awaitIds(stream, [minuteBefore, last, next, newest]);
    expect(told.slice(0, 3)).toEqual([minuteBefore, last, next]);
    expect(told).not.toContain(tooOld);
    const live = await add();
    await awaitIds(stream, [live]);
    expect(idsOf(stream).length).toBe(new Set(idsOf(stream)).size);
  });

  it('goes back an hour at most', async () => {
    const now = Date.now();
    const last = await add({}, { madeAt: now - 90 * MINUTE_MS });
    const [hidden, shown] = [
      await add({}, { madeAt: now - 61 * MINUTE_MS }),
      await add({}, { madeAt: now - 55 * MINUTE_MS }),
    ];
    const stream = await open('', { 'Last-Event-ID': last });
    expect(await awaitIds(stream, [shown])).not.toContain(hidden);
  });

  it('gives nothing of another tenant away', async () => {
    const theirs = await add({ tenantId: await addTenant(app, 'others') });
    const stream = await open('', { 'Last-Event-ID': theirs });
    const ours = await add();
    expect(await awaitIds(stream, [ours])).not.toContain(theirs);
  });
});

describe('the end of a stream', () => {
  it('comes in order when the process stops', async () => {
    const other = await startTestAppOn(app.database, { POSTHORN_ROLE: 'api' });
    const stream = await open('', {}, other);
    await other.close();
    await stream.ended;
  });

  it('comes when its key is revoked', async () => {
    const guarded = await startTestAppOn(app.database, GUARDED);
    const admin = callerWith(guarded, ADMIN_KEY);
    const { id, key } = await makeKey(admin, ['read']);
    const stream = await open('', { Authorization: `Bearer ${key}` }, guarded);
    await awaitIds(stream, [await add()]);
    await admin('DELETE', `/api/keys/${id}`);
    await stream.ended;
    await guarded.close();
  });

  it('makes room for others: no more than 20 of a tenant are open', async () => {
    const tenant = { 'Posthorn-Tenant': 'crowd' };
    await addTenant(app, 'crowd');
    const opened = await Promise.all(Array.from({ length: 20 }, async () => await open('', tenant)));
    const refused = await app.get('/api/stream').set(tenant);
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '5']);
    expect(refused.body).toMatchObject({ code: 'rate_limited' });
    await open();
    await opened[0]?.close();
    await eventually('there is room', async () => await open('', tenant).catch(() => null));
  });
});
