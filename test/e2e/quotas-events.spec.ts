import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addQuotaTenant, awaitWholeMinute, setQuotas, type QuotaTenant } from '../support/quota-tenants.ts';
import { startTestApp, startTestAppOn, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let other: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
  other = await startTestAppOn(app.database, { POSTHORN_ROLE: 'api' });
});
afterAll(async () => {
  await other.close();
  await app.close();
});

const EVENT = { type: 'order.paid', data: { a: 1 } };
const publish = (by: TestApp, { header }: QuotaTenant, more: object = {}) =>
  by.post('/api/events', { ...EVENT, ...more }).set(header);
const publishBatch = (by: TestApp, { header }: QuotaTenant, events: readonly object[]) =>
  by.post('/api/events/batch', { events }).set(header);
const times = (count: number, more: object = {}) =>
  Array.from({ length: count }, () => ({ ...EVENT, ...more }));

async function countEvents({ id }: QuotaTenant): Promise<number> {
  return (await app.database.query('select id from events where tenant_id = $1', [id])).length;
}

describe('events a minute', () => {
  it('let through exactly what they say, of a hundred at once by two processes', async () => {
    await awaitWholeMinute(app);
    const tenant = await addQuotaTenant(app, { events_per_minute: 37 });
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => publish(index % 2 === 0 ? app : other, tenant)),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(37);
    for (const { body, headers } of answers.filter(({ status }) => status !== 202)) {
      expect(body).toMatchObject({ status: 429, code: 'rate_limited' });
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
      expect(headers.ratelimit).toMatch(/^"events-per-minute";r=\d+;t=\d+$/);
      expect(headers['ratelimit-policy']).toBe('"events-per-minute";q=37;w=60');
    }
    expect(await countEvents(tenant)).toBe(37);
  });

  it('count every event of a batch, all or nothing', async () => {
    await awaitWholeMinute(app);
    const tenant = await addQuotaTenant(app, { events_per_minute: 10 });
    const first = await publishBatch(app, tenant, times(7));
    expect(first.status).toBe(202);
    expect(first.headers.ratelimit).toMatch(/^"events-per-minute";r=3;t=\d+$/);
    const over = await publishBatch(other, tenant, times(4));
    expect(over.body).toMatchObject({
      status: 429,
      detail: 'The tenant may publish 10 events a minute, 3 more in this one.',
    });
    expect(await countEvents(tenant)).toBe(7);
    expect((await publishBatch(other, tenant, times(3))).status).toBe(202);
    expect((await publish(app, tenant)).status).toBe(429);
    expect(await countEvents(tenant)).toBe(10);
  });

  it('count no repetition, and refuse none', async () => {
    await awaitWholeMinute(app);
    const tenant = await addQuotaTenant(app, { events_per_minute: 2 });
    const keyed = { idempotency_key: 'the-first' };
    expect((await publish(app, tenant, keyed)).status).toBe(202);
    const repeated = await Promise.all(Array.from({ length: 10 }, () => publish(other, tenant, keyed)));
    for (const answer of repeated) {
      expect(answer.status).toBe(202);
      expect(answer.headers['idempotent-replayed']).toBe('true');
    }
    expect((await publish(app, tenant)).status).toBe(202);
    expect((await publish(app, tenant)).status).toBe(429);
    // Both processes know by now that the minute is used up.
    expect((await publish(other, tenant)).status).toBe(429);
    for (const by of [app, other]) {
      const again = await publish(by, tenant, keyed);
      expect([again.status, again.headers['idempotent-replayed']]).toEqual([202, 'true']);
      expect((await publish(by, tenant, { idempotency_key: 'a-new-one' })).status).toBe(429);
      expect((await publishBatch(by, tenant, [{ ...EVENT, ...keyed }, EVENT])).status).toBe(429);
    }
    expect(await countEvents(tenant)).toBe(2);
  });

  it('begin anew with the database’s next minute', async () => {
    const tenant = await addQuotaTenant(app, { events_per_minute: 2 });
    await awaitWholeMinute(app);
    for (const by of [app, other]) expect((await publish(by, tenant)).status).toBe(202);
    expect((await publish(other, tenant)).status).toBe(429);
    await app.database.query(
      `update tenant_usage set minute = minute - interval '1 minute' where tenant_id = $1`,
      [tenant.id],
    );
    // A process that has not seen the minute used up asks the database.
    expect((await publish(app, tenant)).status).toBe(202);
  });

  it('hold once they are set, are raised or taken back, in every process', async () => {
    await awaitWholeMinute(app);
    const tenant = await addQuotaTenant(app, {});
    for (const by of [app, other]) expect((await publish(by, tenant)).status).toBe(202);
    await setQuotas(app, tenant.uid, { events_per_minute: 0 });
    expect((await publish(app, tenant)).status).toBe(429);
    // Another process learns of it by its next publish, which it may still let through.
    await publish(other, tenant);
    expect((await publish(other, tenant)).status).toBe(429);
    await setQuotas(other, tenant.uid, { events_per_minute: 100 });
    expect((await publish(other, tenant)).status).toBe(202);
    await setQuotas(other, tenant.uid, null);
    const answer = await publish(other, tenant);
    expect([answer.status, answer.headers.ratelimit]).toEqual([202, undefined]);
  });
});

describe('bytes of data', () => {
  const data = { text: 'é'.repeat(10) };
  const bytes = Buffer.byteLength(JSON.stringify(data));

  it('refuse what is larger, in UTF-8, and name where it stands', async () => {
    const tenant = await addQuotaTenant(app, { payload_bytes: bytes });
    expect((await publish(app, tenant, { data })).status).toBe(202);
    await setQuotas(app, tenant.uid, { payload_bytes: bytes - 1 });
    const message = `must not be larger than ${String(bytes - 1)} bytes, the quota of the tenant`;
    expect((await publish(app, tenant, { data })).body).toMatchObject({
      status: 413,
      code: 'payload_too_large',
      errors: [{ path: 'data', message }],
    });
    const batch = await publishBatch(app, tenant, [EVENT, { ...EVENT, data }]);
    expect(batch.body).toMatchObject({ status: 413, errors: [{ path: 'events[1].data', message }] });
    expect(await countEvents(tenant)).toBe(1);
  });

  it('refuse no repetition', async () => {
    const tenant = await addQuotaTenant(app, {});
    const keyed = { data, idempotency_key: 'large' };
    const first = await publish(app, tenant, keyed);
    await setQuotas(app, tenant.uid, { payload_bytes: 2 });
    const again = await publish(app, tenant, keyed);
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([202, 'true']);
    expect((again.body as { id: string }).id).toBe((first.body as { id: string }).id);
    expect((await publish(app, tenant, { data, idempotency_key: 'another' })).status).toBe(413);
  });
});
