import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fromPublicId, type Uuid } from '../../../src/domain/ids.ts';
import { addDeliveries } from '../../support/delivery-rows.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

const OTHERS_COUNT = 45_000;
const BATCH = 15_000;

interface Page {
  readonly items: readonly { readonly id: string; readonly error_message: string | null }[];
  readonly total: number | null;
  readonly pages: number | null;
}

let app: TestApp;
/** What a worker would have found there is in the database already, so none runs. */
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
});
afterAll(async () => {
  await app.close();
});

async function makeWebhook(name: string): Promise<string> {
  const body = { name, url: 'https://example.com/', events: ['job.failed'] };
  return ((await app.post('/taskflow/api/webhooks', body).expect(201)).body as { id: string }).id;
}

async function addFailed(webhookId: string, count: number): Promise<Uuid[]> {
  const row = { status: 'dead_letter', webhookId: fromPublicId('webhook', webhookId) ?? '' } as const;
  return await addDeliveries(
    app.database,
    Array.from({ length: count }, () => row),
  );
}

async function list(webhookId: string, query: string): Promise<Page> {
  return (await app.get(`/taskflow/api/webhooks/${webhookId}/deliveries?${query}`).expect(200)).body as Page;
}

const uuidsOf = ({ items }: Page): (Uuid | null)[] => items.map(({ id }) => fromPublicId('delivery', id));

describe('the history of a taskflow webhook', () => {
  it('is whole behind more failures of others than one walk reads', async () => {
    const [webhook, other] = [await makeWebhook('few'), await makeWebhook('many')];
    const before = await addFailed(webhook, 2);
    for (let count = 0; count < OTHERS_COUNT; count += BATCH) await addFailed(other, BATCH);
    const after = await addFailed(webhook, 2);
    const newestFirst = [...before, ...after].toReversed();
    const first = await list(webhook, 'status=failed&page=1&page_size=3');
    expect(uuidsOf(first)).toEqual(newestFirst.slice(0, 3));
    const second = await list(webhook, 'status=failed&page=2&page_size=3');
    expect(second).toMatchObject({ total: 4, pages: 2, page: 2, page_size: 3 });
    expect(uuidsOf(second)).toEqual(newestFirst.slice(3));
    // Without an attempt there is no message of one: the reason stands for it.
    expect(second.items[0]?.error_message).toBe('exhausted');
  });

  it('has pages down to the 10,000th delivery, and tells that there are more', async () => {
    const webhook = await makeWebhook('deep');
    const ids = await addFailed(webhook, 10_050);
    const last = await list(webhook, 'page=100&page_size=100');
    expect(last).toMatchObject({ total: 10_001, pages: 100 });
    expect(uuidsOf(last)).toEqual(ids.toReversed().slice(9_900, 10_000));
    const beyond = await app.get(`/taskflow/api/webhooks/${webhook}/deliveries?page=101&page_size=100`);
    expect([beyond.status, beyond.body]).toMatchObject([422, { errors: [{ path: 'page' }] }]);
  });

  it.each(['status=done', 'page=0', 'page=x', 'page_size=101', 'page=1&page=2', 'limit=5'])(
    'refuses %s',
    async (query) => {
      const webhook = await makeWebhook(query);
      await app.get(`/taskflow/api/webhooks/${webhook}/deliveries?${query}`).expect(422);
    },
  );
});
