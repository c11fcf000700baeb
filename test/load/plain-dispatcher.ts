import { PrismaPg } from '@prisma/adapter-pg';
import axios from 'axios';
import {
  PrismaClient,
  type Event,
  type LiveDelivery,
  type Webhook,
} from '../../src/database/generated/client.ts';
import { EVERY_TENANT, TENANT_SETTING } from '../../src/database/tenant-setting.ts';
import { perSecond, publishBatches, WEBHOOKS, withEngine, type Rate } from './bench-engine.ts';
import { nextId } from '../support/delivery-rows.ts';
import { scaled } from './scale.ts';
import { signRequest } from './signed-request.ts';

const BATCH = 100;
export const PLAIN_DELIVERIES = scaled(3_000, WEBHOOKS);

/** Deliveries stay in one table when they are over, as they usually do, and it is indexed for whoever looks for due ones. */
const ONE_TABLE = `
  alter table live_deliveries drop constraint live_deliveries_status_live;
  create index due on live_deliveries (status, next_attempt_at)`;

/** What is usually built: a loop over what is due, by Prisma row by row and axios with its defaults. */
export async function measurePlainDispatcher(url: string): Promise<Rate> {
  return await withEngine(url, async (engine) => {
    await engine.database.query(ONE_TABLE);
    await publishBatches(engine, (PLAIN_DELIVERIES + BATCH) / WEBHOOKS);
    const options = `-c ${TENANT_SETTING}=${EVERY_TENANT}`;
    const adapter = new PrismaPg({ connectionString: engine.database.url, options }, { schema: 'posthorn' });
    const prisma = new PrismaClient({ adapter });
    try {
      await dispatchDue(prisma); // to warm up
      const startedAt = performance.now();
      while ((await dispatchDue(prisma)) > 0);
      return perSecond(PLAIN_DELIVERIES, startedAt);
    } finally {
      await prisma.$disconnect();
    }
  });
}

async function dispatchDue(prisma: PrismaClient): Promise<number> {
  const due = await prisma.liveDelivery.findMany({
    where: { status: 'pending', nextAttemptAt: { lte: new Date() } },
    orderBy: { nextAttemptAt: 'asc' },
    take: BATCH,
  });
  const [events, webhooks] = await Promise.all([
    prisma.event.findMany({ where: { id: { in: due.map(({ eventId }) => eventId) } } }),
    prisma.webhook.findMany({ where: { id: { in: due.map(({ webhookId }) => webhookId) } } }),
  ]);
  const eventsById = new Map(events.map((event) => [event.id, event]));
  const webhooksById = new Map(webhooks.map((webhook) => [webhook.id, webhook]));
  await Promise.all(
    due.map(async (delivery) => {
      const [event, webhook] = [eventsById.get(delivery.eventId), webhooksById.get(delivery.webhookId)];
      if (event === undefined || webhook === undefined) throw new Error('a delivery without its event');
      await attempt(prisma, delivery, event, webhook);
    }),
  );
  return due.length;
}

async function attempt(
  prisma: PrismaClient,
  delivery: LiveDelivery,
  event: Event,
  webhook: Webhook,
): Promise<void> {
  const { headers, body } = signRequest(JSON.stringify(event.data));
  const startedAt = new Date();
  const answer = await axios.post(webhook.url, body, { headers });
  await prisma.attempt.create({
    data: {
      id: nextId(),
      tenantId: delivery.tenantId,
      deliveryId: delivery.id,
      webhookId: webhook.id,
      webhookVersion: webhook.version,
      number: 1,
      startedAt,
      durationMs: Date.now() - startedAt.getTime(),
      outcome: 'succeeded',
      responseStatus: answer.status,
      requestHeaders: { ...headers },
      timings: {},
    },
  });
  await prisma.liveDelivery.update({
    where: { id: delivery.id },
    data: { status: 'delivered', ready: false, attemptCount: 1, lastResponseStatus: answer.status },
  });
}
