import { expect } from '@jest/globals';
import { addTenant } from '../../../support/second-tenant.ts';
import type { Scenarios, World } from './scenario.ts';

/** Publishes while somebody else holds the same key in a transaction that does not end. */
async function publishHeldKey<T>(world: World, publish: (key: string) => Promise<T>): Promise<T> {
  const key = world.name();
  const holder = world.app.database.client();
  await holder.connect();
  try {
    await holder.query('begin');
    await holder.query(
      `insert into idempotency_keys (tenant_id, scope, key, fingerprint, resource_id)
       select id, 'event', $1, '\\x00', id from tenants where uid = 'default'`,
      [key],
    );
    return await publish(key);
  } finally {
    await holder.end();
  }
}

const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

/** The header of a tenant that may publish nothing. */
async function silentTenant(world: World): Promise<{ 'Posthorn-Tenant': string }> {
  const id = world.name();
  await addTenant(world.app, id);
  const body = { quotas: { events_per_minute: 0 } };
  await world.api.PATCH('/api/tenants/{id}', { params: { path: { id } }, body });
  return { 'Posthorn-Tenant': id };
}

export const eventScenarios = {
  publishEvent: {
    429: async (world) => {
      const params = { header: await silentTenant(world) };
      return await world.api.POST('/api/events', { params, body: { type: 'order.paid', data: {} } });
    },
    200: async (world) => {
      const type = await world.webhook();
      const header = { Prefer: 'wait=10' };
      const published = await world.api.POST('/api/events', { params: { header }, body: { type, data: {} } });
      expect(published.data?.deliveries).toMatchObject([{ status: 'delivered' }]);
      return published;
    },
    202: async ({ api }) => await api.POST('/api/events', { body: { type: 'order.paid', data: { a: 1 } } }),
    409: async (world) =>
      await publishHeldKey(world, async (key) => {
        const body = { type: 'order.paid', data: {}, idempotency_key: key };
        return await world.api.POST('/api/events', { body });
      }),
  },
  publishEvents: {
    429: async (world) => {
      const params = { header: await silentTenant(world) };
      const events = [{ type: 'order.paid', data: {} }];
      return await world.api.POST('/api/events/batch', { params, body: { events } });
    },
    202: async ({ api }) => {
      const events = [1, 2].map((number) => ({ type: 'order.paid', data: { number } }));
      return await api.POST('/api/events/batch', { body: { events } });
    },
    409: async (world) =>
      await publishHeldKey(world, async (key) => {
        const events = [{ type: 'order.paid', data: {}, idempotency_key: key }];
        return await world.api.POST('/api/events/batch', { body: { events } });
      }),
  },
  explainEvent: {
    200: async (world) => {
      const type = await world.webhook();
      const explained = await world.api.POST('/api/events/explain', { body: { type, data: {} } });
      expect(explained.data?.data).toContainEqual(expect.objectContaining({ would_send: true }));
      return explained;
    },
  },
  listEvents: {
    200: async (world) => {
      await world.event('order.paid');
      const header = { Prefer: 'count=exact' };
      return await world.api.GET('/api/events', { params: { query: { type: 'order.paid' }, header } });
    },
  },
  getEvent: {
    200: async (world) => {
      const path = { id: await world.event('order.paid') };
      return await world.api.GET('/api/events/{id}', { params: { path } });
    },
    304: async (world) => {
      const path = { id: await world.event('order.paid') };
      const { response } = await world.api.GET('/api/events/{id}', { params: { path } });
      const header = { 'If-None-Match': response.headers.get('etag') ?? '' };
      return await world.api.GET('/api/events/{id}', { params: { path, header } });
    },
  },
  eraseEvent: {
    200: async (world) => {
      const path = { id: await world.event('order.paid') };
      const erased = await world.api.POST('/api/events/{id}/erase', { params: { path } });
      const shown = await world.api.GET('/api/events/{id}', { params: { path } });
      expect(shown.data).toMatchObject({ data: null, erased_at: erased.data?.erased_at });
      return erased;
    },
  },
  cancelEvent: {
    200: async ({ api }) => {
      const body = { type: 'order.paid', data: {}, deliver_at: inAnHour() };
      const { data } = await api.POST('/api/events', { body });
      const path = { id: data?.id ?? '' };
      const cancelled = await api.POST('/api/events/{id}/cancel', { params: { path } });
      expect(cancelled.data).toMatchObject({ fan_out_cancelled: true, cancelled_deliveries: 0 });
      return cancelled;
    },
    409: async (world) => {
      const path = { id: await world.event('unheard') };
      return await world.api.POST('/api/events/{id}/cancel', { params: { path } });
    },
  },
} satisfies Scenarios<
  'publishEvent' | 'publishEvents' | 'explainEvent' | 'listEvents' | 'getEvent' | 'cancelEvent' | 'eraseEvent'
>;
