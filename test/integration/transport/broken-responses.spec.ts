import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTransport } from '../../../src/engine/transport/undici-transport.ts';
import type { Transport } from '../../../src/engine/transport/transport.ts';
import { eventually } from '../../support/eventually.ts';
import { RawReceiver, respond, type Answer, type ReceiverOptions } from './raw-receiver.ts';
import { requestTo } from './sending.ts';

let transport: Transport;
const receivers: RawReceiver[] = [];

async function receiverThat(answer: Answer, options?: ReceiverOptions): Promise<RawReceiver> {
  const receiver = await RawReceiver.start(answer, options);
  receivers.push(receiver);
  return receiver;
}

function write(text: string): Answer {
  return (socket) => socket.write(text, 'latin1');
}

beforeEach(() => {
  transport = createTransport({ allowedNetworks: ['127.0.0.0/8'] });
});

afterEach(async () => {
  await transport.close();
  await Promise.all(receivers.splice(0).map(async (receiver) => receiver.close()));
});

describe('garbage', () => {
  it.each([
    ['no HTTP', 'hello there\r\n\r\n'],
    ['SSH', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['HTTP/2', '\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0'],
    ['a wrong version', 'HTTP/9.9 200 OK\r\n\r\n'],
    ['a wrong status', 'HTTP/1.1 abc OK\r\n\r\n'],
    ['a broken header', 'HTTP/1.1 200 OK\r\nno colon\r\n\r\n'],
    ['a space before the colon', 'HTTP/1.1 200 OK\r\nA : b\r\n\r\n'],
    ['a NUL', 'HTTP/1.1 200 OK\r\nA: \0\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    ['a negative length', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n'],
    [
      'a length and chunks',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n',
    ],
  ])('is an invalid response: %s', async (_name, text) => {
    const receiver = await receiverThat(write(text));
    const result = await transport.send(requestTo(receiver.url()));
    expect(result).toMatchObject({ status: null, errorType: 'invalid_response' });
    await eventually('the socket is dropped', () => receiver.openSockets.size === 0);
  });

  it('in the body does not take the status back', async () => {
    const receiver = await receiverThat(
      write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n'),
    );
    const result = await transport.send(requestTo(receiver.url()));
    expect(result).toMatchObject({ status: 200, errorType: null, isBodyTruncated: true });
  });

  it('after the response never answers the next request', async () => {
    const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
    const receiver = await receiverThat(write(`${ok}HTTP/1.1 299 Forged\r\nContent-Length: 0\r\n\r\n`));
    const statuses: (number | null)[] = [];
    for (let round = 0; round < 5; round += 1) {
      statuses.push((await transport.send(requestTo(receiver.url()))).status);
    }
    expect(statuses).not.toContain(299);
    expect(statuses[0]).toBe(200);
  });
});

describe('a broken connection', () => {
  it.each<[string, Answer]>([
    ['reset', (socket) => socket.resetAndDestroy()],
    ['closed', (socket) => socket.end()],
    ['closed within the head', (socket) => socket.end('HTTP/1.1 200 OK\r\nConte')],
    ['closed within an interim head', (socket) => socket.end('HTTP/1.1 100 Con')],
  ])('is a network error when it is %s before the response', async (_name, answer) => {
    const receiver = await receiverThat(answer);
    const result = await transport.send(requestTo(receiver.url()));
    expect(result).toMatchObject({ status: null, errorType: 'network_error', isBodyTruncated: false });
    expect(result.errorMessage).not.toMatch(/127\.0\.0\.1/);
    expect(receiver.requests).toHaveLength(1);
  });

  it('is a network error when nobody listens', async () => {
    const receiver = await RawReceiver.start(respond(200));
    const url = receiver.url();
    await receiver.close();
    const result = await transport.send(requestTo(url));
    expect(result).toMatchObject({ status: null, errorType: 'network_error' });
    expect(result.errorMessage).toBe('The connection failed (ECONNREFUSED).');
  });

  it.each<[string, Answer]>([
    ['reset', (socket) => socket.resetAndDestroy()],
    ['closed', (socket) => socket.end()],
  ])('leaves a received status standing when it is %s within the body', async (_name, breakOff) => {
    const receiver = await receiverThat((socket, request) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart');
      // A reset that arrives together with the head would discard it.
      setTimeout(breakOff, 50, socket, request);
    });
    const result = await transport.send(requestTo(receiver.url()));
    expect(result).toMatchObject({ status: 200, errorType: null, isBodyTruncated: true });
    expect(result.body.toString()).toBe('part');
  });
});

describe('an early answer', () => {
  it('counts although the request was not read, and its connection is not used again', async () => {
    const receiver = await receiverThat(
      (socket, request) => {
        socket.pause();
        respond(413)(socket, request);
      },
      { isEarly: true },
    );
    const body = Buffer.alloc(32 * 1_048_576, 'x');
    const result = await transport.send(requestTo(receiver.url(), { body }));
    expect(result).toMatchObject({ status: 413, errorType: null });
    // The rest of the first request still stands in the way on the first connection.
    expect(await transport.send(requestTo(receiver.url()))).toMatchObject({ status: 413 });
    expect(receiver.acceptedOn).toHaveLength(2);
  });
});
