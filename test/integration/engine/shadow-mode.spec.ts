import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Uuid } from '../../../src/domain/ids.ts';
import { run } from '../../../src/engine/statement.ts';
import { MOVE_BACK } from '../../../src/engine/queue/sql/move-back.ts';
import { DEFAULT_TENANT, newEvent, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver, type Receiver } from '../../support/receiver.ts';
import { finishedOf, quickRetry } from './delivery-rows.ts';

interface AttemptRow {
  readonly outcome: string;
  readonly number: number;
  readonly request_headers: [string, string][];
  readonly request_body: Buffer | null;
  readonly request_body_bytes: number | null;
  readonly response_status: number | null;
  readonly error_type: string | null;
}

describe('a webhook in shadow mode', () => {
  let engine: EngineHarness;
  let receiver: Receiver;

  beforeAll(async () => {
    engine = await startEngine();
    receiver = await startReceiver(() => ({ status: 503 }));
    engine.worker.start();
  });
  afterEach(() => {
    receiver.requests.length = 0;
  });
  afterAll(async () => {
    await engine.close();
    await receiver.close();
  });

  async function attemptsOf(webhookId: Uuid): Promise<AttemptRow[]> {
    return await engine.database.query<AttemptRow & Record<string, unknown>>(
      'select * from attempts where webhook_id = $1 order by started_at, id',
      [webhookId],
    );
  }

  async function setMode(id: Uuid, mode: string): Promise<void> {
    await engine.database.query('update webhooks set mode = $2 where id = $1', [id, mode]);
    await engine.database.query('update subscription_versions set version = version + 1');
  }

  it('is sent nothing: each delivery ends with what would have been sent, and nothing is held against it', async () => {
    const { id } = await engine.addWebhook({ url: receiver.url, events: ['dark'], mode: 'shadow' });
    await engine.publisher.publish(Array.from({ length: 20 }, () => newEvent('dark', '{"a": 1.0}')));
    const finished = await finishedOf(engine, id, 20);
    expect(
      new Set(finished.map(({ status, reason, attempt_count }) => `${status} ${reason} ${attempt_count}`)),
    ).toEqual(new Set(['shadowed shadow_mode 1']));
    expect(receiver.requests).toEqual([]);
    const [attempt, ...others] = await attemptsOf(id);
    expect(others).toHaveLength(19);
    expect(attempt).toMatchObject({
      outcome: 'shadowed',
      number: 1,
      response_status: null,
      error_type: null,
    });
    const body = attempt?.request_body?.toString() ?? '';
    expect(body).toContain('"data":{"a": 1.0}');
    expect(attempt?.request_body_bytes).toBe(Buffer.byteLength(body));
    expect(Object.fromEntries(attempt?.request_headers ?? [])).toMatchObject({
      'webhook-id': expect.stringMatching(/^evt_/) as unknown,
      'webhook-signature': expect.stringMatching(/^v1,/) as unknown,
    });
    expect(await engine.database.query('select * from webhook_breakers where webhook_id = $1', [id])).toEqual(
      [],
    );
  });

  it('keeps the beginning of a large body, and its size', async () => {
    const { id } = await engine.addWebhook({ url: receiver.url, events: ['large'], mode: 'shadow' });
    const data = JSON.stringify({ text: 'x'.repeat(100_000) });
    await engine.publisher.publish([newEvent('large', data)]);
    await finishedOf(engine, id, 1);
    const [attempt] = await attemptsOf(id);
    expect(attempt?.request_body).toHaveLength(65_536);
    expect(attempt?.request_body_bytes).toBeGreaterThan(data.length);
  });

  it('does not heal a breaker, and is sent what was shadowed once it is live and that is retried', async () => {
    const retry = quickRetry(1);
    const { id } = await engine.addWebhook({ url: receiver.url, events: ['turn'], retry });
    await engine.publisher.publish([newEvent('turn', '{}')]);
    await finishedOf(engine, id, 1);
    const failures = async (): Promise<number | undefined> => {
      const rows = await engine.database.query<{ failure_count: number }>(
        'select failure_count from webhook_breakers where webhook_id = $1',
        [id],
      );
      return rows[0]?.failure_count;
    };
    await eventually('the failure is counted', async () => (await failures()) === 1);
    await setMode(id, 'shadow');
    await engine.publisher.publish([newEvent('turn', '{}')]);
    const deliveries = await finishedOf(engine, id, 2);
    expect(deliveries.map(({ status }) => status)).toEqual(['dead_letter', 'shadowed']);
    expect(receiver.requests).toHaveLength(1);

    await setMode(id, 'live');
    await run(engine.pool, MOVE_BACK, [DEFAULT_TENANT, [deliveries[1]?.id]]);
    engine.worker.wake({ hasDeliveries: true, hasOutboxRows: false });
    const [, again] = await finishedOf(engine, id, 2);
    expect(again).toMatchObject({ status: 'dead_letter', reason: 'exhausted', attempt_count: 2 });
    expect(receiver.requests).toHaveLength(2);
    // Had the shadowed one counted as a success, the failures would be counted from anew.
    await eventually('both failures are counted', async () => (await failures()) === 2);
  });
});
