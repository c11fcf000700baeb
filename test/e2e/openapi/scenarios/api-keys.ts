import type { Scenarios, World } from './scenario.ts';

const PUBLISHER = { name: 'Order service', scopes: ['publish' as const] };
const STALE = { 'If-Match': '"0-stale"' };

/** The id of a new one. */
async function makeKey(world: World): Promise<string> {
  const made = await world.api.POST('/api/keys', { body: PUBLISHER });
  return made.data?.id ?? '';
}

export const apiKeyScenarios = {
  createApiKey: {
    201: async ({ api }) => await api.POST('/api/keys', { body: { ...PUBLISHER, all_tenants: true } }),
    409: async (world) => {
      const params = { header: { 'Idempotency-Key': world.name() } };
      const made = await world.api.POST('/api/keys', { params, body: PUBLISHER });
      await world.api.DELETE('/api/keys/{id}', { params: { path: { id: made.data?.id ?? '' } } });
      return await world.api.POST('/api/keys', { params, body: PUBLISHER });
    },
  },
  listApiKeys: {
    200: async (world) => {
      await makeKey(world);
      const header = { Prefer: 'count=exact' };
      return await world.api.GET('/api/keys', { params: { query: { limit: 1 }, header } });
    },
  },
  getApiKey: {
    200: async (world) =>
      await world.api.GET('/api/keys/{id}', { params: { path: { id: await makeKey(world) } } }),
    304: async (world) => {
      const path = { id: await makeKey(world) };
      const { response } = await world.api.GET('/api/keys/{id}', { params: { path } });
      const header = { 'If-None-Match': response.headers.get('etag') ?? '' };
      return await world.api.GET('/api/keys/{id}', { params: { path, header } });
    },
  },
  updateApiKey: {
    200: async (world) => {
      const params = { path: { id: await makeKey(world) } };
      return await world.api.PATCH('/api/keys/{id}', { params, body: { scopes: ['read', 'manage'] } });
    },
    412: async (world) => {
      const params = { path: { id: await makeKey(world) }, header: STALE };
      return await world.api.PATCH('/api/keys/{id}', { params, body: {} });
    },
  },
  revokeApiKey: {
    204: async (world) =>
      await world.api.DELETE('/api/keys/{id}', { params: { path: { id: await makeKey(world) } } }),
    412: async (world) => {
      const params = { path: { id: await makeKey(world) }, header: STALE };
      return await world.api.DELETE('/api/keys/{id}', { params });
    },
  },
  rotateApiKey: {
    200: async (world) => {
      const params = { path: { id: await makeKey(world) } };
      return await world.api.POST('/api/keys/{id}/rotate', { params, body: { overlap_seconds: 60 } });
    },
    412: async (world) => {
      const params = { path: { id: await makeKey(world) }, header: STALE };
      return await world.api.POST('/api/keys/{id}/rotate', { params, body: {} });
    },
  },
} satisfies Scenarios<
  'createApiKey' | 'listApiKeys' | 'getApiKey' | 'updateApiKey' | 'revokeApiKey' | 'rotateApiKey'
>;
