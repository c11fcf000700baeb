import type { Scenarios, World } from './scenario.ts';

const STALE = { 'If-Match': '"0-stale"' };

/** The name of a new one. */
async function makeFormat(world: World): Promise<string> {
  const name = world.name();
  await world.api.POST('/api/formats', { body: { name } });
  return name;
}

const BUILT_IN = { path: { name: 'standard' } };

export const formatScenarios = {
  createFormat: {
    201: async (world) =>
      await world.api.POST('/api/formats', {
        body: { name: world.name(), body: { text: '{event.type}' } },
      }),
    409: async (world) => await world.api.POST('/api/formats', { body: { name: await makeFormat(world) } }),
  },
  listFormats: {
    200: async (world) => {
      await makeFormat(world);
      const header = { Prefer: 'count=exact' };
      return await world.api.GET('/api/formats', { params: { query: { limit: 1 }, header } });
    },
  },
  getFormat: {
    200: async (world) =>
      await world.api.GET('/api/formats/{name}', { params: { path: { name: await makeFormat(world) } } }),
    304: async (world) => {
      const path = { name: await makeFormat(world) };
      const { response } = await world.api.GET('/api/formats/{name}', { params: { path } });
      const header = { 'If-None-Match': response.headers.get('etag') ?? '' };
      return await world.api.GET('/api/formats/{name}', { params: { path, header } });
    },
  },
  updateFormat: {
    200: async (world) => {
      const params = { path: { name: await makeFormat(world) } };
      return await world.api.PATCH('/api/formats/{name}', { params, body: { json: 'canonical' } });
    },
    409: async ({ api }) => await api.PATCH('/api/formats/{name}', { params: BUILT_IN, body: {} }),
    412: async (world) => {
      const params = { path: { name: await makeFormat(world) }, header: STALE };
      return await world.api.PATCH('/api/formats/{name}', { params, body: {} });
    },
  },
  putFormat: {
    200: async (world) => {
      const params = { path: { name: await makeFormat(world) } };
      return await world.api.PUT('/api/formats/{name}', { params, body: { description: 'd' } });
    },
    201: async (world) =>
      await world.api.PUT('/api/formats/{name}', { params: { path: { name: world.name() } }, body: {} }),
    409: async ({ api }) => await api.PUT('/api/formats/{name}', { params: BUILT_IN, body: {} }),
    412: async (world) => {
      const params = { path: { name: await makeFormat(world) }, header: { 'If-None-Match': '*' } };
      return await world.api.PUT('/api/formats/{name}', { params, body: {} });
    },
  },
  deleteFormat: {
    204: async (world) =>
      await world.api.DELETE('/api/formats/{name}', {
        params: { path: { name: await makeFormat(world) } },
      }),
    409: async ({ api }) => await api.DELETE('/api/formats/{name}', { params: BUILT_IN }),
    412: async (world) => {
      const params = { path: { name: await makeFormat(world) }, header: STALE };
      return await world.api.DELETE('/api/formats/{name}', { params });
    },
  },
  previewFormat: {
    200: async ({ api }) =>
      await api.POST('/api/formats/preview', { body: { format: 'emp', secret: 's', attempt_number: 2 } }),
  },
} satisfies Scenarios<
  | 'createFormat'
  | 'previewFormat'
  | 'listFormats'
  | 'getFormat'
  | 'updateFormat'
  | 'putFormat'
  | 'deleteFormat'
>;
