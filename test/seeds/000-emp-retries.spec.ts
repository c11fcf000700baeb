import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { fromPublicId } from '../../src/domain/ids.ts';
import type { Receiver } from '../support/receiver.ts';
import { openSeed } from '../support/seed-document.ts';
import {
  payloadOf,
  startEmpWorld,
  startStatusReceiver,
  waitForRequests,
  type EmpWebhook,
  type EmpWorld,
} from './emp-world.ts';

const { says } = openSeed('emp');
const QUICK = { initial_delay_ms: 1, max_delay_ms: 1 };
/** What the clocks of receiver and database may differ by over a few seconds. */
const CLOCK_DRIFT_MS = 50;

let world: EmpWorld;
let receiver: Receiver;
beforeAll(async () => {
  world = await startEmpWorld({ POSTHORN_LOG_LEVEL: 'info' });
  receiver = await startStatusReceiver();
});
afterAll(async () => {
  await world.close();
  await receiver.close();
});
beforeEach(async () => {
  await world.clear();
  receiver.requests.length = 0;
});

describe(says('### Exponential Backoff'), () => {
  it('has the delays and the number of attempts of the document', async () => {
    const { id } = await world.create({ url: receiver.url, events: ['job.failed'] });
    const { data } = await world.call<EmpWebhook>('GET', `/api/webhooks/${id}`);
    says('1. **Initial Delay**: 1 second (configurable)');
    says('2. **Backoff Multiplier**: 2x (configurable)');
    says('3. **Maximum Attempts**: 3 (configurable)');
    says('4. **Maximum Delay**: 30 seconds (configurable)');
    expect(data.retry_config).toEqual({
      max_attempts: 3,
      initial_delay_ms: 1_000,
      backoff_multiplier: 2,
      max_delay_ms: 30_000,
    });
  });

  it(says('**Retry Schedule Example:**'), async () => {
    const retryConfig = { max_attempts: 4 };
    const { id } = await world.create({
      url: `${receiver.url}500`,
      events: ['job.failed'],
      retry_config: retryConfig,
    });
    const eventId = await world.publish('job.failed', { job_id: 'job_123' });
    const requests = await waitForRequests(receiver.requests, 4);
    says('- Attempt 1: Immediate');
    const pauses = requests.slice(1).map(({ at }, index) => at - (requests[index]?.at ?? 0));
    for (const [index, words] of ['Attempt 2: +1', 'Attempt 3: +2', 'Attempt 4: +4'].entries()) {
      const seconds = Number(says(`- ${words} second`).split('+')[1]?.split(' ')[0]);
      expect(pauses[index]).toBeGreaterThan(seconds * 1_000 - CLOCK_DRIFT_MS);
    }
    expect(await world.settled(id, 'failed')).toMatchObject({
      attempts: 4,
      max_attempts: 4,
      error: 'HTTP 500',
    });
    const told = world.logLines().filter(({ event }) => event === fromPublicId('event', eventId));
    expect(told.map(({ retry_in_ms: delay }) => delay)).toEqual([1_000, 2_000, 4_000, undefined]);
    const payloads = requests.map(payloadOf);
    const original = payloads[0]?.timestamp;
    says('retry_attempt?: number;   // Retry attempt number');
    says('original_timestamp?: number; // Original event timestamp');
    expect(payloads.map(({ metadata }) => metadata)).toEqual([
      undefined,
      ...[1, 2, 3].map((retry) => ({ retry_attempt: retry, original_timestamp: original })),
    ]);
    expect(new Set(payloads.map(({ event_id, timestamp }) => `${event_id} ${timestamp}`)).size).toBe(1);
  });
});

describe(says('### Failure Conditions'), () => {
  let secure: Server;
  beforeAll(async () => {
    const pem = (name: string): Buffer =>
      readFileSync(new URL(`../integration/transport/certificates/${name}`, import.meta.url));
    secure = createServer({ key: pem('server.key'), cert: pem('self-signed.pem') }, (_, response) =>
      response.end(),
    );
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    secure.close();
  });
  const securePort = (): number => (secure.address() as AddressInfo).port;

  it.each([
    ['- HTTP status code >= 400', () => `${receiver.url}400`, 'HTTP 400'],
    ['- HTTP status code >= 400', () => `${receiver.url}404`, 'HTTP 404'],
    ['- HTTP status code >= 400', () => `${receiver.url}410`, 'HTTP 410'],
    ['- HTTP status code >= 400', () => `${receiver.url}503`, 'HTTP 503'],
    ['- HTTP status code >= 400', () => `${receiver.url}302`, 'HTTP 302'],
    ['- Network error or DNS resolution failure', () => 'http://127.0.0.1:9/', 'network_error'],
    ['- Network error or DNS resolution failure', () => 'http://nowhere.invalid/', 'dns_error'],
    ['- SSL/TLS certificate issues', () => `https://localhost:${securePort()}/`, 'tls_error'],
  ])('%s: tried again (%#)', async (words, urlOf, error) => {
    says(words);
    const retryConfig = { ...QUICK, max_attempts: 2 };
    const { id } = await world.create({ url: urlOf(), events: ['job.failed'], retry_config: retryConfig });
    await world.publish('job.failed', {});
    expect(await world.settled(id, 'failed')).toMatchObject({ attempts: 2, error });
    expect((await world.call<EmpWebhook>('GET', `/api/webhooks/${id}`)).data.active).toBe(true);
  });

  it(says('- Connection timeout (30 seconds)'), async () => {
    const { id } = await world.create({ url: receiver.url, events: ['job.failed'] });
    expect((await world.app.get(`/api/webhooks/${id}`)).body).toMatchObject({ timeout_ms: 30_000 });
  });
});
