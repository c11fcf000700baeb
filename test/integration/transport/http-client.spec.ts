import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { isCancel } from 'axios';
import fc from 'fast-check';
import { findHeaderFaults } from '../../../src/domain/custom-headers.ts';
import {
  createHttpClient,
  NoResponseError,
  readThrough,
  sendThrough,
  type HttpClientConfig,
  type HttpClientResponse,
} from '../../../src/engine/transport/http-client.ts';
import type { Transport } from '../../../src/engine/transport/transport.ts';
import { createTransport } from '../../../src/engine/transport/undici-transport.ts';
import { eventually } from '../../support/eventually.ts';
import { RawReceiver, respond, type Answer } from './raw-receiver.ts';
import { requestTo } from './sending.ts';

let transport: Transport;
let receiver: RawReceiver;
let answer: Answer = respond(204);
beforeAll(async () => {
  transport = createTransport({ allowedNetworks: ['127.0.0.0/8'] });
  receiver = await RawReceiver.start((socket, request) => {
    answer(socket, request);
  });
});
afterEach(() => {
  answer = respond(204);
  receiver.forget();
});
afterAll(async () => {
  await transport.close();
  await receiver.close();
});

const post = async (config: HttpClientConfig = {}): Promise<HttpClientResponse> =>
  await createHttpClient(transport).request<Buffer, HttpClientResponse>({ url: receiver.url(), ...config });
const rejectionOf = async (sending: Promise<unknown>): Promise<unknown> =>
  await sending.then(
    () => {
      throw new Error('It was answered.');
    },
    (error: unknown) => error,
  );

describe('what goes over the wire', () => {
  it('is what the transport alone would send, whatever the headers are called', async () => {
    const client = createHttpClient(transport);
    const name = fc.oneof(
      fc.constantFrom(
        'get',
        'set',
        'common',
        'post',
        'constructor',
        '__proto__',
        'toString',
        '1',
        'X_A',
        '~',
      ),
      fc.stringMatching(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,20}$/),
    );
    const headers = fc
      .uniqueArray(fc.tuple(name, fc.stringMatching(/^[\x20-\x7e]{0,20}$/)), {
        selector: ([given]) => given.toLowerCase(),
        maxLength: 20,
      })
      .filter((list) => findHeaderFaults(Object.fromEntries(list), []).length === 0);
    await fc.assert(
      fc.asyncProperty(headers, fc.uint8Array({ maxLength: 100 }), async (list, bytes) => {
        receiver.forget();
        const request = requestTo(receiver.url('/a?b=%20c'), { headers: list, body: Buffer.from(bytes) });
        await transport.send(request);
        await sendThrough(client, request);
        expect(receiver.requests).toHaveLength(2);
        expect(receiver.requests[1]).toEqual(receiver.requests[0]);
      }),
      { numRuns: 60 },
    );
  });

  it('has no header that the caller did not give', async () => {
    await post({ data: 'text' });
    await post({ data: Buffer.from('{}'), headers: { 'Content-Type': 'text/plain', 'X-One': ['a', 'b'] } });
    const linesOf = (index: number): string[] => receiver.requests[index]?.head.split('\r\n').slice(1) ?? [];
    const framing = [`host: 127.0.0.1:${receiver.port}`, 'connection: keep-alive'];
    expect(linesOf(0)).toEqual([...framing, 'content-length: 4']);
    expect(linesOf(1)).toEqual([
      ...framing,
      'Content-Type: text/plain',
      'X-One: a',
      'X-One: b',
      'content-length: 2',
    ]);
  });
});

describe('an answer', () => {
  it.each([200, 302, 404, 503])(
    'is an answer whatever its status, and leads nowhere else: %i',
    async (status) => {
      answer = respond(status, 'body', [`Location: ${receiver.url('/next')}`, 'X-A: 1', 'x-a: 2', 'get: 3']);
      const response = await post();
      expect(response).toMatchObject({ status, data: Buffer.from('body') });
      expect(response.headers).toMatchObject({ 'X-A': ['1', '2'] });
      expect(response.result).toMatchObject({ status, errorType: null, body: Buffer.from('body') });
      expect(response.result.timings.totalMs).toBeGreaterThan(0);
      expect(receiver.requests).toHaveLength(1);
    },
  );

  it('that does not come rejects with what the transport tells', async () => {
    answer = () => undefined;
    const error = await rejectionOf(post({ timeout: 50 }));
    expect(error).toBeInstanceOf(NoResponseError);
    expect(error).toMatchObject({ code: 'ETIMEDOUT', result: { errorType: 'timeout_error', status: null } });
    const result = await sendThrough(
      createHttpClient(transport),
      requestTo(receiver.url(), { timeoutMs: 50 }),
    );
    expect(result).toMatchObject({ errorType: 'timeout_error', status: null });
  });

  it('that nobody waits for any more is cancelled, and its socket closed', async () => {
    answer = () => undefined;
    const controller = new AbortController();
    const sending = rejectionOf(post({ signal: controller.signal }));
    await eventually('it is sent', () => receiver.requests.length === 1);
    controller.abort();
    expect(isCancel(await sending)).toBe(true);
    await eventually('its socket is closed', () => receiver.openSockets.size === 0);
  });
});

describe('a document that is read', () => {
  const read = async (bytesMax: number): Promise<string | undefined> => {
    const bounds = { timeoutMs: 5_000, bytesMax };
    const bytes = await readThrough(createHttpClient(transport), receiver.url('/keys?a=b'), bounds);
    return bytes?.toString();
  };

  it('is asked for by GET without a body, and comes whole, beyond what is kept of an answer', async () => {
    const document = 'x'.repeat(20_000);
    answer = respond(200, document);
    expect(await read(20_000)).toBe(document);
    expect(receiver.requests[0]?.head).toMatch(/^GET \/keys\?a=b HTTP\/1.1\r\n/);
    expect(receiver.requests[0]?.head).not.toMatch(/^(content-length|transfer-encoding):/im);
  });

  it('is none where it is too long, has another status or does not come', async () => {
    answer = respond(200, 'x'.repeat(101));
    expect(await read(100)).toBeUndefined();
    answer = respond(404, 'x');
    expect(await read(100)).toBeUndefined();
    answer = respond(302, 'x', [`Location: ${receiver.url('/next')}`]);
    expect(await read(100)).toBeUndefined();
    answer = (socket) => socket.destroy();
    expect(await read(100)).toBeUndefined();
  });
});

describe('a caller', () => {
  it('cannot choose another way out', async () => {
    const guarded = createTransport({ allowedNetworks: [] });
    const proxy = { protocol: 'http', host: '127.0.0.1', port: receiver.port };
    const config: HttpClientConfig = { url: receiver.url(), adapter: 'http', proxy, maxRedirects: 5 };
    const error = await rejectionOf(createHttpClient(guarded).request(config));
    expect(error).toMatchObject({ code: 'ERR_NETWORK', result: { errorType: 'refused_address' } });
    expect(receiver.acceptedOn).toEqual([]);
    await guarded.close();
  });

  it('is told what is not sent', async () => {
    expect(await rejectionOf(post({ method: 'put' }))).toMatchObject({ code: 'ERR_NOT_SUPPORT' });
    const body = { a: 1 } as unknown as string;
    expect(await rejectionOf(post({ data: body }))).toMatchObject({ code: 'ERR_BAD_OPTION_VALUE' });
    expect(receiver.requests).toEqual([]);
  });
});
