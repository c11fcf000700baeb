import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { toPublicId } from '../../../src/domain/ids.ts';
import { newEvent, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver, type Receiver } from '../../support/receiver.ts';

interface DeliveryRow {
  id: string;
  status: string;
  reason: string | null;
  attempt_count: number;
}

const quickRetry = (attempts: number) => ({
  max_attempts: attempts,
  initial_delay_ms: 100,
  backoff_multiplier: 2,
  max_delay_ms: 1_000,
  jitter: 0,
  retry_on: 'any_failure' as const,
});

describe('a published event', () => {
  let engine: EngineHarness;
  let receiver: Receiver | undefined;

  beforeAll(async () => {
    engine = await startEngine();
    engine.worker.start();
  });

  afterAll(async () => {
    await engine.close();
    await receiver?.close();
  });

  async function finished(eventId: string): Promise<DeliveryRow> {
    return await eventually('the delivery is finished', async () => {
      const rows = await engine.database.query<DeliveryRow>(
        'select id, status, reason, attempt_count from finished_deliveries where event_id = $1',
        [eventId],
      );
      return rows[0];
    });
  }

  it('arrives once, signed, with its payload as it was written', async () => {
    receiver = await startReceiver();
    const { secret } = await engine.addWebhook({ url: receiver.url, events: ['order.*'] });
    const data = '{ "b":1.0, "a":"\\u0000\\ud800", "b":12345678901234567890 }';
    const [event] = await engine.publisher.publish([newEvent('order.paid', data)]);
    const delivery = await finished(event?.id ?? '');
    expect(delivery).toMatchObject({ status: 'delivered', reason: null, attempt_count: 1 });
    expect(receiver.requests).toHaveLength(1);

    const request = receiver.requests[0];
    expect(request?.headers['webhook-id']).toBe(toPublicId('event', event?.id ?? ''));
    expect(request?.headers['posthorn-delivery-id']).toBe(toPublicId('delivery', delivery.id));
    expect(request?.body.toString()).toContain(`"data":${data}}`);
    const headers = request?.headers as Record<string, string>;
    expect(() => new Webhook(secret).verify(request?.body ?? '', headers)).not.toThrow();
    expect(engine.complaints).toEqual([]);
  });

  it('is tried again after growing delays under the same id until the receiver is well', async () => {
    const flaky = await startReceiver((_, index) => ({ status: index < 2 ? 500 : 200 }));
    await engine.addWebhook({ url: flaky.url, events: ['flaky'], retry: quickRetry(5) });
    const [event] = await engine.publisher.publish([newEvent('flaky', '{}')]);
    expect(await finished(event?.id ?? '')).toMatchObject({ status: 'delivered', attempt_count: 3 });
    const [first, second, third] = flaky.requests.map((request) => request.at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(99);
    expect((third ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(199);
    expect(new Set(flaky.requests.map((request) => request.headers['webhook-id'])).size).toBe(1);
    await flaky.close();
  });

  it('is given up with its reason when its attempts are exhausted', async () => {
    const broken = await startReceiver(() => ({ status: 500, body: 'no\0t today' }));
    await engine.addWebhook({ url: broken.url, events: ['broken'], retry: quickRetry(2) });
    const [event] = await engine.publisher.publish([newEvent('broken', '{}')]);
    const delivery = await finished(event?.id ?? '');
    expect(delivery).toMatchObject({ status: 'dead_letter', reason: 'exhausted', attempt_count: 2 });
    const attempts = await engine.database.query(
      `select number, outcome, response_status, error_type, response_body_text from attempts
       where delivery_id = $1 order by number`,
      [delivery.id],
    );
    expect(attempts).toEqual(
      [1, 2].map((number) => ({
        number,
        outcome: 'failed',
        response_status: 500,
        error_type: 'http_status',
        response_body_text: 'not today',
      })),
    );
    await broken.close();
  });
});
