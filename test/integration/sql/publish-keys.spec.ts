import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { asSuperuser } from '../../support/sql-login.ts';
import { Producer } from './producer.ts';

let producer: Producer;

beforeAll(async () => {
  producer = await Producer.create();
});

afterAll(async () => {
  await producer.close();
});

describe('an idempotency key in SQL', () => {
  it('answers the first event again, within a transaction and after it', async () => {
    await producer.client.query('begin');
    const first = await producer.publish(`'keyed', '{"a":1}', idempotency_key => 'k1'`);
    expect(await producer.publish(`'keyed', '{"a":1}', idempotency_key => 'k1'`)).toBe(first);
    await producer.client.query('commit');
    expect(await producer.publish(`'keyed', '{"a":1}', idempotency_key => 'k1'`)).toBe(first);
  });

  it('belongs to one tenant', async () => {
    const ids = [
      await producer.publish(`'keyed', '{}', idempotency_key => 'k2'`),
      await producer.publish(`'keyed', '{}', idempotency_key => 'k2', tenant => 'other'`),
    ];
    expect(new Set(ids).size).toBe(2);
  });

  it('makes one event of fifty transactions at once', async () => {
    const before = await producer.countEvents();
    const ids = await Promise.all(
      Array.from({ length: 50 }, () => producer.publishBeside(`'keyed', '{}', idempotency_key => 'race'`)),
    );
    expect(new Set(ids).size).toBe(1);
    expect(await producer.countEvents()).toBe(before + 1);
  });

  it('waits for the transaction that took it, and takes it over where that one is undone', async () => {
    await producer.client.query('begin');
    const held = await producer.publish(`'keyed', '{}', idempotency_key => 'held'`);
    const waiting = producer.publishBeside(`'keyed', '{}', idempotency_key => 'held'`);
    await eventually('the second waits', async () => {
      const rows = await asSuperuser(
        producer.database,
        `select from pg_stat_activity where usename = '${producer.login.name}' and wait_event_type = 'Lock'`,
      );
      return rows.length === 1;
    });
    await producer.client.query('rollback');
    expect(await waiting).not.toBe(held);
    expect(await producer.find(await waiting)).toBeDefined();
    expect(await producer.find(held)).toBeUndefined();
  });

  it.each([
    `'other', '{"a":1}'`,
    `'keyed', '{"a": 1}'`,
    `'keyed', '{"a":1}', priority => 0`,
    `'keyed', '{"a":1}', tags => '{}'`,
    `'keyed', '{"a":1}', occurred_at => '2026-01-01Z'`,
    `'keyed', '{"a":1}', deliver_at => now()`,
    `'keyed', '{"a":1}', expires_after_ms => 1000`,
  ])('is refused for another event, as over HTTP: %s', async (call) => {
    const before = await producer.countEvents();
    await producer.publish(`'keyed', '{"a":1}', idempotency_key => 'k3'`);
    await expect(producer.publish(`${call}, idempotency_key => 'k3'`)).rejects.toMatchObject({
      code: '23505',
      constraint: 'idempotency_keys_pkey',
      hint: expect.stringContaining('another key'),
    });
    expect(await producer.countEvents()).toBeLessThanOrEqual(before + 1);
  });

  it('tells a serializable transaction that did not see the winner to try again', async () => {
    await producer.client.query('begin isolation level repeatable read');
    await producer.client.query('select 1');
    await producer.publishBeside(`'keyed', '{}', idempotency_key => 'late'`);
    await expect(producer.publish(`'keyed', '{}', idempotency_key => 'late'`)).rejects.toMatchObject({
      code: '40001',
    });
    await producer.client.query('rollback');
  });
});
