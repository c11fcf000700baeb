import { fromPublicId } from '../../../src/domain/ids.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver, type Answer, type Receiver } from '../../support/receiver.ts';
import { startTestAppOn, type TestApp } from '../../support/test-app.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { addPast, dataOf, type PastTraffic } from './past-rows.ts';
import { makeKeys, makeWebhooks, type WebhookNames } from './made-things.ts';

const HOUR_MS = 3_600_000;
const LATELY_MS = HOUR_MS / 6;
const DAY_MS = 24 * HOUR_MS;

/** Ids of things in the state that a picture is to show. */
export interface World {
  readonly app: TestApp;
  readonly webhooks: WebhookNames;
  readonly retryingDelivery: string;
  readonly deliveredDelivery: string;
  readonly event: string;
  readonly runningReplay: string;
  /** Null where the server has no inboxes. */
  readonly inbox: string | null;
  readonly publish: (type: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

const ANSWERS: Readonly<Record<string, Answer>> = {
  '/billing': {
    status: 503,
    headers: { 'content-type': 'text/plain' },
    body: 'Service Unavailable',
    delayMs: 60,
  },
  '/crm': { status: 410, body: 'Gone' },
  '/analytics': { status: 202, delayMs: 120 },
};

/** A Posthorn with a day behind it, and traffic that goes on. */
export async function makeWorld(): Promise<World> {
  const receiver = await startReceiver(
    ({ path }) => ANSWERS[path] ?? { status: 200, body: 'ok', delayMs: 20 },
  );
  const database = await createTestDatabase();
  const webhooks = await addDay(database, receiver);
  const app = await startTestAppOn(database, { POSTHORN_INBOXES: 'on' });
  await app.duties.rollUpStats();
  const publish = createPublisher(app);
  await makePresent(app, publish);
  return {
    app,
    webhooks,
    ...(await findThings(app, webhooks)),
    runningReplay: await makeReplays(app, webhooks),
    inbox: await makeInbox(app),
    publish,
    close: async () => {
      await app.close();
      await database.drop();
      await receiver.close();
    },
  };
}

/** What the process finds when it starts: webhooks, keys, and what was delivered since yesterday. */
async function addDay(database: TestDatabase, receiver: Receiver): Promise<WebhookNames> {
  const app = await startTestAppOn(database, { POSTHORN_ROLE: 'api' });
  const webhooks = await makeWebhooks(app, receiver);
  await makeKeys(app);
  await app.close();
  const now = Date.now() - 1_000;
  const day = { fromMs: now - DAY_MS, toMs: now - HOUR_MS };
  await addPast(database, pastOf(webhooks, 600), day);
  await addPast(database, pastOf(webhooks, 900), { fromMs: day.toMs, toMs: now });
  return webhooks;
}

function pastOf(webhooks: WebhookNames, deliveries: number): PastTraffic[] {
  const idOf = (name: keyof WebhookNames): string => fromPublicId('webhook', webhooks[name]) ?? '';
  const refused = { errorType: 'http_status', status: 503, message: 'The receiver answered 503.' } as const;
  const silent = { errorType: 'timeout_error', status: null, message: 'No answer within 15000 ms.' } as const;
  const usual = {
    types: ['order.paid', 'order.shipped'],
    deadShare: 0,
    retriedShare: 0.02,
    failure: refused,
  };
  return [
    { ...usual, webhookId: idOf('orders'), deliveries, usualMs: 45 },
    {
      ...usual,
      webhookId: idOf('search'),
      types: ['product.updated', 'stock.low'],
      deliveries: deliveries / 2,
      usualMs: 30,
    },
    {
      ...usual,
      webhookId: idOf('analytics'),
      types: ['user.created', 'order.paid'],
      deliveries,
      usualMs: 140,
      failure: silent,
      retriedShare: 0.05,
      deadShare: 0.01,
    },
    {
      ...usual,
      webhookId: idOf('billing'),
      types: ['invoice.sent', 'order.paid'],
      deliveries: deliveries / 4,
      usualMs: 70,
      deadShare: 0.6,
      retriedShare: 0.3,
    },
  ];
}

function createPublisher(app: TestApp): World['publish'] {
  let n = 0;
  return async (type) => {
    n += 1;
    const body = { type, data: dataOf(type, n), tags: [n % 3 === 0 ? 'eu' : 'us'] };
    const { response } = await app.api.POST('/api/events', { body: body as never });
    if (!response.ok) throw new Error(`${type} was not published: ${String(response.status)}`);
  };
}

/** Deliveries in every state: on their way, waiting, held, cancelled, shadowed. */
async function makePresent(app: TestApp, publish: World['publish']): Promise<void> {
  const types = ['order.paid', 'user.created', 'invoice.sent', 'stock.low', 'order.shipped', 'order.paid'];
  for (const type of types) await publish(type);
  const waiting = await eventually('some wait for a paused webhook', async () => {
    const { data } = await app.api.GET('/api/deliveries', {
      params: { query: { status: 'pending', webhook_id: 'warehouse' } },
    });
    return data?.data[0];
  });
  await app.api.POST('/api/deliveries/{id}/cancel', { params: { path: { id: waiting.id } } });
}

async function findThings(
  app: TestApp,
  webhooks: WebhookNames,
): Promise<Pick<World, 'retryingDelivery' | 'deliveredDelivery' | 'event'>> {
  const find = async (status: string, webhookId: string) =>
    await eventually(`one is ${status}`, async () => {
      const query = { status, webhook_id: webhookId, limit: 1 };
      const { data } = await app.api.GET('/api/deliveries', { params: { query } });
      return data?.data[0];
    });
  const retrying = await find('retrying', webhooks.billing);
  const delivered = await find('delivered', webhooks.orders);
  return { retryingDelivery: retrying.id, deliveredDelivery: delivered.id, event: delivered.event_id };
}

/** One that has ended, one that was ended, and one that runs for some minutes. */
async function makeReplays(app: TestApp, webhooks: WebhookNames): Promise<string> {
  const start = async (filter: Record<string, string>, ratePerSecond: number): Promise<string> => {
    const body = { mode: 'all', filter, rate_per_second: ratePerSecond } as const;
    const { data } = await app.api.POST('/api/replays', { body });
    if (data === undefined || !('id' in data)) throw new Error('No replay was started.');
    return data.id;
  };
  const reach = async (
    id: string,
    isThere: (replay: { status: string; replayed_count: number }) => boolean,
  ) =>
    await eventually('a replay comes that far', async () => {
      const { data } = await app.api.GET('/api/replays/{id}', { params: { path: { id } } });
      return data !== undefined && isThere(data);
    });
  const lately = new Date(Date.now() - LATELY_MS).toISOString();
  const ended = await start(
    { webhook_id: webhooks.search, event_type: 'stock.low', created_after: lately },
    100,
  );
  await reach(ended, ({ status }) => status === 'completed');
  const cancelled = await start({ webhook_id: webhooks.analytics, event_type: 'user.created' }, 20);
  await reach(cancelled, ({ replayed_count: count }) => count > 20);
  await app.api.POST('/api/replays/{id}/cancel', { params: { path: { id: cancelled } } });
  const running = await start({ webhook_id: webhooks.orders }, 1);
  await reach(running, ({ replayed_count: count }) => count > 10);
  return running;
}

async function makeInbox(app: TestApp): Promise<string | null> {
  const { data } = await app.api.POST('/api/inboxes', {
    body: { name: 'Try it out', fail_times: 1, fail_status: 503 },
  });
  if (data === undefined) return null;
  await app.api.POST('/api/webhooks', {
    body: { name: 'Try it out', url: data.url, events: ['trial.started'], retry: { schedule_ms: [0] } },
  });
  await app.api.POST('/api/events', { body: { type: 'trial.started', data: { plan: 'team', seats: 5 } } });
  await eventually('the inbox has something', async () => {
    const shown = await app.api.GET('/api/inboxes/{id}', { params: { path: { id: data.id } } });
    return (shown.data?.received_count ?? 0) > 1;
  });
  return data.id;
}
