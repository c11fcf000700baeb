import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { eventually } from '../support/eventually.ts';
import { countByEvent } from '../support/ledger.ts';
import { startReceiver, type ReceivedRequest, type Receiver } from '../support/receiver.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { startTestAppOn, type TestApp } from '../support/test-app.ts';

/**
 * A claim reads the version of the subscriptions, and what it has claimed is sent at once by that version or a newer
 * one. So what can still go out by an older one was claimed before the commit: a tick is one claim (50 ms where nothing
 * is due), here with room for receiver, processes and Postgres sharing two cores.
 */
const TICK_MS = 250;
const RECEIVER_DELAY_MS = 15;
const BATCH = 20;

type TestAppRole = 'all' | 'api' | 'worker';

/** Events of one type, published batch after batch until it is stopped. */
interface Traffic {
  readonly published: number;
  stop(): Promise<void>;
}

describe.each([
  ['in the process that sends', ['all']],
  ['in another process than the one that sends', ['api', 'worker']],
] as const)('a change %s', (_where, roles) => {
  let database: TestDatabase;
  const apps: TestApp[] = [];
  const stops: (() => Promise<void>)[] = [];
  let receiver: Receiver;
  beforeAll(async () => {
    database = await createTestDatabase();
    for (const role of roles) apps.push(await startRole(role));
    receiver = await startReceiver(({ path }) =>
      path.endsWith('/failing') ? { status: 500 } : { status: 204, delayMs: RECEIVER_DELAY_MS },
    );
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });
  afterAll(async () => {
    for (const each of apps) await each.close();
    await receiver.close();
    await database.drop();
  });

  const startRole = async (role: TestAppRole): Promise<TestApp> =>
    await startTestAppOn(database, {
      POSTHORN_ROLE: role,
      POSTHORN_AUTH: role === 'worker' ? 'required' : 'open',
    });
  const api = (): TestApp => {
    if (apps[0] === undefined) throw new Error('no app');
    return apps[0];
  };
  const requestsAt = (path: string): ReceivedRequest[] =>
    receiver.requests.filter((request) => request.path === path);
  /** Requests that began later than a tick after a moment, which is the answer's: later than the commit. */
  const lateAt = (path: string, moment: number): ReceivedRequest[] =>
    requestsAt(path).filter(({ at }) => at > moment + TICK_MS);
  const urlOf = (path: string): string => new URL(path, receiver.url).href;

  async function createWebhook(type: string, body: object = {}): Promise<{ id: string; secret: string }> {
    const url = urlOf(`/${type}/old`);
    const answer = await api().post('/api/webhooks', { url, events: [type], max_in_flight: 4, ...body });
    return answer.body as { id: string; secret: string };
  }

  async function publish(type: string): Promise<void> {
    const events = Array.from({ length: BATCH }, (_, number) => ({ type, data: { number } }));
    const answer = await api().post('/api/events/batch', { events });
    if (answer.status !== 202) throw new Error(answer.text);
  }

  /** A backlog of a few batches is kept up, so that something waits whenever something changes. */
  function startTraffic(type: string): Traffic {
    let published = 0;
    const stopping = new AbortController();
    const sent = (): number => receiver.requests.filter(({ path }) => path.startsWith(`/${type}/`)).length;
    const hasRoom = (): boolean => stopping.signal.aborted || published - sent() < 3 * BATCH;
    const running = (async () => {
      while (!stopping.signal.aborted) {
        await eventually('the backlog shrinks', hasRoom);
        await publish(type);
        published += BATCH;
      }
    })();
    const stop = async (): Promise<void> => {
      stopping.abort();
      await running;
    };
    stops.push(stop);
    return {
      get published() {
        return published;
      },
      stop,
    };
  }

  async function statusesOf(name: string): Promise<Record<string, number>> {
    const rows = await database.query<{ word: string; count: number }>(
      `select concat_ws(' ', status::text, reason) as word, count(*)::int from deliveries
       where webhook_id = (select id from webhooks where name = $1) group by 1`,
      [name],
    );
    return Object.fromEntries(rows.map(({ word, count }) => [word, count]));
  }

  const hasLeft = (statuses: Record<string, number>, ...words: string[]): boolean =>
    words.some((word) => word in statuses);

  it('of the URL: nothing begins at the old one a tick later, and nothing is lost or sent twice', async () => {
    const { id } = await createWebhook('moved', { name: 'moved' });
    const traffic = startTraffic('moved');
    await eventually('the old URL is in use', () => requestsAt('/moved/old').length > 40);
    const changed = await api().patch(`/api/webhooks/${id}`, { url: urlOf('/moved/new') });
    const answeredAt = performance.now();
    expect(changed.body).toMatchObject({ version: 2, url: urlOf('/moved/new') });
    await eventually('the new URL is in use', () => requestsAt('/moved/new').length > 40);
    await traffic.stop();
    await eventually('all is delivered', async () => {
      const { delivered } = await statusesOf('moved');
      return delivered === traffic.published;
    });
    expect(lateAt('/moved/new', answeredAt).length).toBeGreaterThan(40);
    expect(lateAt('/moved/old', answeredAt)).toEqual([]);
    const sent = requestsAt('/moved/old').length + requestsAt('/moved/new').length;
    expect(sent).toBe(traffic.published);
    expect(Math.max(...countByEvent(receiver).values())).toBe(1);
  });

  it('of the URL is what a waiting retry goes to', async () => {
    const { id } = await createWebhook('retried', {
      name: 'retried',
      url: urlOf('/retried/failing'),
      retry: { schedule_ms: [1_500], jitter: 0 },
    });
    await publish('retried');
    await eventually('all wait for a retry', async () => (await statusesOf('retried')).retrying === BATCH);
    await api().patch(`/api/webhooks/${id}`, { url: urlOf('/retried/new') });
    const answeredAt = performance.now();
    await eventually('all is delivered', async () => (await statusesOf('retried')).delivered === BATCH);
    expect(lateAt('/retried/failing', answeredAt)).toEqual([]);
    expect(requestsAt('/retried/failing')).toHaveLength(BATCH);
    expect(requestsAt('/retried/new')).toHaveLength(BATCH);
  });

  it('to paused: nothing begins a tick later, the queue is kept, and all of it is sent on resume', async () => {
    const { id } = await createWebhook('paused', { name: 'paused' });
    const traffic = startTraffic('paused');
    await eventually('requests arrive', () => requestsAt('/paused/old').length > 40);
    expect((await api().post(`/api/webhooks/${id}/pause`)).body).toMatchObject({ state: 'paused' });
    const answeredAt = performance.now();
    await traffic.stop();
    await publish('paused');
    await eventually(
      'nothing is in flight, and a tick has passed twice',
      async () =>
        performance.now() > answeredAt + 2 * TICK_MS && !hasLeft(await statusesOf('paused'), 'in_progress'),
    );
    const published = traffic.published + BATCH;
    const { delivered = 0, pending = 0 } = await statusesOf('paused');
    expect(lateAt('/paused/old', answeredAt)).toEqual([]);
    expect(pending).toBeGreaterThanOrEqual(BATCH);
    expect(delivered + pending).toBe(published);
    expect(requestsAt('/paused/old')).toHaveLength(delivered);

    expect((await api().post(`/api/webhooks/${id}/resume`)).body).toMatchObject({ state: 'active' });
    await eventually('all is delivered', async () => (await statusesOf('paused')).delivered === published);
    expect(requestsAt('/paused/old')).toHaveLength(published);
  });

  it('to deleted: nothing begins a tick later, and what waits ends cancelled', async () => {
    const { id } = await createWebhook('deleted', { name: 'deleted' });
    const traffic = startTraffic('deleted');
    await eventually('requests arrive', () => requestsAt('/deleted/old').length > 40);
    expect((await api().delete(`/api/webhooks/${id}`)).status).toBe(204);
    const answeredAt = performance.now();
    await traffic.stop();
    await eventually('the queue is empty', async () => {
      const statuses = await statusesOf('deleted');
      return (
        performance.now() > answeredAt + 2 * TICK_MS &&
        !hasLeft(statuses, 'pending', 'in_progress', 'retrying')
      );
    });
    const {
      delivered = 0,
      'cancelled webhook_deleted': cancelled = 0,
      ...others
    } = await statusesOf('deleted');
    expect(others).toEqual({});
    expect(lateAt('/deleted/old', answeredAt)).toEqual([]);
    expect(requestsAt('/deleted/old')).toHaveLength(delivered);
    expect(cancelled).toBeGreaterThan(0);
  });

  it('of the secret: every request verifies with the old one, and with the new one a tick later', async () => {
    const { id, secret } = await createWebhook('rotated', { name: 'rotated' });
    const traffic = startTraffic('rotated');
    await eventually('requests arrive', () => requestsAt('/rotated/old').length > 40);
    const answer = await api().post(`/api/webhooks/${id}/secret/rotate`, { overlap_seconds: 3_600 });
    const answeredAt = performance.now();
    const rotated = (answer.body as { secret: string }).secret;
    await eventually('many follow', () => lateAt('/rotated/old', answeredAt).length > 40);
    await traffic.stop();
    await eventually('all is delivered', async () => {
      const { delivered } = await statusesOf('rotated');
      return delivered === traffic.published;
    });
    expect(rotated).not.toBe(secret);
    expect(countRefused(requestsAt('/rotated/old'), secret)).toBe(0);
    expect(countRefused(lateAt('/rotated/old', answeredAt), rotated)).toBe(0);
  });
});

/** How many of the requests a receiver that knows one secret would refuse. */
function countRefused(requests: readonly ReceivedRequest[], secret: string): number {
  const verifier = new Webhook(secret);
  return requests.filter(({ body, headers }) => {
    try {
      verifier.verify(body, headers as Record<string, string>);
      return false;
    } catch {
      return true;
    }
  }).length;
}
