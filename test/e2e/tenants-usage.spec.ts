import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addQuotaTenant, awaitWholeMinute, setQuotas } from '../support/quota-tenants.ts';
import { startTestApp, startTestAppOn, type TestApp } from '../support/test-app.ts';

const DEFAULTS = {
  POSTHORN_ROLE: 'api',
  POSTHORN_QUOTA_WEBHOOKS: '2',
  POSTHORN_QUOTA_EVENTS_PER_MINUTE: '3',
  POSTHORN_QUOTA_LIVE_DELIVERIES: '100',
  POSTHORN_QUOTA_PAYLOAD_BYTES: '1000',
};

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp(DEFAULTS);
});
afterAll(() => app.close());

describe('the use of quotas', () => {
  it('is what there is now, with what holds: the tenant’s own or the default', async () => {
    await awaitWholeMinute(app);
    const { uid, header } = await addQuotaTenant(app, { events_per_minute: 50 });
    const usage = async () => (await app.get(`/api/tenants/${uid}/usage`)).body as unknown;
    const expected = (webhooks: number, events: number, live: number) => ({
      tenant_id: expect.stringMatching(/^tn_/) as unknown,
      webhooks: { quota: 2, used: webhooks },
      events_per_minute: {
        quota: 50,
        used: events,
        resets_at: expect.stringMatching(/:00\.000Z$/) as unknown,
      },
      live_deliveries: { quota: 100, used: live },
      payload_bytes: { quota: 1_000 },
    });
    expect(await usage()).toEqual(expected(0, 0, 0));
    await app.post('/api/webhooks', { url: 'http://127.0.0.1:9/' }).set(header);
    const events = Array.from({ length: 4 }, () => ({ type: 'a', data: {} }));
    expect((await app.post('/api/events/batch', { events }).set(header)).status).toBe(202);
    expect(await usage()).toEqual(expected(1, 4, 4));
    expect((await app.get(`/api/tenants/${uid}`)).body).toMatchObject({
      quotas: { webhooks: null, events_per_minute: 50, live_deliveries: null, payload_bytes: null },
    });
  });

  it('is counted of a tenant without quotas too', async () => {
    const free = await startTestApp({ POSTHORN_ROLE: 'api' });
    await awaitWholeMinute(free);
    await free.post('/api/events', { type: 'a', data: {} });
    expect((await free.get('/api/tenants/default/usage')).body).toMatchObject({
      webhooks: { quota: null, used: 0 },
      events_per_minute: { quota: null, used: 1 },
      live_deliveries: { quota: null, used: 0 },
      payload_bytes: { quota: null },
    });
    expect(await free.database.query('select from tenant_usage')).toEqual([]);
    await free.close();
  });

  it('404 for a tenant that is not there', async () => {
    expect((await app.get('/api/tenants/nobody/usage')).status).toBe(404);
  });
});

describe('the defaults of the installation', () => {
  it('hold tenants without quotas of their own', async () => {
    await awaitWholeMinute(app);
    const { header, uid } = await addQuotaTenant(app, {});
    const webhook = () => app.post('/api/webhooks', { url: 'http://127.0.0.1:9/' }).set(header);
    expect([(await webhook()).status, (await webhook()).status]).toEqual([201, 201]);
    expect((await webhook()).body).toMatchObject({ code: 'quota_exceeded' });
    const publish = (data: object) => app.post('/api/events', { type: 'a', data }).set(header);
    expect((await publish({ text: 'x'.repeat(1_000) })).status).toBe(413);
    for (let count = 0; count < 3; count += 1) expect((await publish({})).status).toBe(202);
    expect((await publish({})).body).toMatchObject({ code: 'rate_limited' });
    await setQuotas(app, uid, { events_per_minute: 4 });
    expect((await publish({})).status).toBe(202);
  });

  it('are those of the last start, in processes that run already too', async () => {
    const { header } = await addQuotaTenant(app, {});
    const publish = (by: TestApp) =>
      by.post('/api/events', { type: 'a', data: { text: 'x'.repeat(1_000) } }).set(header);
    expect((await publish(app)).status).toBe(413);
    const next = await startTestAppOn(app.database, {
      ...DEFAULTS,
      POSTHORN_QUOTA_PAYLOAD_BYTES: '2000',
    });
    expect((await publish(next)).status).toBe(202);
    await app.post('/api/events', { type: 'a', data: {} }).set(header); // by which it sees that what it knows is old
    expect((await publish(app)).status).toBe(202);
    await next.close();
    const last = await startTestAppOn(app.database, DEFAULTS);
    expect((await publish(last)).status).toBe(413);
    await last.close();
  });
});

describe('what SQL is told of a tenant’s quotas', () => {
  const refusal = async (id: string, bytes: number): Promise<unknown> =>
    (await app.database.query<{ found: unknown }>('select quota_refusal($1, $2) as found', [id, bytes]))[0]
      ?.found;

  it('is which of them an event would be over', async () => {
    await awaitWholeMinute(app);
    const { id, uid, header } = await addQuotaTenant(app, { live_deliveries: 2, events_per_minute: 10 });
    await app.post('/api/webhooks', { url: 'http://127.0.0.1:9/' }).set(header);
    expect(await refusal(id, 1_000)).toBeNull();
    expect(await refusal(id, 1_001)).toBe('payload_bytes');
    for (let count = 0; count < 2; count += 1)
      expect((await app.post('/api/events', { type: 'a', data: {} }).set(header)).status).toBe(202);
    expect(await refusal(id, 1)).toBe('live_deliveries');
    await setQuotas(app, uid, { events_per_minute: 2 });
    expect(await refusal(id, 1)).toBe('events_per_minute');
    await setQuotas(app, uid, { events_per_minute: 0, live_deliveries: 3 });
    expect(await refusal(id, 1)).toBe('events_per_minute');
    await setQuotas(app, uid, { events_per_minute: 3 });
    expect(await refusal(id, 1)).toBeNull();
  });
});
