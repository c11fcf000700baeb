import { expect } from '@jest/globals';
import type { Scenarios, World } from './scenario.ts';

/** Longer than the scenarios take: the attempt is still running when they end. */
const SLOW = { status: 204, delayMs: 5_000 };
const FAILING = { status: 500 };

const listAt = (path: '/api/deliveries' | '/deliveries') => async (world: World) => {
  await world.delivery({ status: 204 }, 'delivered');
  const params = { query: { status: 'delivered', limit: 1 }, header: { Prefer: 'count=exact' } };
  return await world.api.GET(path, { params });
};

const recentAt = (path: '/api/deliveries/recent' | '/deliveries/recent') => async (world: World) => {
  await world.delivery({ status: 204 }, 'delivered');
  return await world.api.GET(path, { params: { query: { limit: 2 } } });
};

const getAt = (path: '/api/deliveries/{id}' | '/deliveries/{id}') => async (world: World) => {
  const id = await world.delivery({ status: 500, body: 'no' }, 'retrying');
  const shown = await world.api.GET(path, { params: { path: { id } } });
  expect(shown.data?.attempts).toMatchObject([
    { outcome: 'failed', response_status: 500, response_body: 'no' },
  ]);
  return shown;
};

const getKnownAt = (path: '/api/deliveries/{id}' | '/deliveries/{id}') => async (world: World) => {
  const params = { path: { id: await world.delivery({ status: 204 }, 'delivered') } };
  const { response } = await world.api.GET(path, { params });
  const header = { 'If-None-Match': response.headers.get('etag') ?? '' };
  return await world.api.GET(path, { params: { ...params, header } });
};

/** The id of the attempt of a new delivery. */
const attempt = async (world: World): Promise<string> => {
  const id = await world.delivery({ status: 404 }, 'retrying');
  const shown = await world.api.GET('/api/deliveries/{id}', { params: { path: { id } } });
  return shown.data?.attempts[0]?.id ?? '';
};

const getKnownAttempt = async (world: World) => {
  const path = { id: await attempt(world) };
  const { response } = await world.api.GET('/api/attempts/{id}', { params: { path } });
  const header = { 'If-None-Match': response.headers.get('etag') ?? '' };
  return await world.api.GET('/api/attempts/{id}', { params: { path, header } });
};

const act =
  (action: 'retry' | 'cancel', ...[answer, status]: Parameters<World['delivery']>) =>
  async (world: World) => {
    const params = { path: { id: await world.delivery(answer, status) } };
    return await world.api.POST(`/api/deliveries/{id}/${action}`, { params });
  };

export const deliveryScenarios = {
  listDeliveries: { 200: listAt('/api/deliveries') },
  listDeliveriesAtRoot: { 200: listAt('/deliveries') },
  listRecentDeliveries: { 200: recentAt('/api/deliveries/recent') },
  listRecentDeliveriesAtRoot: { 200: recentAt('/deliveries/recent') },
  getDelivery: { 200: getAt('/api/deliveries/{id}'), 304: getKnownAt('/api/deliveries/{id}') },
  getDeliveryAtRoot: { 200: getAt('/deliveries/{id}'), 304: getKnownAt('/deliveries/{id}') },
  getAttempt: {
    200: async (world) => {
      const shown = await world.api.GET('/api/attempts/{id}', {
        params: { path: { id: await attempt(world) } },
      });
      expect(shown.data).toMatchObject({ response_status: 404, curl_as_sent: true });
      expect(shown.data?.curl).toContain(shown.data?.request_url);
      return shown;
    },
    304: getKnownAttempt,
  },
  streamAttempts: {
    200: async (world) => {
      const stream = await world.api.GET('/api/stream', { parseAs: 'stream' });
      await stream.response.body?.cancel();
      return stream;
    },
  },
  listDeliveriesOfEvent: {
    200: async (world) => {
      const path = { id: await world.event(await world.webhook()) };
      const list = await world.api.GET('/api/events/{id}/deliveries', { params: { path } });
      expect(list.data?.data).toHaveLength(1);
      return list;
    },
  },
  listDeliveriesOfWebhook: {
    200: async (world) => {
      const path = { id: await world.webhook() };
      await world.event(path.id);
      const list = await world.api.GET('/api/webhooks/{id}/deliveries', { params: { path } });
      expect(list.data?.data).toHaveLength(1);
      return list;
    },
  },
  retryDelivery: { 202: act('retry', FAILING, 'retrying'), 409: act('retry', SLOW, 'in_progress') },
  cancelDelivery: { 200: act('cancel', FAILING, 'retrying'), 409: act('cancel', SLOW, 'in_progress') },
} satisfies Scenarios<
  | 'listDeliveries'
  | 'listDeliveriesAtRoot'
  | 'listRecentDeliveries'
  | 'listRecentDeliveriesAtRoot'
  | 'getDelivery'
  | 'getDeliveryAtRoot'
  | 'getAttempt'
  | 'streamAttempts'
  | 'listDeliveriesOfEvent'
  | 'listDeliveriesOfWebhook'
  | 'retryDelivery'
  | 'cancelDelivery'
>;
