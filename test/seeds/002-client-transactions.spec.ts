import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PrismaPg } from '@prisma/adapter-pg';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { WebhookClient, type PublishTransaction } from '../../packages/client/src/posthorn-client.ts';
import { PrismaClient } from '../../src/database/generated/client.ts';
import { fromPublicId } from '../../src/domain/ids.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { createSqlLogin, type SqlLogin } from '../support/sql-login.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

/** Runs `work` in a transaction of a library's own, and rolls it back where `work` throws. */
type InTransaction = (
  work: (tx: PublishTransaction, execute: (statement: string) => Promise<unknown>) => Promise<string>,
) => Promise<string>;

let database: TestDatabase;
let receiver: Receiver;
let client: WebhookClient;
let login: SqlLogin;
let prisma: PrismaClient;

beforeAll(async () => {
  database = await createTestDatabase();
  // The caller's own table, in its own schema: nothing of Posthorn's is on its search path.
  await database.query('create schema shop');
  await database.query('create table shop.orders (id int primary key)');
  receiver = await startReceiver();
  // Of the caller's own too: it may publish, and read nothing of Posthorn's.
  login = await createSqlLogin(database, 'posthorn_publisher');
  await database.query(
    `grant all on schema shop to ${login.name}; grant all on shop.orders to ${login.name}`,
  );
  prisma = new PrismaClient({ adapter: new PrismaPg(login.pool) });
  client = new WebhookClient({ connectionString: database.url, allowedNetworks: ['127.0.0.0/8'] });
  await client.registerTarget({ id: 'orders', name: 'Orders', url: receiver.url, eventFilters: ['order.*'] });
  await client.start();
});

afterAll(async () => {
  await client.stop();
  await prisma.$disconnect();
  await login.drop();
  await receiver.close();
  await database.drop();
});

const withPg: InTransaction = async (work) => {
  const connection = await login.pool.connect();
  try {
    await connection.query('begin');
    const id = await work(connection, async (statement) => await connection.query(statement));
    await connection.query('commit');
    return id;
  } catch (error) {
    await connection.query('rollback');
    throw error;
  } finally {
    connection.release();
  }
};

const withPrisma: InTransaction = async (work) =>
  await prisma.$transaction(async (tx) => {
    const execute = async (statement: string): Promise<unknown> =>
      await tx.$executeRaw(Object.assign([statement], { raw: [statement] }));
    return await work(tx, execute);
  });

const withDrizzle: InTransaction = async (work) =>
  await drizzle({ client: login.pool }).transaction(
    async (tx) => await work(tx, async (statement) => await tx.execute(sql.raw(statement))),
  );

/** What breaks whoever puts texts into SQL without care. */
const AWKWARD = { text: `it's "quoted" \\ $1 {x} \u0000 ? 🦄`, n: 1 };

describe.each([
  ['pg', withPg, 1],
  ['Prisma', withPrisma, 2],
  ['Drizzle', withDrizzle, 3],
])('publish in a transaction of %s', (_name, inTransaction, orderId) => {
  it('exists if the transaction commits, and is delivered', async () => {
    const before = receiver.requests.length;
    const occurredAt = new Date('2026-01-31T12:00:00.000Z');
    const eventId = await inTransaction(async (tx, execute) => {
      await execute(`insert into shop.orders values (${orderId})`);
      const options = { tx, priority: 7, tags: ['eu', 'a"b'], occurredAt };
      return await client.publish('order.paid', { ...AWKWARD, orderId }, options);
    });
    expect(eventId).toMatch(/^evt_[0-9a-z]{26}$/);
    const request = await eventually('it arrives', () => receiver.requests[before]);
    expect(JSON.parse(request.body.toString())).toMatchObject({
      id: eventId,
      type: 'order.paid',
      timestamp: occurredAt.toISOString(),
      data: { ...AWKWARD, orderId },
    });
    const stored = [fromPublicId('event', eventId)];
    const [event] = await database.query('select priority, tags from events where id = $1', stored);
    expect(event).toEqual({ priority: 7, tags: ['eu', 'a"b'] });
  });

  it('never was if it rolls back', async () => {
    const [before] = await database.query<{ count: string }>('select count(*) from events');
    const undone = inTransaction(async (tx, execute) => {
      await execute(`insert into shop.orders values (${orderId + 100})`);
      await client.publish('order.paid', { orderId }, { tx });
      throw new Error('changed my mind');
    });
    await expect(undone).rejects.toThrow('changed my mind');
    expect(await database.query('select count(*) from events')).toEqual([before]);
    expect(await database.query(`select from shop.orders where id = ${orderId + 100}`)).toEqual([]);
  });

  it('is one event under one key, whichever way it comes', async () => {
    const options = { idempotencyKey: `order-${orderId}`, deliverAt: new Date(Date.now() + 3_600_000) };
    const publish = async (tx?: PublishTransaction, data: object = { a: 1 }): Promise<string> =>
      await client.publish('order.kept', data, { ...options, tx });
    const first = await inTransaction(async (tx) => await publish(tx));
    expect(await publish()).toBe(first);
    expect(await inTransaction(async (tx) => await publish(tx))).toBe(first);
    await expect(inTransaction(async (tx) => await publish(tx, { a: 2 }))).rejects.toMatchObject({
      type: 'validation_error',
      retryable: false,
    });
    await expect(publish(undefined, { a: 2 })).rejects.toMatchObject({ type: 'validation_error' });
  });
});

describe('publish', () => {
  it('takes no transaction that it does not know', async () => {
    for (const tx of [{}, { query: 1 }]) {
      await expect(client.publish('order.paid', {}, { tx: tx as never })).rejects.toMatchObject({
        type: 'validation_error',
      });
    }
    const deaf = { query: () => Promise.resolve({ rows: [] }) };
    await expect(client.publish('order.paid', {}, { tx: deaf })).rejects.toMatchObject({
      type: 'validation_error',
    });
  });
});

describe('processEvent of the EMP document', () => {
  it('answers the id of an event that is stored, and sends it', async () => {
    await client.updateTarget('orders', { eventFilters: ['order.*', 'job.*'] });
    const before = receiver.requests.length;
    const id = await client.processEvent({
      type: 'job.completed',
      timestamp: 1_706_790_896_789,
      data: { job_id: 'j' },
    });
    const request = await eventually('it arrives', () => receiver.requests[before]);
    expect(JSON.parse(request.body.toString())).toMatchObject({
      id,
      type: 'job.completed',
      timestamp: '2024-02-01T12:34:56.789Z',
      data: { job_id: 'j' },
    });
  });

  it('sends all members of an event without data', async () => {
    const before = receiver.requests.length;
    const event = { event_type: 'job.failed', job_id: 'j', worker_id: 'w', timestamp: new Date() };
    await client.processEvent(event);
    const request = await eventually('it arrives', () => receiver.requests[before]);
    expect(JSON.parse(request.body.toString())).toMatchObject({ data: { job_id: 'j', worker_id: 'w' } });
  });

  it('never throws, and rejects where the event could not be stored', async () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const unstorable = [
      null,
      undefined,
      7,
      {},
      { type: 'no type' },
      { type: 'a', data: circle },
      { type: 'a', timestamp: 'soon' },
    ];
    for (const event of unstorable) {
      const processing = client.processEvent(event as never);
      await expect(processing).rejects.toMatchObject({ type: 'validation_error' });
    }
  });

  it('holds nobody up while the database is gone', async () => {
    const lost = new WebhookClient({ connectionString: database.url.replace(/:\d+\//, ':1/') });
    const processing = lost.processEvent({ type: 'job.completed', data: {} });
    const outcome = await Promise.race([processing.catch(() => 'rejected'), Promise.resolve('still waits')]);
    expect(outcome).toBe('still waits');
    await expect(processing).rejects.toMatchObject({ type: 'network_error', retryable: true });
    await lost.stop();
  });

  it('sends the event as it was when it was handed over', async () => {
    const before = receiver.requests.length;
    const data = { state: 'first' };
    const processing = client.processEvent({ type: 'job.changed', data });
    data.state = 'second';
    await processing;
    const request = await eventually('it arrives', () => receiver.requests[before]);
    expect(JSON.parse(request.body.toString())).toMatchObject({ data: { state: 'first' } });
  });
});
