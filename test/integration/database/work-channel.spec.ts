import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { WorkChannel } from '../../../src/database/work-channel.ts';
import type { CommittedWork } from '../../../src/engine/work-notifier.ts';
import { eventually } from '../../support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const BOTH: CommittedWork = { hasDeliveries: true, hasOutboxRows: true };
const DELIVERIES: CommittedWork = { hasDeliveries: true, hasOutboxRows: false };
const OUTBOX: CommittedWork = { hasDeliveries: false, hasOutboxRows: true };

describe('signals between processes', () => {
  let database: TestDatabase;
  let elsewhere: TestDatabase;
  let pool: pg.Pool;
  const channels: WorkChannel[] = [];
  const warnings: string[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    elsewhere = await createTestDatabase(true);
    pool = new pg.Pool({ connectionString: database.url, max: 1 });
  });

  afterEach(async () => {
    for (const channel of channels.splice(0)) await channel.close();
    warnings.length = 0;
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
    await elsewhere.drop();
  });

  function open(probePool = pool): WorkChannel {
    const warn = (_fields: object, message: string): void => {
      warnings.push(message);
    };
    const log = { debug: () => undefined, info: () => undefined, warn, error: warn };
    const options = { url: database.url, schema: 'posthorn', applicationName: 'test', pool: probePool, log };
    const channel = new WorkChannel(options);
    channels.push(channel);
    return channel;
  }

  /** A channel that listens, and what it has heard since it listened. */
  async function listen(probePool = pool): Promise<{ channel: WorkChannel; heard: CommittedWork[] }> {
    const heard: CommittedWork[] = [];
    const channel = open(probePool);
    channel.start((work) => heard.push(work));
    await eventually('it listens', () => heard.length > 0);
    expect(heard.splice(0)).toEqual([BOTH]); // what may have been told before
    return { channel, heard };
  }

  it('reach the others, and not the one that sends them', async () => {
    const [one, other] = [await listen(), await listen()];
    one.channel.announce(DELIVERIES);
    await eventually('it is heard', () => other.heard.length > 0);
    other.channel.announce(OUTBOX);
    await eventually('that is heard', () => one.heard.length > 0);
    expect([one.heard, other.heard]).toEqual([[OUTBOX], [DELIVERIES]]);
  });

  it('are sent by a process that does not listen', async () => {
    const { heard } = await listen();
    const teller = open();
    teller.start(null);
    await eventually('it is heard', () => {
      teller.announce(DELIVERIES); // dropped until there is a connection
      return heard.length > 0;
    });
    expect(heard[0]).toEqual(DELIVERIES);
  });

  it('go together when they are many', async () => {
    const [one, other] = [await listen(), await listen()];
    for (let count = 0; count < 1_000; count += 1) one.channel.announce(count === 500 ? OUTBOX : DELIVERIES);
    await eventually('the last is heard', () => other.heard.length > 1);
    expect(other.heard).toEqual([DELIVERIES, BOTH]);
  });

  it('come again after the connection was lost, and what was told meanwhile is looked for', async () => {
    const [one, other] = [await listen(), await listen()];
    await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name like '% signals'`,
    );
    await eventually('both listen again', () => one.heard.length > 0 && other.heard.length > 0);
    expect([one.heard.splice(0), other.heard.splice(0)]).toEqual([[BOTH], [BOTH]]);
    one.channel.announce(DELIVERIES);
    await eventually('it is heard', () => other.heard.length > 0);
    expect(other.heard).toEqual([DELIVERIES]);
  });

  it('are said not to arrive where they do not, as behind a transaction pooler', async () => {
    // Notifications stay within a database: to the listener, these connections are as deaf as a pooler's.
    const strangers = new pg.Pool({ connectionString: elsewhere.url, max: 1 });
    await listen(strangers);
    await eventually('it is said', () => warnings.length > 0);
    expect(warnings).toEqual([expect.stringContaining('transaction pooler')]);
    await strangers.end();
  });

  it('need no database that answers', async () => {
    const channel = new WorkChannel({
      url: 'postgresql://nobody@127.0.0.1:9/none',
      schema: 'posthorn',
      applicationName: 'test',
      pool,
      log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    });
    channel.start(() => undefined);
    channel.announce(DELIVERIES);
    await channel.close();
  });
});
