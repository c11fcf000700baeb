import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { SessionLock } from '../../../src/database/session-lock.ts';
import { eventually } from '../../support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

let database: TestDatabase;
const locks: SessionLock[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await Promise.all(
    locks.map(async (lock) => {
      await lock.release();
    }),
  );
  await database.drop();
});

function open(schema: string, onLost: () => void = () => undefined): SessionLock {
  const lock = new SessionLock(
    { url: database.url, schema, applicationName: 'test', name: 'a duty' },
    onLost,
  );
  locks.push(lock);
  return lock;
}

it('is held by one session of an installation until that releases it', async () => {
  const [first, second, elsewhere] = [open('posthorn'), open('posthorn'), open('another')];
  expect(await first.take()).toBe(true);
  expect(await first.take()).toBe(true);
  expect(await second.take()).toBe(false);
  expect(await elsewhere.take()).toBe(true);
  await first.release();
  expect(await second.take()).toBe(true);
  expect(await first.take()).toBe(false);
  await second.release();
});

it('is lost with its connection, which its holder is told, and another session takes it', async () => {
  let losses = 0;
  const first = open('posthorn', () => {
    losses += 1;
  });
  const second = open('posthorn');
  expect(await first.take()).toBe(true);
  await database.query(
    `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objsubid = 2
       and database = (select oid from pg_database where datname = current_database())
       and classid = hashtext('posthorn')::bit(32)::bigint::oid`,
  );
  await eventually('the loss is noticed', () => losses === 1);
  expect(await second.take()).toBe(true);
  expect(await first.take()).toBe(false);
  expect(losses).toBe(1);
  await second.release();
});
