import { CREATE_EXAMPLES, UPDATE_EXAMPLES } from '../../../../src/inboxes/inbox-examples.ts';
import { addTenant } from '../../../support/second-tenant.ts';
import type { Scenarios, World } from './scenario.ts';

const COUNTED = { Prefer: 'count=exact' };

/** The id of a new one that has received a request. */
async function makeInbox({ api }: World): Promise<string> {
  const { data } = await api.POST('/api/inboxes', { body: CREATE_EXAMPLES.failing.value });
  if (data === undefined) throw new Error('there is no inbox');
  await fetch(data.url, { method: 'POST', body: '{"type":"order.paid"}' });
  return data.id;
}

export const inboxScenarios = {
  createInbox: {
    201: async ({ api }) => await api.POST('/api/inboxes', { body: CREATE_EXAMPLES.plain.value }),
    409: async (world) => {
      const uid = world.name();
      await addTenant(world.app, uid);
      const params = { header: { 'Posthorn-Tenant': uid } };
      for (let count = 0; count < 20; count += 1) await world.api.POST('/api/inboxes', { params, body: {} });
      return await world.api.POST('/api/inboxes', { params, body: {} });
    },
  },
  listInboxes: {
    200: async (world) => {
      await makeInbox(world);
      return await world.api.GET('/api/inboxes', { params: { query: { limit: 1 }, header: COUNTED } });
    },
  },
  getInbox: {
    200: async (world) =>
      await world.api.GET('/api/inboxes/{id}', { params: { path: { id: await makeInbox(world) } } }),
  },
  updateInbox: {
    200: async (world) => {
      const params = { path: { id: await makeInbox(world) } };
      return await world.api.PATCH('/api/inboxes/{id}', { params, body: UPDATE_EXAMPLES.slow.value });
    },
  },
  deleteInbox: {
    204: async (world) =>
      await world.api.DELETE('/api/inboxes/{id}', { params: { path: { id: await makeInbox(world) } } }),
  },
  listInboxRequests: {
    200: async (world) => {
      const params = { path: { id: await makeInbox(world) }, query: { limit: 1 }, header: COUNTED };
      return await world.api.GET('/api/inboxes/{id}/requests', { params });
    },
  },
  emptyInbox: {
    204: async (world) => {
      const params = { path: { id: await makeInbox(world) } };
      return await world.api.DELETE('/api/inboxes/{id}/requests', { params });
    },
  },
} satisfies Scenarios<
  | 'createInbox'
  | 'listInboxes'
  | 'getInbox'
  | 'updateInbox'
  | 'deleteInbox'
  | 'listInboxRequests'
  | 'emptyInbox'
>;
