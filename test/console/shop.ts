import { eventually } from '../support/eventually.ts';
import { startReceiver, type Answer, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

export interface Shop {
  readonly app: TestApp;
  readonly receiver: Receiver;
  /** What the receiver answers from now on. */
  readonly answer: (given: Answer) => void;
  /** Publishes an event; answers the id of its delivery once that has had an attempt. */
  readonly deliver: (type: string, given: Answer, tags?: string[]) => Promise<string>;
  readonly close: () => Promise<void>;
}

export const BROKEN: Answer = {
  status: 503,
  headers: { 'content-type': 'application/json' },
  body: '{"error":{"code":"overloaded"}}',
};

/** An app with one webhook, "Shop", that tries again after an hour. */
export async function openShop(): Promise<Shop> {
  let answer: Answer = { status: 204 };
  const receiver = await startReceiver(() => answer);
  const app = await startTestApp();
  const retry = { schedule_ms: [3_600_000], jitter: 0 };
  const body = { name: 'Shop', uid: 'shop', url: `${receiver.url}hooks`, retry };
  await app.api.POST('/api/webhooks', { body });
  return {
    app,
    receiver,
    answer: (given) => {
      answer = given;
    },
    deliver: async (type, given, tags = []) => {
      answer = given;
      const data = { order_id: 4711, lines: [{ sku: 'a' }] };
      const { data: event } = await app.api.POST('/api/events', { body: { type, data, tags } });
      return await deliveryWithAttempt(app, event?.id ?? '');
    },
    close: async () => {
      await receiver.close();
      await app.close();
    },
  };
}

async function deliveryWithAttempt(app: TestApp, id: string): Promise<string> {
  return await eventually('an attempt is recorded', async () => {
    const { data } = await app.api.GET('/api/events/{id}/deliveries', { params: { path: { id } } });
    const delivery = data?.data[0];
    return delivery !== undefined && delivery.attempt_count > 0 && delivery.id;
  });
}
