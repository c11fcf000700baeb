import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Uuid } from '../../../src/domain/ids.ts';
import { newEvent, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver, type Receiver } from '../../support/receiver.ts';
import { HOSTILE_BEHAVIOURS, type HostileBehaviour } from '../transport/hostile-behaviours.ts';
import { HostileServer } from '../transport/hostile-servers.ts';
import { quickRetry } from './delivery-rows.ts';

/** Of a webhook whose endpoint is found out at its deadline only; what is found out at once would be seen to wait. */
const SHORT_DEADLINE_MS = 3_000;
const LONG_DEADLINE_MS = 30_000;
/** The machine may be busy with all of them at once. */
const SLACK_MS = 10_000;
const SLOTS = 100;
const LIMIT_MS = 120_000;

interface AttemptRow {
  readonly webhook_id: Uuid;
  readonly number: number;
  readonly outcome: string;
  readonly response_status: number | null;
  readonly response_body: Buffer | null;
  readonly response_body_truncated: boolean;
  readonly response_body_text: string | null;
  readonly error_type: string | null;
  readonly error_message: string | null;
  readonly duration_ms: number;
}

interface Endpoint {
  readonly behaviour: HostileBehaviour;
  readonly server: HostileServer;
  readonly webhookId: Uuid;
}

let engine: EngineHarness;
let receiver: Receiver;
const endpoints: Endpoint[] = [];
let attempts: readonly AttemptRow[] = [];
/** From publishing to arrival, of each event that the healthy webhook got meanwhile. */
const healthyLagsMs: number[] = [];

async function addEndpoint(behaviour: HostileBehaviour): Promise<Endpoint> {
  const { serve, isSecure, ending } = behaviour;
  const server = await HostileServer.start(serve);
  const { id: webhookId } = await engine.addWebhook({
    url: server.url(isSecure ? 'https' : 'http'),
    events: ['hostile'],
    retry: quickRetry(1),
    timeoutMs: ending.isAtDeadline ? SHORT_DEADLINE_MS : LONG_DEADLINE_MS,
  });
  return { behaviour, server, webhookId };
}

/** One event to the healthy webhook, and the wait for its arrival. */
async function deliverToHealthy(): Promise<void> {
  const index = receiver.requests.length;
  const publishedAt = performance.now();
  await engine.publisher.publish([newEvent('healthy', '{}')]);
  const request = await eventually('it arrives', () => receiver.requests[index], LIMIT_MS);
  healthyLagsMs.push(request.at - publishedAt);
}

async function countOpen(): Promise<number> {
  const [row] = await engine.database.query<{ count: number }>(
    'select count(*)::int as count from live_deliveries',
  );
  return row?.count ?? 0;
}

beforeAll(async () => {
  engine = await startEngine({ slotsMax: SLOTS });
  receiver = await startReceiver();
  await engine.addWebhook({ url: receiver.url, events: ['healthy'] });
  engine.worker.start();
  await deliverToHealthy();
  for (const behaviour of HOSTILE_BEHAVIOURS) endpoints.push(await addEndpoint(behaviour));

  await engine.publisher.publish([newEvent('hostile', '{"order_id":4711}')]);
  healthyLagsMs.length = 0;
  do await deliverToHealthy();
  while ((await countOpen()) > 0);
  attempts = await engine.database.query<AttemptRow>('select * from attempts');
}, LIMIT_MS);

afterAll(async () => {
  await engine.close();
  await receiver.close();
  for (const { server } of endpoints) await server.close();
});

function attemptsOf({ webhookId }: Endpoint): readonly AttemptRow[] {
  return attempts.filter((attempt) => attempt.webhook_id === webhookId);
}

function expectedRow({ status, errorType, isBodyTruncated }: HostileBehaviour['ending']): object {
  const isSuccess = status === 200;
  return {
    number: 1,
    outcome: isSuccess ? 'succeeded' : 'failed',
    response_status: status,
    response_body_truncated: isBodyTruncated,
    error_type: isSuccess ? null : (errorType ?? 'http_status'),
  };
}

describe('all hostile endpoints at once', () => {
  it('leave one attempt each, with what became of it', () => {
    for (const endpoint of endpoints) {
      const { name, ending } = endpoint.behaviour;
      expect({ name, attempts: attemptsOf(endpoint) }).toMatchObject({
        name,
        attempts: [expectedRow(ending)],
      });
    }
    expect(endpoints).toHaveLength(HOSTILE_BEHAVIOURS.length);
  });

  it('are let go of in time', () => {
    for (const endpoint of endpoints) {
      const { name, ending } = endpoint.behaviour;
      const [attempt] = attemptsOf(endpoint);
      const limitMs = ending.isAtDeadline ? SHORT_DEADLINE_MS + SLACK_MS : LONG_DEADLINE_MS - SLACK_MS;
      expect({ name, isInTime: (attempt?.duration_ms ?? Infinity) < limitMs }).toEqual({
        name,
        isInTime: true,
      });
    }
  });

  it('leave no more of a body than is kept, never unpacked, and a text that can be shown', () => {
    for (const { response_body: body, response_body_text: text } of attempts) {
      expect(body?.length ?? 0).toBeLessThanOrEqual(16_384);
      expect(text ?? '').not.toContain('\0');
      expect((text ?? '').isWellFormed()).toBe(true);
    }
    const kept = endpoints.flatMap((endpoint) =>
      endpoint.behaviour.name === 'a gzip bomb' ? attemptsOf(endpoint) : [],
    );
    expect(kept.map(({ response_body: body }) => body?.subarray(0, 2).toString('hex'))).toEqual(['1f8b']);
  });

  it('are told in sentences that name no address and no code of ours', () => {
    const told = attempts.map(({ error_message: message }) => message ?? '').join('\n');
    expect(told).not.toMatch(/127\.0\.0\.1| {4}at |node:|undici|undefined|assert/i);
    expect(attempts.filter(({ error_type: type }) => type === 'unknown_error')).toEqual([]);
  });

  it('are each given up, or taken at their word', async () => {
    const rows = await engine.database.query(
      `select status, reason, attempt_count, count(*)::int as count from finished_deliveries
       where event_type = 'hostile' group by 1, 2, 3 order by 1`,
    );
    const delivered = HOSTILE_BEHAVIOURS.filter(({ ending }) => ending.status === 200).length;
    const givenUp = HOSTILE_BEHAVIOURS.length - delivered;
    expect(rows).toEqual([
      { status: 'delivered', reason: null, attempt_count: 1, count: delivered },
      { status: 'dead_letter', reason: 'exhausted', attempt_count: 1, count: givenUp },
    ]);
    expect(engine.complaints).toEqual([]);
  });

  it('delay nobody else: no event of another webhook waited for one of them to end', () => {
    expect(healthyLagsMs.length).toBeGreaterThan(10);
    expect(Math.max(...healthyLagsMs)).toBeLessThan(SHORT_DEADLINE_MS);
    const healthy = attempts.filter(({ webhook_id: id }) => !endpoints.some((each) => each.webhookId === id));
    expect(new Set(healthy.map(({ outcome, number }) => `${outcome} ${number}`))).toEqual(
      new Set(['succeeded 1']),
    );
    expect(healthy).toHaveLength(receiver.requests.length);
  });
});
