import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { fromPublicId } from '../../src/domain/ids.ts';
import { signToken } from '../e2e/authorization/callers-of-every-kind.ts';
import { ADMIN_KEY, callerWith, type Caller } from '../support/callers.ts';
import type { MadeWebhook } from '../support/dialect-world.ts';
import { eventually } from '../support/eventually.ts';
import { openSeed } from '../support/seed-document.ts';
import { startTaskflowWorld, type TaskflowWebhook, type TaskflowWorld } from './taskflow-world.ts';

/** The last section of TaskFlow's document, "Rate Limits". */
const document = openSeed('taskflow');
const EVENTS = ['job.completed'];
const DAYS_30 = '30 days 1 second';

let world: TaskflowWorld;
beforeAll(async () => {
  world = await startTaskflowWorld();
});
beforeEach(() => {
  world.answer = () => ({ status: 200 });
});
afterEach(async () => {
  for (const webhook of (await world.native<{ data: MadeWebhook[] }>('GET', '/api/webhooks?limit=250')).body
    .data) {
    await world.native('DELETE', `/api/webhooks/${webhook.id}`);
  }
});
afterAll(async () => {
  await world.close();
});

const uuidOf = ({ id }: MadeWebhook): string => fromPublicId('webhook', id) ?? '';

async function make(by: Caller, name: string) {
  const body = { name, url: 'https://example.com/webhook', events: EVENTS };
  return await by<TaskflowWebhook & { code: string }>('POST', '/api/webhooks', { body });
}

describe('Maximum 10 webhooks per user', () => {
  it(`${document.says('Maximum 10 webhooks per user')}: the 11th is 409, also of many at once`, async () => {
    const answers = await Promise.all(
      Array.from({ length: 25 }, async (_, index) => await make(world.dialect, `at once ${String(index)}`)),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(10);
    for (const { status, body } of answers.filter((answer) => !made.includes(answer))) {
      expect([status, body.code]).toEqual([409, 'quota_exceeded']);
    }
    await world.dialect('DELETE', `/api/webhooks/${made[0]?.body.id ?? ''}`);
    expect((await make(world.dialect, 'instead')).status).toBe(201);
    expect((await make(world.dialect, 'one too many')).status).toBe(409);
    // Neither who has no name, nor another user, nor the native API.
    const bob = callerWith({ url: world.url }, await signToken({ sub: 'bob' }));
    const key = callerWith({ url: world.url }, ADMIN_KEY);
    expect((await make(bob, 'instead')).status).toBe(201);
    expect((await make(key, 'instead')).status).toBe(201);
    expect((await make(key, 'instead')).body.code).toBe('conflict');
    expect(
      (await world.native('POST', '/api/webhooks', { body: { url: 'https://example.com' } })).status,
    ).toBe(201);
  });

  it('sees none of another’s, but what is nobody’s; who comes without a user sees all', async () => {
    const bob = callerWith({ url: world.url }, await signToken({ sub: 'bob' }));
    const key = callerWith({ url: world.url }, ADMIN_KEY);
    const own = await world.make('own');
    const { body: other } = await make(bob, 'own');
    const namesBy = async (by: Caller) =>
      (await by<TaskflowWebhook[]>('GET', '/api/webhooks')).body.map(({ id }) => id);
    const { body: anybodys } = await make(key, 'own');
    const native = await world.native<MadeWebhook>('POST', '/api/webhooks', {
      body: { url: 'https://example.com/', format: 'taskflow' },
    });
    const [first, second] = [native.body.id, anybodys.id];
    expect(await namesBy(world.dialect)).toEqual([first, second, own.id]);
    expect(await namesBy(bob)).toEqual([first, second, other.id]);
    expect(await namesBy(key)).toEqual([first, second, other.id, own.id]);
    for (const id of [first, second]) expect((await bob('GET', `/api/webhooks/${id}`)).status).toBe(200);
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['POST', '/test'],
      ['GET', '/deliveries'],
      ['DELETE', ''],
    ] as const) {
      const call = method === 'PATCH' ? { body: { name: 'mine' } } : {};
      expect((await bob(method, `/api/webhooks/${own.id}${path}`, call)).status).toBe(404);
    }
  });
});

describe('Maximum 1000 deliveries per hour per webhook', () => {
  it(`${document.says('Maximum 1000 deliveries per hour per webhook')}: the others follow in the next hour`, async () => {
    const webhook = await world.make('hourly');
    const events = Array.from({ length: 505 }, (_, number) => ({ type: 'job.completed', data: { number } }));
    for (const part of [events, events])
      await world.native('POST', '/api/events/batch', { body: { events: part } });
    await eventually(
      'the hour is full',
      async () => (await world.countDeliveries(webhook, 'delivered')) === 1_000,
      60_000,
    );
    await eventually(
      'the others wait',
      async () => (await world.countDeliveries(webhook, 'rate_limited')) === 10,
    );
    expect(world.arrivedAt('hourly')).toHaveLength(1_000);
    await world.app.database.query(
      "update webhook_buckets set hour_began_at = hour_began_at - interval '1 hour' where webhook_id = $1",
      [uuidOf(webhook)],
    );
    await eventually('all arrive', async () => (await world.countDeliveries(webhook, 'delivered')) === 1_010);
    const ids = world.arrivedAt('hourly').map(({ headers }) => headers['x-taskflow-delivery-id']);
    expect([ids.length, new Set(ids).size]).toEqual([1_010, 1_010]);
  }, 120_000);
});

describe('Webhooks inactive for 30 days may be disabled', () => {
  document.says('Webhooks inactive for 30 days may be disabled');

  /** As if all that is stored of them had been so long ago. */
  async function age(webhooks: readonly MadeWebhook[], time: string): Promise<void> {
    const ids = webhooks.map(uuidOf);
    const { database } = world.app;
    await database.query('update webhooks set created_at = created_at - $2::interval where id = any ($1)', [
      ids,
      time,
    ]);
    await database.query(
      'update webhook_states set updated_at = updated_at - $2::interval where webhook_id = any ($1)',
      [ids, time],
    );
    await database.query(
      'update webhook_buckets set refilled_at = refilled_at - $2::interval where webhook_id = any ($1)',
      [ids, time],
    );
    await database.query(
      'update finished_deliveries set completed_at = completed_at - $2::interval where webhook_id = any ($1)',
      [ids, time],
    );
  }

  const show = async ({ id }: MadeWebhook): Promise<TaskflowWebhook> =>
    (await world.dialect<TaskflowWebhook>('GET', `/api/webhooks/${id}`)).body;

  const registerNative = async (fields: object): Promise<MadeWebhook> =>
    (
      await world.native<MadeWebhook>('POST', '/api/webhooks', {
        body: { url: world.receiver.url, ...fields },
      })
    ).body;

  async function deliver(): Promise<void> {
    await world.publish('job.completed', '{}');
  }

  it('one is disabled with its reason, an audit row and an event; enabled again it has 30 days again', async () => {
    const idle = await world.make('idle');
    await registerNative({ url: `${world.receiver.url}notices`, events: ['posthorn.webhook.disabled'] });
    await age([idle], DAYS_30);
    await world.app.duties.disableIdleWebhooks();
    expect(await show(idle)).toMatchObject({ is_active: false, disabled_reason: 'idle' });
    const notice = JSON.parse((await world.arrival('notices')).body.toString()) as unknown;
    expect(notice).toMatchObject({ data: { webhook_id: idle.id, state: 'disabled', reason: 'idle' } });
    const audit = await callerWith(world.app, ADMIN_KEY)<{ data: object[] }>(
      'GET',
      '/api/audit?action=webhook.disabled',
    );
    expect(audit.body.data).toMatchObject([
      { actor: { kind: 'system' }, changes: { state_reason: { before: null, after: 'idle' } } },
    ]);

    const enabled = await world.dialect('PATCH', `/api/webhooks/${idle.id}`, { body: { is_active: true } });
    expect(enabled.body).toMatchObject({ is_active: true, disabled_reason: null });
    await world.app.duties.disableIdleWebhooks();
    expect(await show(idle)).toMatchObject({ is_active: true });
    await deliver();
    await world.arrival('idle');
    await age([idle], DAYS_30);
    await world.app.duties.disableIdleWebhooks();
    expect(await show(idle)).toMatchObject({ is_active: false, disabled_reason: 'idle' });
  });

  it('others are left alone: a day younger, sent to, or of another dialect', async () => {
    const young = await world.make('young');
    const [busy, unlimited] = [await world.make('busy'), await world.make('unlimited')];
    const inactive = await world.make('inactive', { events: ['job.failed'] });
    const native = await registerNative({ format: 'taskflow', events: ['other'] });
    const standard = await registerNative({ events: ['other'] });
    await world.native('PATCH', `/api/webhooks/${unlimited.id}`, { body: { rate_limit: null } });
    await age([young], '29 days');
    await age([busy, unlimited, inactive, native, standard], DAYS_30);
    // Made active by the native API, which is to enable it.
    for (const active of [false, true])
      await world.native('PATCH', `/api/webhooks/${inactive.id}`, { body: { active } });
    await deliver();
    for (const webhook of [busy, unlimited]) await world.findDelivery(webhook, 'delivered');
    await world.app.duties.disableIdleWebhooks();
    for (const webhook of [young, busy, unlimited, inactive]) {
      expect(await show(webhook)).toMatchObject({ is_active: true });
    }
    for (const { id } of [native, standard]) {
      expect((await world.native('GET', `/api/webhooks/${id}`)).body).toMatchObject({ state: 'active' });
    }
    await age([unlimited], DAYS_30);
    await world.app.duties.disableIdleWebhooks();
    expect(await show(unlimited)).toMatchObject({ is_active: false, disabled_reason: 'idle' });
    expect(await show(busy)).toMatchObject({ is_active: true });
  });
});
