import { expect } from '@jest/globals';
import { addTenant } from '../../../support/second-tenant.ts';
import type { Scenarios, World } from './scenario.ts';

type Action = '/api/webhooks/{id}/pause' | '/api/webhooks/{id}/resume' | '/api/webhooks/{id}/enable';

/** No event of another scenario concerns these webhooks. */
const QUIET = ['nothing'];
const STALE = { 'If-Match': '"0-stale"' };

/** What there is to take back. */
const stopped = {
  '/api/webhooks/{id}/pause': {},
  '/api/webhooks/{id}/resume': { pause: true },
  '/api/webhooks/{id}/enable': { active: false },
} as const;

const act = (path: Action) => ({
  200: async (world: World) => {
    const params = { path: { id: await world.webhook() } };
    const stop = stopped[path];
    if ('pause' in stop) await world.api.POST('/api/webhooks/{id}/pause', { params });
    if ('active' in stop) await world.api.PATCH('/api/webhooks/{id}', { params, body: stop });
    return await world.api.POST(path, { params });
  },
  412: async (world: World) =>
    await world.api.POST(path, { params: { path: { id: await world.webhook() }, header: STALE } }),
});

export const webhookScenarios = {
  createWebhook: {
    201: async ({ api, receiver }) =>
      await api.POST('/api/webhooks', { body: { url: receiver.url, events: QUIET } }),
    409: async (world) => {
      const uid = await world.webhook();
      return await world.api.POST('/api/webhooks', { body: { uid, url: world.receiver.url, events: QUIET } });
    },
  },
  listWebhooks: {
    200: async (world) => {
      await world.webhook();
      const header = { Prefer: 'count=exact' };
      return await world.api.GET('/api/webhooks', { params: { query: { limit: 1 }, header } });
    },
  },
  getWebhook: {
    200: async (world) =>
      await world.api.GET('/api/webhooks/{id}', { params: { path: { id: await world.webhook() } } }),
    304: async (world) => {
      const path = { id: await world.webhook() };
      const { response } = await world.api.GET('/api/webhooks/{id}', { params: { path } });
      const header = { 'If-None-Match': response.headers.get('etag') ?? '' };
      return await world.api.GET('/api/webhooks/{id}', { params: { path, header } });
    },
  },
  updateWebhook: {
    200: async (world) => {
      const params = { path: { id: await world.webhook() } };
      return await world.api.PATCH('/api/webhooks/{id}', { params, body: { filter: { 'data.a': 1 } } });
    },
    409: async (world) => {
      const params = { path: { id: await world.webhook() } };
      return await world.api.PATCH('/api/webhooks/{id}', { params, body: { uid: await world.webhook() } });
    },
    412: async (world) => {
      const params = { path: { id: await world.webhook() }, header: STALE };
      return await world.api.PATCH('/api/webhooks/{id}', { params, body: {} });
    },
  },
  putWebhook: {
    409: async (world) => {
      const header = { 'Posthorn-Tenant': world.name() };
      await addTenant(world.app, header['Posthorn-Tenant']);
      const path = { id: header['Posthorn-Tenant'] };
      await world.api.PATCH('/api/tenants/{id}', { params: { path }, body: { quotas: { webhooks: 0 } } });
      const body = { url: world.receiver.url };
      return await world.api.PUT('/api/webhooks/{id}', { params: { path, header }, body });
    },
    200: async (world) => {
      const params = { path: { id: await world.webhook() } };
      return await world.api.PUT('/api/webhooks/{id}', {
        params,
        body: { url: world.receiver.url, events: QUIET },
      });
    },
    201: async (world) => {
      const params = { path: { id: world.name() } };
      return await world.api.PUT('/api/webhooks/{id}', {
        params,
        body: { url: world.receiver.url, events: QUIET },
      });
    },
    412: async (world) => {
      const params = { path: { id: await world.webhook() }, header: { 'If-None-Match': '*' } };
      return await world.api.PUT('/api/webhooks/{id}', {
        params,
        body: { url: world.receiver.url, events: QUIET },
      });
    },
  },
  deleteWebhook: {
    204: async (world) =>
      await world.api.DELETE('/api/webhooks/{id}', { params: { path: { id: await world.webhook() } } }),
    412: async (world) => {
      const params = { path: { id: await world.webhook() }, header: STALE };
      return await world.api.DELETE('/api/webhooks/{id}', { params });
    },
  },
  pauseWebhook: act('/api/webhooks/{id}/pause'),
  resumeWebhook: act('/api/webhooks/{id}/resume'),
  enableWebhook: act('/api/webhooks/{id}/enable'),
  matchEvents: {
    200: async (world) => {
      await world.event('order.paid');
      const matched = await world.api.POST('/api/webhooks/match', { body: { events: ['order.*'] } });
      expect(matched.data?.matched).toBeGreaterThan(0);
      return matched;
    },
  },
  getWebhookSecret: {
    200: async (world) =>
      await world.api.GET('/api/webhooks/{id}/secret', { params: { path: { id: await world.webhook() } } }),
  },
  rotateWebhookSecret: {
    200: async (world) => {
      const params = { path: { id: await world.webhook() } };
      return await world.api.POST('/api/webhooks/{id}/secret/rotate', {
        params,
        body: { overlap_seconds: 60 },
      });
    },
    409: async (world) => {
      const params = { path: { id: await world.webhook() } };
      const rotate = async () =>
        await world.api.POST('/api/webhooks/{id}/secret/rotate', { params, body: { overlap_seconds: 60 } });
      for (let live = 1; live < 5; live += 1) await rotate();
      return await rotate();
    },
  },
} satisfies Scenarios<
  | 'createWebhook'
  | 'listWebhooks'
  | 'getWebhook'
  | 'updateWebhook'
  | 'putWebhook'
  | 'deleteWebhook'
  | 'pauseWebhook'
  | 'resumeWebhook'
  | 'enableWebhook'
  | 'matchEvents'
  | 'getWebhookSecret'
  | 'rotateWebhookSecret'
>;
