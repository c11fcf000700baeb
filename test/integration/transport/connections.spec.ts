import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTransport } from '../../../src/engine/transport/undici-transport.ts';
import type { Transport } from '../../../src/engine/transport/transport.ts';
import { eventually } from '../../support/eventually.ts';
import { RawReceiver, respond, type Answer } from './raw-receiver.ts';
import { requestTo } from './sending.ts';

let transport: Transport;
const receivers: RawReceiver[] = [];

async function receiverThat(answer: Answer, host?: string): Promise<RawReceiver> {
  const receiver = await RawReceiver.start(answer, host === undefined ? {} : { host });
  receivers.push(receiver);
  return receiver;
}

beforeEach(() => {
  transport = createTransport({ allowedNetworks: ['127.0.0.0/8', '::1/128'] });
});

afterEach(async () => {
  await transport.close();
  await Promise.all(receivers.splice(0).map(async (receiver) => receiver.close()));
});

describe('what is sent', () => {
  it('is one POST with the headers in order and the body byte for byte', async () => {
    const receiver = await receiverThat(respond(200));
    const body = Buffer.from([0, 255, 13, 10, 13, 10, 0]);
    const headers = [
      ['webhook-id', 'msg_1'],
      ['X-Custom', 'a b'],
      ['x-custom', 'c'],
    ] as const;
    await transport.send(requestTo(receiver.url('/hook%20?a=%C3%BC&b'), { headers, body }));
    expect(receiver.requests).toHaveLength(1);
    expect(receiver.requests[0]?.head.split('\r\n')).toEqual([
      'POST /hook%20?a=%C3%BC&b HTTP/1.1',
      `host: 127.0.0.1:${String(receiver.port)}`,
      'connection: keep-alive',
      'webhook-id: msg_1',
      'X-Custom: a b',
      'x-custom: c',
      'content-length: 7',
    ]);
    expect(receiver.requests[0]?.body).toEqual(body);
  });

  it('says a length of 0 for an empty body', async () => {
    const receiver = await receiverThat(respond(200));
    await transport.send(requestTo(receiver.url(), { body: Buffer.alloc(0), headers: [] }));
    expect(receiver.requests[0]?.head).toMatch(/\r\ncontent-length: 0$/);
  });

  it.each([
    ['Content-Length', '0'],
    ['Transfer-Encoding', 'chunked'],
    ['Expect', '100-continue'],
    ['X-Split', 'a\r\nInjected: 1'],
    ['X Split', 'a'],
  ])('is nothing when %s could not go out as it is', async (name, value) => {
    const receiver = await receiverThat(respond(200));
    const result = await transport.send(requestTo(receiver.url(), { headers: [[name, value]] }));
    expect(result).toMatchObject({ status: null, errorType: 'unknown_error' });
    expect(receiver.requests).toEqual([]);
  });

  it.each(['', 'nonsense', 'ftp://127.0.0.1/', 'http://user:pass@127.0.0.1/', 'file:///etc/passwd'])(
    'is nothing when the URL is %j',
    async (url) => {
      const result = await transport.send(requestTo(url));
      expect(result).toMatchObject({ status: null, errorType: 'unknown_error' });
      expect(result.errorMessage).not.toContain('pass');
    },
  );
});

describe('connections', () => {
  it('are kept alive and used again', async () => {
    const receiver = await receiverThat(respond(200, 'ok'));
    const results = [];
    for (let round = 0; round < 10; round += 1) results.push(await transport.send(requestTo(receiver.url())));
    expect(results.map((result) => result.status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(receiver.requests).toHaveLength(10);
    expect(receiver.acceptedOn).toHaveLength(1);
    expect(results[1]?.timings.connectMs).toBeNull();
  });

  it('carry one request at a time, and no more of them are open than allowed', async () => {
    const narrow = createTransport({ allowedNetworks: ['127.0.0.0/8'], connectionsPerOrigin: 3 });
    let open = 0;
    let openMax = 0;
    const receiver = await receiverThat((socket, request) => {
      openMax = Math.max(openMax, (open += 1));
      setTimeout(() => {
        open -= 1;
        respond(200)(socket, request);
      }, 5);
    });
    const sends = Array.from({ length: 60 }, async () => narrow.send(requestTo(receiver.url())));
    expect(new Set((await Promise.all(sends)).map((result) => result.status))).toEqual(new Set([200]));
    await narrow.close();
    expect([receiver.requests.length, receiver.acceptedOn.length, openMax]).toEqual([60, 3, 3]);
  });

  it('are not used again when the receiver says so', async () => {
    const receiver = await receiverThat(respond(200, 'ok', ['Connection: close']));
    for (let round = 0; round < 3; round += 1) {
      expect((await transport.send(requestTo(receiver.url()))).status).toBe(200);
    }
    expect(receiver.acceptedOn).toHaveLength(3);
  });

  it('carry nothing that may begin no more once there is one', async () => {
    const receiver = await receiverThat(respond(200));
    for (const [mayBegin, received] of [
      [false, 0],
      [true, 1],
      [false, 1],
    ] as const) {
      const result = await transport.send(requestTo(receiver.url(), { mayBegin: () => mayBegin }));
      expect([result.status, result.errorType]).toEqual(mayBegin ? [200, null] : [null, 'interrupted']);
      expect(receiver.requests).toHaveLength(received);
    }
  });

  it('that wait behind a failed one get another', async () => {
    const narrow = createTransport({ allowedNetworks: ['127.0.0.0/8'], connectionsPerOrigin: 1 });
    const receiver = await receiverThat((socket, request) => {
      if (request.head.startsWith('POST /bad')) socket.resetAndDestroy();
      else respond(200)(socket, request);
    });
    const paths = ['/bad', '/good', '/bad', '/good', '/good'];
    const sends = paths.map(async (path) => narrow.send(requestTo(receiver.url(path))));
    const statuses = (await Promise.all(sends)).map((result) => result.status);
    await narrow.close();
    expect(statuses).toEqual([null, 200, null, 200, 200]);
  });

  it('are given up when idle for 4 s, whatever longer time the receiver offers', async () => {
    const receiver = await receiverThat(respond(200, '', ['Keep-Alive: timeout=600']));
    await transport.send(requestTo(receiver.url()));
    const idleSince = performance.now();
    expect(receiver.openSockets.size).toBe(1);
    await eventually('the connection is closed', () => receiver.openSockets.size === 0);
    expect(performance.now() - idleSince).toBeGreaterThan(3_000);
    expect(performance.now() - idleSince).toBeLessThan(7_000);
  });

  it('never carry a request twice when the receiver drops them as it is sent', async () => {
    // Each connection answers once and dies at its second request, which is the case a client is tempted to repeat.
    const seen = new Map<unknown, number>();
    const receiver = await receiverThat((socket, request) => {
      const count = (seen.get(socket) ?? 0) + 1;
      seen.set(socket, count);
      if (count === 2) socket.resetAndDestroy();
      else respond(200)(socket, request);
    });
    const outcomes: (string | number | null)[] = [];
    for (let round = 0; round < 40; round += 1) {
      const result = await transport.send(requestTo(receiver.url(`/${String(round)}`)));
      outcomes.push(result.status ?? result.errorType);
    }
    const paths = receiver.requests.map((request) => request.head.split(' ')[1]);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths).toHaveLength(40);
    expect(new Set(outcomes)).toEqual(new Set([200, 'network_error']));
  });

  it('closed while idle are replaced, or fail as network errors', async () => {
    const receiver = await receiverThat((socket, request) => {
      respond(200)(socket, request);
      socket.end();
    });
    const outcomes: (string | number | null)[] = [];
    for (let round = 0; round < 40; round += 1) {
      const result = await transport.send(requestTo(receiver.url(`/${String(round)}`)));
      outcomes.push(result.status ?? result.errorType);
    }
    const paths = receiver.requests.map((request) => request.head.split(' ')[1]);
    expect(new Set(paths).size).toBe(paths.length);
    expect(outcomes.filter((outcome) => outcome !== 200 && outcome !== 'network_error')).toEqual([]);
    expect(outcomes[0]).toBe(200);
  });

  it('reach localhost over whichever loopback address is open and answers', async () => {
    const overVersion6 = await receiverThat(respond(200), '::1');
    const overVersion4 = await receiverThat(respond(200), '127.0.0.1');
    for (const receiver of [overVersion6, overVersion4]) {
      const result = await transport.send(requestTo(receiver.url('/', 'api.localhost')));
      expect(result).toMatchObject({ status: 200, errorType: null });
    }
    expect(overVersion6.requests[0]?.head).toContain('\r\nhost: api.localhost:');
  });

  it('are closed when more origins are in use than allowed, the longest unused first', async () => {
    const few = createTransport({ allowedNetworks: ['127.0.0.0/8'], originsMax: 3 });
    const origins = await Promise.all([1, 2, 3, 4].map(async () => receiverThat(respond(200))));
    const [first, second, third, fourth] = origins;
    for (const receiver of [first, second, third, first, fourth]) {
      await few.send(requestTo(receiver?.url() ?? ''));
    }
    await eventually('the second origin is closed', () => second?.openSockets.size === 0);
    expect(origins.map((receiver) => receiver.openSockets.size)).toEqual([1, 0, 1, 1]);
    await few.close();
  });
});
