import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTransport } from '../../../src/engine/transport/undici-transport.ts';
import type { Transport } from '../../../src/engine/transport/transport.ts';
import { eventually } from '../../support/eventually.ts';
import { NameServer } from './name-server.ts';
import { RawReceiver, type Answer } from './raw-receiver.ts';
import { requestTo } from './sending.ts';

const TIMEOUT_MS = 300;
/** The machine may be busy; a deadline that starts anew with each byte would never end. */
const SLACK_MS = 2_000;

let transport: Transport;
let nameServer: NameServer;
const receivers: RawReceiver[] = [];

async function receiverThat(answer: Answer): Promise<RawReceiver> {
  const receiver = await RawReceiver.start(answer);
  receivers.push(receiver);
  return receiver;
}

function drip(head: string, piece: string): Answer {
  return (socket) => {
    socket.write(head);
    const timer = setInterval(() => socket.write(piece), 10);
    socket.on('close', () => {
      clearInterval(timer);
    });
  };
}

beforeEach(async () => {
  nameServer = await NameServer.start(() => 'silence');
  transport = createTransport({ allowedNetworks: ['127.0.0.0/8'], dnsServers: [nameServer.address] });
});

afterEach(async () => {
  await transport.close();
  await nameServer.close();
  await Promise.all(receivers.splice(0).map(async (receiver) => receiver.close()));
});

describe('the deadline', () => {
  it.each<[string, Answer]>([
    ['silence', () => undefined],
    ['a dripping status line', drip('HTTP/1.1 200 ', 'O')],
    ['a dripping head', drip('HTTP/1.1 200 OK\r\n', 'A: b\r\n')],
  ])('ends %s', async (_name, answer) => {
    const receiver = await receiverThat(answer);
    const result = await transport.send(requestTo(receiver.url(), { timeoutMs: TIMEOUT_MS }));
    expect(result).toMatchObject({ status: null, errorType: 'timeout_error' });
    expect(result.errorMessage).toBe('No response was received within 300 ms.');
    expect(result.timings.totalMs).toBeGreaterThanOrEqual(TIMEOUT_MS - 5);
    expect(result.timings.totalMs).toBeLessThan(TIMEOUT_MS + SLACK_MS);
    await eventually('the socket is dropped', () => receiver.openSockets.size === 0);
  });

  it.each([
    ['of known length', drip('HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n', 'x')],
    ['chunked', drip('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', '1\r\nx\r\n')],
    ['until close', drip('HTTP/1.1 200 OK\r\n\r\n', 'x')],
    ['with an endless chunk extension', drip('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;', 'x')],
  ])('ends a dripping body %s, and its status stands', async (_name, answer) => {
    const receiver = await receiverThat(answer);
    const result = await transport.send(requestTo(receiver.url(), { timeoutMs: TIMEOUT_MS }));
    expect(result).toMatchObject({ status: 200, errorType: null, errorMessage: null, isBodyTruncated: true });
    expect(result.timings.totalMs).toBeLessThan(TIMEOUT_MS + SLACK_MS);
    await eventually('the socket is dropped', () => receiver.openSockets.size === 0);
  });

  it('covers the name', async () => {
    const result = await transport.send(requestTo('http://silent.test/', { timeoutMs: TIMEOUT_MS }));
    expect(result).toMatchObject({ status: null, errorType: 'timeout_error' });
    expect(result.timings.totalMs).toBeLessThan(TIMEOUT_MS + SLACK_MS);
  });

  it('covers the TLS handshake', async () => {
    const receiver = await receiverThat(() => undefined);
    const url = receiver.url().replace('http:', 'https:');
    const result = await transport.send(requestTo(url, { timeoutMs: TIMEOUT_MS }));
    expect(result).toMatchObject({ status: null, errorType: 'timeout_error' });
    expect(result.timings.connectMs).not.toBeNull();
    await eventually('the socket is dropped', () => receiver.openSockets.size === 0);
  });

  it('covers waiting for a connection, and what waited is never sent', async () => {
    const narrow = createTransport({ allowedNetworks: ['127.0.0.0/8'], connectionsPerOrigin: 1 });
    const receiver = await receiverThat(() => undefined);
    const first = narrow.send(requestTo(receiver.url('/first'), { timeoutMs: 2 * TIMEOUT_MS }));
    const second = await narrow.send(requestTo(receiver.url('/second'), { timeoutMs: TIMEOUT_MS }));
    expect(second.errorType).toBe('timeout_error');
    expect((await first).errorType).toBe('timeout_error');
    await narrow.close();
    expect(receiver.requests.map((request) => request.head.split(' ')[1])).toEqual(['/first']);
  });
});

describe('a name', () => {
  it('fails as dns_error when its own deadline is the shorter one', async () => {
    const hasty = createTransport({
      allowedNetworks: [],
      dnsServers: [nameServer.address],
      dnsTimeoutMs: 100,
    });
    const result = await hasty.send(requestTo('http://silent.test/'));
    expect(result).toMatchObject({ status: null, errorType: 'dns_error' });
    expect(result.timings.totalMs).toBeLessThan(100 + SLACK_MS);
    await hasty.close();
  });

  it('that is dead does not delay others', async () => {
    const receiver = await receiverThat((socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\n'));
    const dead = Array.from({ length: 100 }, async (_, index) =>
      transport.send(requestTo(`http://dead-${String(index)}.test/`, { timeoutMs: 1_500 })),
    );
    const result = await transport.send(requestTo(receiver.url()));
    expect(result.status).toBe(204);
    expect(result.timings.totalMs).toBeLessThan(1_000);
    expect(new Set((await Promise.all(dead)).map((outcome) => outcome.errorType))).toEqual(
      new Set(['timeout_error']),
    );
  });
});

describe('the signal', () => {
  it('sends nothing when it was aborted before', async () => {
    const receiver = await receiverThat(() => undefined);
    const result = await transport.send(requestTo(receiver.url(), { signal: AbortSignal.abort() }));
    expect(result).toMatchObject({ status: null, errorType: 'interrupted' });
    expect(receiver.acceptedOn).toEqual([]);
  });

  it('ends an open send and destroys its socket', async () => {
    const receiver = await receiverThat(() => undefined);
    const controller = new AbortController();
    const sending = transport.send(requestTo(receiver.url(), { signal: controller.signal }));
    await eventually('the request is there', () => receiver.requests.length === 1);
    controller.abort();
    expect(await sending).toMatchObject({ status: null, errorType: 'interrupted' });
    await eventually('the socket is dropped', () => receiver.openSockets.size === 0);
  });

  it('ends a send that still waits for its name', async () => {
    const controller = new AbortController();
    const sending = transport.send(requestTo('http://silent.test/', { signal: controller.signal }));
    await eventually('the question is asked', () => nameServer.questions.length > 0);
    controller.abort();
    expect(await sending).toMatchObject({ errorType: 'interrupted' });
  });

  it('leaves a received status standing', async () => {
    const receiver = await receiverThat(drip('HTTP/1.1 200 OK\r\n\r\n', 'x'));
    const controller = new AbortController();
    const sending = transport.send(requestTo(receiver.url(), { signal: controller.signal }));
    const timer = setTimeout(() => {
      controller.abort();
    }, TIMEOUT_MS);
    expect(await sending).toMatchObject({ status: 200, errorType: null, isBodyTruncated: true });
    clearTimeout(timer);
  });

  it('can be shared by many sends, which put one listener on it', async () => {
    const receiver = await receiverThat(() => undefined);
    const controller = new AbortController();
    const { signal } = controller;
    const sends = Array.from({ length: 50 }, async () =>
      transport.send(requestTo(receiver.url(), { signal })),
    );
    await eventually('all requests are there', () => receiver.requests.length === 50);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    controller.abort();
    const types = (await Promise.all(sends)).map((result) => result.errorType);
    expect(new Set(types)).toEqual(new Set(['interrupted']));
  });
});

describe('closing', () => {
  it('interrupts what is open or waits, destroys every socket and refuses what comes later', async () => {
    const narrow = createTransport({ allowedNetworks: ['127.0.0.0/8'], connectionsPerOrigin: 1 });
    const receiver = await receiverThat(() => undefined);
    const sends = [1, 2].map(async () => narrow.send(requestTo(receiver.url())));
    await eventually('the first request is there', () => receiver.requests.length === 1);
    await narrow.close();
    const results = [...(await Promise.all(sends)), await narrow.send(requestTo(receiver.url()))];
    expect(results.map((result) => result.errorType)).toEqual(['interrupted', 'interrupted', 'interrupted']);
    await eventually('the sockets are gone', () => receiver.openSockets.size === 0);
    expect(receiver.acceptedOn).toHaveLength(1);
  });
});
