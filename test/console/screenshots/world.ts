import { fromPublicId } from '../../../src/domain/ids.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver, type Answer, type Receiver } from '../../support/receiver.ts';
import { startTestAppOn, type TestApp } from '../../support/test-app.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { addPast, dataOf, type PastTraffic } from './past-rows.ts';
import { makeInbox, makeSettings, makeTenant, makeWebhooks, type WebhookNames } from './made-things.ts';
import type { Things } from './shots.ts';

const HOUR_MS = 3_600_000;
const LATELY_MS = HOUR_MS / 6;
/** So long has a webhook been failing. */
const OUTAGE_MS = 12 * 60_000;
const DAY_MS = 24 * HOUR_MS;

export interface World {
  readonly app: TestApp;
  readonly things: Things;
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
  const { webhooks, tenant } = await addDay(database, receiver);
  const app = await startTestAppOn(database, { POSTHORN_INBOXES: 'on' });
  await app.duties.rollUpStats();
  const publish = createPublisher(app);
  await makePresent(app, publish);
  const found = await findDeliveries(app, webhooks);
  const runningReplay = await makeReplays(app, webhooks);
  return {
    app,
    things: { webhooks, tenant, ...found, runningReplay, ...(await makeInbox(app)) },
    publish,
    close: async () => {
      await app.close();
      await database.drop();
      await receiver.close();
    },
  };
}

/** What the process finds when it starts: webhooks, keys, and what was delivered since yesterday. */
async function addDay(
  database: TestDatabase,
  receiver: Receiver,
): Promise<{ webhooks: WebhookNames; tenant: string }> {
  const app = await startTestAppOn(database, { POSTHORN_ROLE: 'api' });
  const webhooks = await makeWebhooks(app, receiver);
  await makeSettings(app);
  const tenant = await makeTenant(app);
  await app.close();
  const now = Date.now() - 1_000;
  const day = { fromMs: now - DAY_MS, toMs: now - HOUR_MS };
  const outage = { fromMs: now - OUTAGE_MS, toMs: now };
  await addPast(database, pastOf(webhooks, { deliveries: 8_000, billingDeadShare: 0.01 }), day);
  const hour = { fromMs: day.toMs, toMs: outage.fromMs };
  await addPast(database, pastOf(webhooks, { deliveries: 800, billingDeadShare: 0.01 }), hour);
  await addPast(database, pastOf(webhooks, { deliveries: 200, billingDeadShare: 1 }), outage);
  await database.query(
    'insert into webhook_breakers (webhook_id, failure_count, failing_since) values ($1, 30, $2)',
    [fromPublicId('webhook', webhooks.billing), new Date(outage.fromMs)],
  );
  return { webhooks, tenant };
}

interface Window {
  readonly deliveries: number;
  /** 0 to 1: of those of one webhook, which has been failing for some minutes. */
  readonly billingDeadShare: number;
}

function pastOf(webhooks: WebhookNames, { deliveries, billingDeadShare }: Window): PastTraffic[] {
  const idOf = (name: keyof WebhookNames): string => fromPublicId('webhook', webhooks[name]) ?? '';
  const refused = {
    errorType: 'http_status',
    status: 503,
    message: 'The receiver answered 503.',
    tookMs: 62,
  } as const;
  const silent = {
    errorType: 'timeout_error',
    status: null,
    message: 'No answer within 15000 ms.',
    tookMs: 15_000,
  } as const;
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
      deadShare: billingDeadShare,
      retriedShare: 0.05,
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
  await eventually('a webhook is failing', async () => {
    const { data } = await app.api.GET('/api/webhooks/{id}', { params: { path: { id: 'billing' } } });
    return data?.state === 'failing';
  });
  const waiting = await eventually('some wait for a paused webhook', async () => {
    const { data } = await app.api.GET('/api/deliveries', {
      params: { query: { status: 'pending', webhook_id: 'warehouse' } },
    });
    return data?.data[0];
  });
  await app.api.POST('/api/deliveries/{id}/cancel', { params: { path: { id: waiting.id } } });
}

async function findDeliveries(
  app: TestApp,
  webhooks: WebhookNames,
): Promise<Pick<Things, 'retryingDelivery' | 'deliveredDelivery' | 'event'>> {
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
