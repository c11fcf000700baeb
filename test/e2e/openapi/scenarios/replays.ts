import { expect } from '@jest/globals';
import { eventually } from '../../../support/eventually.ts';
import type { Scenarios, World } from './scenario.ts';

/** Of nothing, so that it disturbs no other scenario. */
const OF_NOTHING = { filter: { tag: 'nobody has this tag' }, mode: 'failed' } as const;

async function makeReplay(world: World): Promise<string> {
  const { data } = await world.api.POST('/api/replays', { body: OF_NOTHING });
  return data !== undefined && 'id' in data ? data.id : '';
}

/** A replay that has its end before it. */
async function makeWaitingReplay(world: World): Promise<string> {
  const id = await makeReplay(world);
  await world.app.database.query(
    `update replays set status = 'running', completed_at = null, next_batch_at = 'infinity'
     where id = (select id from replays order by id desc limit 1)`,
  );
  return id;
}

async function endReplays({ app }: World): Promise<void> {
  await app.database.query(
    `update replays set status = 'cancelled', completed_at = now() where status = 'running'`,
  );
}

/** An endpoint that fails once is given up at once. */
async function makeDeadLetter(world: World): Promise<string> {
  const uid = await world.webhook({ status: 500 });
  const path = { id: uid };
  await world.api.PATCH('/api/webhooks/{id}', { params: { path }, body: { retry: { max_attempts: 1 } } });
  await world.event(uid);
  return await eventually('it is given up', async () => {
    const query = { status: 'dead_letter' };
    const list = await world.api.GET('/api/webhooks/{id}/deliveries', { params: { path, query } });
    return list.data?.data[0]?.id === undefined ? undefined : uid;
  });
}

export const replayScenarios = {
  createReplay: {
    200: async (world) => {
      const webhook = await makeDeadLetter(world);
      const body = { filter: { webhook_id: webhook }, mode: 'failed', dry_run: true } as const;
      const made = await world.api.POST('/api/replays', { body });
      expect(made.data).toMatchObject({ total_count: 1, by_webhook: [{ count: 1 }] });
      return made;
    },
    202: async ({ api }) => await api.POST('/api/replays', { body: OF_NOTHING }),
    409: async (world) => {
      for (let count = 0; count < 10; count += 1) await makeWaitingReplay(world);
      const refused = await world.api.POST('/api/replays', { body: OF_NOTHING });
      await endReplays(world);
      return refused;
    },
  },
  listReplays: {
    200: async (world) => {
      await makeReplay(world);
      const header = { Prefer: 'count=exact' };
      return await world.api.GET('/api/replays', { params: { query: { limit: 1 }, header } });
    },
  },
  getReplay: {
    200: async (world) =>
      await world.api.GET('/api/replays/{id}', { params: { path: { id: await makeReplay(world) } } }),
    304: async (world) => {
      const path = { id: await makeWaitingReplay(world) };
      const { response } = await world.api.GET('/api/replays/{id}', { params: { path } });
      const header = { 'If-None-Match': response.headers.get('etag') ?? '' };
      const known = await world.api.GET('/api/replays/{id}', { params: { path, header } });
      await endReplays(world);
      return known;
    },
  },
  cancelReplay: {
    200: async (world) => {
      const params = { path: { id: await makeWaitingReplay(world) } };
      return await world.api.POST('/api/replays/{id}/cancel', { params });
    },
    409: async (world) => {
      const params = { path: { id: await makeWaitingReplay(world) } };
      await world.api.POST('/api/replays/{id}/cancel', { params });
      return await world.api.POST('/api/replays/{id}/cancel', { params });
    },
  },
  purgeDeadLetters: {
    200: async (world) => {
      const query = { webhook_id: await makeDeadLetter(world), older_than: '2999-01-01T00:00:00Z' };
      const purged = await world.api.DELETE('/api/dead-letters', { params: { query } });
      expect(purged.data).toEqual({ purged_count: 1, has_more: false });
      return purged;
    },
  },
} satisfies Scenarios<'createReplay' | 'listReplays' | 'getReplay' | 'cancelReplay' | 'purgeDeadLetters'>;
