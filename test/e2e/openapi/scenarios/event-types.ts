import type { Scenarios, World } from './scenario.ts';

const STALE = { 'If-Match': '"0-stale"' };

/** The name of a new one. */
async function makeType(world: World): Promise<string> {
  const name = world.name();
  await world.api.POST('/api/event-types', { body: { name } });
  return name;
}

export const eventTypeScenarios = {
  createEventType: {
    201: async (world) =>
      await world.api.POST('/api/event-types', {
        body: { name: `a/${world.name()}`, schema: { type: 'object' } },
      }),
    409: async (world) => await world.api.POST('/api/event-types', { body: { name: await makeType(world) } }),
  },
  listEventTypes: {
    200: async (world) => {
      await makeType(world);
      const header = { Prefer: 'count=exact' };
      return await world.api.GET('/api/event-types', { params: { query: { limit: 1 }, header } });
    },
  },
  getEventType: {
    200: async (world) =>
      await world.api.GET('/api/event-types/{name}', { params: { path: { name: await makeType(world) } } }),
    304: async (world) => {
      const path = { name: await makeType(world) };
      const { response } = await world.api.GET('/api/event-types/{name}', { params: { path } });
      const header = { 'If-None-Match': response.headers.get('etag') ?? '' };
      return await world.api.GET('/api/event-types/{name}', { params: { path, header } });
    },
  },
  updateEventType: {
    200: async (world) => {
      const params = { path: { name: await makeType(world) } };
      return await world.api.PATCH('/api/event-types/{name}', { params, body: { example: { a: 1 } } });
    },
    412: async (world) => {
      const params = { path: { name: await makeType(world) }, header: STALE };
      return await world.api.PATCH('/api/event-types/{name}', { params, body: {} });
    },
  },
  putEventType: {
    200: async (world) => {
      const params = { path: { name: await makeType(world) } };
      return await world.api.PUT('/api/event-types/{name}', { params, body: { description: 'd' } });
    },
    201: async (world) =>
      await world.api.PUT('/api/event-types/{name}', { params: { path: { name: world.name() } }, body: {} }),
    412: async (world) => {
      const params = { path: { name: await makeType(world) }, header: { 'If-None-Match': '*' } };
      return await world.api.PUT('/api/event-types/{name}', { params, body: {} });
    },
  },
  deleteEventType: {
    204: async (world) =>
      await world.api.DELETE('/api/event-types/{name}', {
        params: { path: { name: await makeType(world) } },
      }),
    412: async (world) => {
      const params = { path: { name: await makeType(world) }, header: STALE };
      return await world.api.DELETE('/api/event-types/{name}', { params });
    },
  },
} satisfies Scenarios<
  | 'createEventType'
  | 'listEventTypes'
  | 'getEventType'
  | 'updateEventType'
  | 'putEventType'
  | 'deleteEventType'
>;
