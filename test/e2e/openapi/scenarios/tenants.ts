import type { Scenarios, World } from './scenario.ts';

/** The uid of a new one. */
async function makeTenant(world: World): Promise<string> {
  const uid = world.name();
  await world.api.POST('/api/tenants', { body: { uid } });
  return uid;
}

export const tenantScenarios = {
  createTenant: {
    201: async ({ api }) => await api.POST('/api/tenants', { body: {} }),
    409: async ({ api }) => await api.POST('/api/tenants', { body: { uid: 'default' } }),
  },
  listTenants: {
    200: async ({ api }) => {
      const header = { Prefer: 'count=exact' };
      return await api.GET('/api/tenants', { params: { query: { limit: 1 }, header } });
    },
  },
  getTenant: {
    200: async ({ api }) => await api.GET('/api/tenants/{id}', { params: { path: { id: 'default' } } }),
    304: async ({ api }) => {
      const path = { id: 'default' };
      const { response } = await api.GET('/api/tenants/{id}', { params: { path } });
      const header = { 'If-None-Match': response.headers.get('etag') ?? '' };
      return await api.GET('/api/tenants/{id}', { params: { path, header } });
    },
  },
  getTenantUsage: {
    200: async ({ api }) => {
      const path = { id: 'default' };
      return await api.GET('/api/tenants/{id}/usage', { params: { path } });
    },
  },
  updateTenant: {
    200: async (world) => {
      const params = { path: { id: await makeTenant(world) } };
      return await world.api.PATCH('/api/tenants/{id}', { params, body: { validation: 'warn' } });
    },
    409: async (world) => {
      const params = { path: { id: await makeTenant(world) } };
      return await world.api.PATCH('/api/tenants/{id}', { params, body: { uid: 'default' } });
    },
    412: async (world) => {
      const params = { path: { id: await makeTenant(world) }, header: { 'If-Match': '"0-stale"' } };
      return await world.api.PATCH('/api/tenants/{id}', { params, body: {} });
    },
  },
} satisfies Scenarios<'createTenant' | 'listTenants' | 'getTenant' | 'getTenantUsage' | 'updateTenant'>;
