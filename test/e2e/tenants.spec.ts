import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/test-app.ts';

interface TenantAnswer {
  readonly id: string;
  readonly uid: string | null;
}

const ADMIN_KEY = 'a-first-key-of-at-least-32-characters';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
});
afterAll(() => app.close());

const create = async (body: object): Promise<TenantAnswer> =>
  (await app.post('/api/tenants', body)).body as TenantAnswer;

describe('201', () => {
  it('makes a tenant of nothing', async () => {
    const answer = await app.post('/api/tenants', {});
    expect(answer.status).toBe(201);
    const body = answer.body as TenantAnswer;
    const time = expect.stringMatching(/Z$/) as unknown;
    expect(body).toEqual({
      id: expect.stringMatching(/^tn_/) as unknown,
      uid: null,
      name: '',
      validation: 'off',
      quotas: { webhooks: null, events_per_minute: null, live_deliveries: null, payload_bytes: null },
      retention: { event_data_days: null, attempt_data_days: null, history_days: null },
      created_at: time,
      updated_at: time,
    });
    expect(answer.headers.location).toBe(`/api/tenants/${body.id}`);
    expect((await app.get(`/api/tenants/${body.id}`)).headers.etag).toBe(answer.headers.etag);
  });

  it('makes one in whose name events can be published and delivered at once', async () => {
    await create({ uid: 'acme', name: 'Acme', validation: 'warn' });
    const inAcme = { 'Posthorn-Tenant': 'acme' };
    const webhook = await app.post('/api/webhooks', { url: 'http://127.0.0.1:9/' }).set(inAcme);
    expect(webhook.status).toBe(201);
    const event = await app.post('/api/events', { type: 'a', data: {} }).set(inAcme);
    expect(event.status).toBe(202);
    const { id } = event.body as { id: string };
    expect((await app.get(`/api/events/${id}/deliveries`).set(inAcme)).body).toMatchObject({ data: [{}] });
    expect((await app.get(`/api/events/${id}`)).status).toBe(404);
  });
});

describe('200', () => {
  it('shows and lists tenants, in nobody’s name', async () => {
    const shown = await app.get('/api/tenants/default').set('Posthorn-Tenant', 'nobody');
    expect(shown.body).toMatchObject({ uid: 'default', name: 'default', validation: 'off' });
    const { id } = shown.body as TenantAnswer;
    expect((await app.get(`/api/tenants/${id}`)).body).toEqual(shown.body);
    const newest = await create({ uid: 'newest' });
    const list = await app.get('/api/tenants?limit=1').set('Prefer', 'count=exact');
    const { total, next_cursor: cursor } = list.body as { total: number; next_cursor: string };
    expect(list.body).toMatchObject({ data: [newest], has_more: true });
    const rest = await app.get(`/api/tenants?cursor=${cursor}`);
    const { data } = rest.body as { data: TenantAnswer[] };
    expect(data).toHaveLength(total - 1);
    expect(data.at(-1)).toMatchObject({ uid: 'default' });
  });

  it('changes what is sent, and takes null for the default', async () => {
    const { id } = await create({ uid: 'changing', name: 'Before' });
    const changed = await app.patch('/api/tenants/changing', { validation: 'reject' });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ uid: 'changing', name: 'Before', validation: 'reject' });
    const reset = await app.patch(`/api/tenants/${id}`, { uid: null, name: null, validation: null });
    expect(reset.body).toMatchObject({ id, uid: null, name: '', validation: 'off' });
    const nothing = await app.patch(`/api/tenants/${id}`, {});
    expect(nothing.headers.etag).toBe(reset.headers.etag);
  });

  it('keeps what happened for less than the installation, each kind by itself, until null takes it back', async () => {
    await create({ uid: 'brief', retention: { event_data_days: 7 } });
    const changed = await app.patch('/api/tenants/brief', { retention: { history_days: 30 } });
    expect(changed.body).toMatchObject({
      retention: { event_data_days: 7, attempt_data_days: null, history_days: 30 },
    });
    const report = await app.get('/api/retention').set('Posthorn-Tenant', 'brief');
    expect((report.body as { data: { kind: string; days: number }[] }).data).toMatchObject([
      { kind: 'events', days: 30, own_days: 30, oldest_at: null, goes_at: null },
      { kind: 'event_data', days: 7, own_days: 7 },
      { kind: 'deliveries', days: 30, own_days: 30 },
      { kind: 'attempt_data', days: 30, own_days: null },
    ]);
    const reset = await app.patch('/api/tenants/brief', { retention: null });
    expect(reset.body).toMatchObject({
      retention: { event_data_days: null, attempt_data_days: null, history_days: null },
    });
  });

  it('gives up a uid at once, in this process', async () => {
    const { id } = await create({ uid: 'old-name' });
    expect((await app.get('/api/webhooks').set('Posthorn-Tenant', 'old-name')).status).toBe(200);
    await app.patch(`/api/tenants/${id}`, { uid: 'new-name' });
    expect((await app.get('/api/webhooks').set('Posthorn-Tenant', 'old-name')).status).toBe(404);
    expect((await app.get('/api/webhooks').set('Posthorn-Tenant', 'new-name')).status).toBe(200);
  });

  it('loses none of ten changes at once', async () => {
    const { id } = await create({ uid: 'busy' });
    const changes = [
      ...Array<object>(5).fill({ name: 'Busy' }),
      ...Array<object>(5).fill({ validation: 'warn' }),
    ];
    const answers = await Promise.all(changes.map((body) => app.patch(`/api/tenants/${id}`, body)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    const shown = await app.get(`/api/tenants/${id}`);
    expect(shown.body).toMatchObject({ name: 'Busy', validation: 'warn' });
    expect(shown.headers.etag).toMatch(/^"11-/);
  });
});

describe('304 and 412', () => {
  it('for the version that the client has, and for a change of another', async () => {
    const { id } = await create({});
    const etag = (await app.get(`/api/tenants/${id}`)).headers.etag ?? '';
    expect((await app.get(`/api/tenants/${id}`).set('If-None-Match', etag)).status).toBe(304);
    const change = () => app.patch(`/api/tenants/${id}`, { name: 'x' }).set('If-Match', etag);
    expect([(await change()).status, (await change()).status]).toEqual([200, 412]);
  });
});

describe('401', () => {
  it('without the key', async () => {
    const guarded = await startTestApp({
      POSTHORN_ROLE: 'api',
      POSTHORN_AUTH: 'required',
      POSTHORN_ADMIN_KEY: ADMIN_KEY,
    });
    for (const path of ['/api/tenants', '/api/tenants/default', '/api/event-types'])
      expect((await guarded.get(path)).status).toBe(401);
    expect((await guarded.post('/api/tenants', {})).status).toBe(401);
    const answer = await guarded.get('/api/tenants').set('Authorization', `Bearer ${ADMIN_KEY}`);
    expect(answer.status).toBe(200);
    await guarded.close();
  });
});

describe('404', () => {
  it.each(['nobody', 'tn_01h455vb4pex5vsknk084sn02q', 'wh_01h455vb4pex5vsknk084sn02q', 'a%20b'])(
    'for %s',
    async (id) => {
      const detail = 'There is no such tenant.';
      expect((await app.get(`/api/tenants/${id}`)).body).toMatchObject({ status: 404, detail });
      expect((await app.patch(`/api/tenants/${id}`, {})).body).toMatchObject({ status: 404, detail });
    },
  );
});

describe('405', () => {
  it('for a deletion, which is still to come', async () => {
    expect((await app.delete('/api/tenants/default')).status).toBe(405);
  });
});

describe('409', () => {
  it('for a uid in use, and for another uid of the default tenant', async () => {
    await create({ uid: 'taken' });
    const detail = 'Another tenant has this uid.';
    for (const uid of ['taken', 'default']) {
      expect((await app.post('/api/tenants', { uid })).body).toMatchObject({ status: 409, detail });
    }
    const { id } = await create({});
    expect((await app.patch(`/api/tenants/${id}`, { uid: 'taken' })).body).toMatchObject({
      status: 409,
      detail,
    });
    for (const uid of [null, 'other']) {
      expect((await app.patch('/api/tenants/default', { uid })).body).toMatchObject({
        status: 409,
        detail: 'The default tenant keeps its uid.',
      });
    }
  });
});

describe('422', () => {
  it.each<[object, string]>([
    [{ uid: 'a b' }, 'uid'],
    [{ uid: 'tn_x' }, 'uid'],
    [{ name: 'a\nb' }, 'name'],
    [{ name: 'x'.repeat(201) }, 'name'],
    [{ validation: 'strict' }, 'validation'],
    [{ quotas: { webhooks: -1 } }, 'quotas.webhooks'],
    [{ quotas: { events_per_minute: 1.5 } }, 'quotas.events_per_minute'],
    [{ quotas: { live_deliveries: 1_000_000_000 } }, 'quotas.live_deliveries'],
    [{ quotas: { payload_bytes: 1_048_577 } }, 'quotas.payload_bytes'],
    [{ quotas: { payload_bytes: 0 } }, 'quotas.payload_bytes'],
    [{ quotas: { deliveries: 1 } }, 'quotas.deliveries'],
    [{ retention: { event_data_days: 0 } }, 'retention.event_data_days'],
    [{ retention: { attempt_data_days: 31 } }, 'retention.attempt_data_days'],
    [{ retention: { history_days: 3_651 } }, 'retention.history_days'],
    [{ retention: { days: 1 } }, 'retention.days'],
    [{ id: 'tn_x' }, 'id'],
    [{ version: 1 }, 'version'],
  ])('for %j', async (body, path) => {
    for (const answer of [
      await app.post('/api/tenants', body),
      await app.patch('/api/tenants/default', body),
    ]) {
      expect(answer.body).toMatchObject({ status: 422, errors: [{ path }] });
    }
  });

  it('for a retention that is longer than the installation’s, which it names', async () => {
    const answer = await app.post('/api/tenants', { retention: { history_days: 31, event_data_days: 40 } });
    const message = 'must not be more than 30, the days that the installation keeps';
    expect(answer.body).toMatchObject({
      errors: [
        { path: 'retention.event_data_days', message },
        { path: 'retention.history_days', message },
      ],
    });
  });
});
