import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findFreePort } from '../../src/database/embedded/free-port.ts';
import { ERROR_TYPE_ADVICE } from '../../src/domain/error-types.ts';
import { HOSTILE_URLS } from '../integration/transport/hostile-urls.ts';
import { NameServer } from '../integration/transport/name-server.ts';
import { RawReceiver, respond } from '../integration/transport/raw-receiver.ts';
import { startReceiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { createWebhook, sendTest, type TestSendAnswer } from '../support/test-sends.ts';

const REFUSED = {
  outcome: 'failed',
  response_status: null,
  response_headers: null,
  response_body: null,
  response_body_truncated: false,
  error_type: 'refused_address',
  error_message: 'The target address is not allowed.',
  advice: ERROR_TYPE_ADVICE.refused_address,
};
/** Names that lead inside, to where nobody listens or somebody does. */
const INNER_NAMES: Readonly<Record<string, readonly string[]>> = {
  'inside.example': ['127.0.0.1'],
  'mixed.example': ['8.8.8.8', '10.0.0.1'],
};

let names: NameServer;
/** Lets requests go to loopback. */
let app: TestApp;
/** Lets requests go to public addresses alone. */
let guarded: TestApp;
beforeAll(async () => {
  names = await NameServer.start(({ name, family }) => (family === 4 ? INNER_NAMES[name] : []) ?? 'nxdomain');
  const environment = { POSTHORN_TEST_SENDS_PER_MINUTE: '1000', POSTHORN_DNS_SERVERS: names.address };
  app = await startTestApp(environment);
  guarded = await startTestApp({ ...environment, POSTHORN_ALLOWED_NETWORKS: '' });
});
afterAll(async () => {
  await app.close();
  await guarded.close();
  await names.close();
});

const sendTo = async (url: string): Promise<TestSendAnswer> =>
  await sendTest(app, 'test', { url, event_type: 'a', data: {} });

describe('200: what went wrong is the answer', () => {
  it.each([302, 400, 500])('a status of failure: %i', async (status) => {
    const receiver = await startReceiver(() => ({ status, headers: { Location: '/next' }, body: 'why' }));
    expect(await sendTo(receiver.url)).toMatchObject({
      outcome: 'failed',
      response_status: status,
      response_body: 'why',
      error_type: 'http_status',
      error_message: `The receiver answered ${status}.`,
    });
    expect(receiver.requests).toHaveLength(1);
    await receiver.close();
  });

  it('the webhook’s time is over', async () => {
    const receiver = await RawReceiver.start(() => undefined);
    const { id } = await createWebhook(app, { url: receiver.url(), timeout_ms: 100 });
    const answer = await sendTest(app, `${id}/test`);
    expect(answer).toMatchObject({ outcome: 'failed', response_status: null, error_type: 'timeout_error' });
    expect(answer.timings.total_ms).toBeGreaterThan(90);
    await receiver.close();
  });

  it('nobody listens, or the name is nobody’s', async () => {
    const dead = await sendTo(`http://127.0.0.1:${await findFreePort()}/`);
    expect(dead).toMatchObject({ outcome: 'failed', error_type: 'network_error' });
    const unknown = await sendTo('http://unknown.example/');
    expect(unknown).toMatchObject({ outcome: 'failed', error_type: 'dns_error' });
    expect(JSON.stringify([dead, unknown])).not.toMatch(/ {4}at |node:|127\.0\.0\.1/);
  });

  it('the answer is no HTTP, or more than is kept, or no text', async () => {
    const garbled = await RawReceiver.start((socket) => socket.end('SSH-2.0-x\r\n'));
    expect(await sendTo(garbled.url())).toMatchObject({ error_type: 'invalid_response' });
    const endless = await RawReceiver.start(respond(200, `\0\ud800${'x'.repeat(100_000)}`));
    const answer = await sendTo(endless.url());
    expect(answer).toMatchObject({ outcome: 'succeeded', response_body_truncated: true });
    expect((answer as { response_body?: string }).response_body).toMatch(/^\ufffdx{1000,}$/);
    await Promise.all([garbled.close(), endless.close()]);
  });
});

describe('200: a refused address', () => {
  it('looks the same however it is named, whether or not somebody listens there', async () => {
    const canary = await RawReceiver.start(respond(200));
    const deadPort = await findFreePort();
    for (const port of [canary.port, deadPort]) {
      for (const host of [
        '127.0.0.1',
        'localhost',
        '[::1]',
        '169.254.169.254',
        ...Object.keys(INNER_NAMES),
      ]) {
        const body = { url: `http://${host}:${port}/`, event_type: 'a', data: {} };
        const answer = await sendTest(guarded, 'test', body);
        expect({ host, ...answer }).toMatchObject({ host, ...REFUSED });
        expect(answer.timings).toMatchObject({ connect_ms: null, tls_ms: null, first_byte_ms: null });
      }
    }
    expect(canary.acceptedOn).toEqual([]);
    await canary.close();
  });

  it('is refused to a registered webhook, too, whose name has moved inside', async () => {
    const { id } = await createWebhook(guarded, { url: 'http://inside.example/' });
    expect(await sendTest(guarded, `${id}/test`)).toMatchObject(REFUSED);
  });

  it('comes of every hostile spelling, where it is a URL at all', async () => {
    for (const url of HOSTILE_URLS) {
      const answer = await guarded.post('/api/webhooks/test', { url, event_type: 'a', data: {} });
      if (answer.status === 422) {
        const { errors } = answer.body as { errors: { path: string }[] };
        expect({ url, paths: errors.map(({ path }) => path) }).toEqual({ url, paths: ['url'] });
        continue;
      }
      const { error_type: errorType } = answer.body as TestSendAnswer;
      expect({ url, status: answer.status }).toEqual({ url, status: 200 });
      if (errorType !== 'dns_error') expect({ url, ...answer.body }).toMatchObject({ url, ...REFUSED });
    }
    expect(guarded.complaints).toEqual([]);
  });
});

describe('422', () => {
  const VALID = { url: 'http://127.0.0.1:9/', event_type: 'a', data: {} };
  const faultyPaths = async (path: string, body: object): Promise<string[]> => {
    const answer = await app.post(`/api/webhooks/${path}`, body);
    expect(answer.body).toMatchObject({ status: 422, code: 'invalid' });
    return (answer.body as { errors: { path: string }[] }).errors.map((error) => error.path);
  };

  it('lists every fault of a URL that is not registered', async () => {
    expect((await faultyPaths('test', {})).sort()).toEqual(['data', 'event_type', 'url']);
    const faulty = {
      url: 'ftp://a',
      event_type: 'a b',
      data: [],
      secret: '',
      format: 'An other',
      headers: { a: 1 },
    };
    expect((await faultyPaths('test', { ...faulty, timeout_ms: 5 })).sort()).toEqual([
      'data',
      'event_type',
      'format',
      'headers',
      'secret',
      'timeout_ms',
      'url',
    ]);
  });

  it.each([
    [{ url: 'http://user:pass@example.com/' }, 'url'],
    [{ url: `http://a.example/${'x'.repeat(2_048)}` }, 'url'],
    [{ url: null }, 'url'],
    [{ event_type: '' }, 'event_type'],
    [{ event_type: 'x'.repeat(257) }, 'event_type'],
    [{ data: 'text' }, 'data'],
    [{ data: null }, 'data'],
    [{ secret: null }, 'secret'],
    [{ secret: 'whsec_c2hvcnQ=' }, 'secret'],
    [{ secret: 'x' }, 'secret'],
    [{ format: 'other' }, 'format'],
    [{ format: 'slack', secret: 'x' }, 'secret'],
    [{ headers: { Host: 'x' } }, 'headers.Host'],
    [{ headers: { Webhook_Signature: 'x' } }, 'headers.Webhook_Signature'],
    [{ headers: { 'X-A': 'a\r\nb' } }, 'headers.X-A'],
    [{ headers: { 'content-length': '0' } }, 'headers.content-length'],
  ])('for %j', async (change, path) => {
    expect(await faultyPaths('test', { ...VALID, ...change })).toEqual([path]);
  });

  it('for what a registered webhook is not asked for', async () => {
    const { id } = await createWebhook(app, { url: 'http://127.0.0.1:9/' });
    expect(
      (await faultyPaths(`${id}/test`, { url: 'http://a.example/', event_type: 5, data: 5 })).sort(),
    ).toEqual(['data', 'event_type', 'url']);
  });
});
