import { gzipSync } from 'node:zlib';
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

describe('what comes back', () => {
  it('is the status, headers in their order and case, and the body', async () => {
    const receiver = await receiverThat(respond(201, 'made', ['X-B: 1', 'x-a: \xfc', 'X-B: 2']));
    const result = await transport.send(requestTo(receiver.url()));
    expect(result).toMatchObject({
      status: 201,
      errorType: null,
      errorMessage: null,
      isBodyTruncated: false,
    });
    expect(result.headers).toEqual([
      ['Content-Length', '4'],
      ['X-B', '1'],
      ['x-a', 'Ã¼'],
      ['X-B', '2'],
    ]);
    expect(result.body.toString()).toBe('made');
    const { dnsMs, connectMs, tlsMs, firstByteMs, totalMs } = result.timings;
    expect({ dnsMs, tlsMs }).toEqual({ dnsMs: null, tlsMs: null });
    expect(connectMs).toBeGreaterThan(0);
    expect(firstByteMs).toBeGreaterThanOrEqual(connectMs ?? Infinity);
    expect(totalMs).toBeGreaterThanOrEqual(firstByteMs ?? Infinity);
  });

  it.each([204, 301, 302, 307, 308, 400, 410, 429, 500, 503])(
    'is no error of the transport when the status is %d',
    async (status) => {
      const target = await receiverThat(respond(200));
      const receiver = await receiverThat(respond(status, '', [`Location: ${target.url()}`]));
      const result = await transport.send(requestTo(receiver.url()));
      expect(result).toMatchObject({ status, errorType: null });
      expect(target.acceptedOn).toEqual([]);
    },
  );

  it('is not decompressed', async () => {
    const zipped = gzipSync(Buffer.alloc(10_000_000));
    const receiver = await receiverThat((socket) => {
      socket.write(
        `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${String(zipped.length)}\r\n\r\n`,
      );
      socket.write(zipped);
    });
    const result = await transport.send(requestTo(receiver.url()));
    expect(result.body).toEqual(zipped.subarray(0, 16_384));
  });

  it('may end with the connection, or be chunked with trailers', async () => {
    const untilClose = await receiverThat((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nall of it'));
    const chunked = await receiverThat(
      write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-T: 1\r\n\r\n'),
    );
    const [first, second] = await Promise.all([
      transport.send(requestTo(untilClose.url())),
      transport.send(requestTo(chunked.url())),
    ]);
    expect([first.body.toString(), second.body.toString()]).toEqual(['all of it', 'abc']);
    expect([first.isBodyTruncated, second.isBodyTruncated]).toEqual([false, false]);
  });
});

describe('interim responses', () => {
  it.each([
    ['100', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['102 with headers', 'HTTP/1.1 102 Processing\r\nX-A: 1\r\n\r\n'],
    ['103', 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'],
    ['several', 'HTTP/1.1 103 E\r\nA: b\r\n\r\nHTTP/1.1 100 C\r\n\r\nHTTP/1.1 199 X\r\n\r\n'],
  ])('are passed over: %s', async (_name, interim) => {
    const receiver = await receiverThat(write(`${interim}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok`));
    const first = await transport.send(requestTo(receiver.url()));
    const second = await transport.send(requestTo(receiver.url()));
    expect([first.status, second.status]).toEqual([200, 200]);
    expect([first.body.toString(), first.headers]).toEqual(['ok', [['Content-Length', '2']]]);
    expect(receiver.acceptedOn).toHaveLength(1);
  });

  it('are passed over when they come in single bytes', async () => {
    const bytes = 'HTTP/1.1 100 Continue\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'.split(
      '',
    );
    const receiver = await receiverThat((socket) => {
      const timer = setInterval(() => {
        const next = bytes.shift();
        if (next === undefined) clearInterval(timer);
        else socket.write(next);
      }, 1);
    });
    const result = await transport.send(requestTo(receiver.url()));
    expect([result.status, result.body.toString()]).toEqual([200, 'ok']);
  });

  it('are an invalid response when they switch protocols', async () => {
    const receiver = await receiverThat(
      write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'),
    );
    const result = await transport.send(requestTo(receiver.url()));
    expect(result).toMatchObject({ status: null, errorType: 'invalid_response' });
  });

  it('end at the deadline when nothing else ever comes', async () => {
    const receiver = await receiverThat((socket) => {
      const timer = setInterval(() => socket.write('HTTP/1.1 102 Processing\r\n\r\n'), 5);
      socket.on('close', () => {
        clearInterval(timer);
      });
    });
    const result = await transport.send(requestTo(receiver.url(), { timeoutMs: 200 }));
    expect(result).toMatchObject({ status: null, errorType: 'timeout_error' });
  });
});

describe('the caps', () => {
  it.each([
    [16_384, false],
    [16_385, true],
  ])('keep 16 KiB of a body of %d bytes', async (bytes, isBodyTruncated) => {
    const receiver = await receiverThat(respond(200, 'x'.repeat(bytes)));
    const result = await transport.send(requestTo(receiver.url()));
    expect(result).toMatchObject({ status: 200, errorType: null, isBodyTruncated });
    expect(result.body).toHaveLength(16_384);
    await eventually('socket kept or dropped', () => receiver.openSockets.size === (isBodyTruncated ? 0 : 1));
  });

  it('drop the socket of an endless body, having read little of it', async () => {
    let sent = 0;
    const receiver = await receiverThat((socket) => {
      const block = Buffer.alloc(65_536, 'x');
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const pump = (): void => {
        while (!socket.destroyed && socket.write(block)) sent += block.length;
        sent += block.length;
      };
      socket.on('drain', pump);
      pump();
    });
    const result = await transport.send(requestTo(receiver.url()));
    expect(result).toMatchObject({ status: 200, errorType: null, isBodyTruncated: true });
    expect(result.body).toHaveLength(16_384);
    await eventually('the socket is dropped', () => receiver.openSockets.size === 0);
    // What the kernel buffers of a loopback connection, not what a 10 s deadline would let through.
    expect(sent).toBeLessThan(16_777_216);
  });

  it.each([
    [99, 200],
    [100, null],
  ])('hold %d further headers and answer %p', async (count, status) => {
    const headers = Array.from({ length: count }, (_, index) => `X-${String(index)}: 1`);
    const receiver = await receiverThat(respond(200, '', headers));
    const result = await transport.send(requestTo(receiver.url()));
    expect(result).toMatchObject({ status, errorType: status === null ? 'invalid_response' : null });
  });

  it.each([
    [16_000, 200],
    [16_400, null],
  ])('hold a header of %d bytes and answer %p', async (bytes, status) => {
    const receiver = await receiverThat(respond(200, '', [`X-A: ${'v'.repeat(bytes)}`]));
    const result = await transport.send(requestTo(receiver.url()));
    expect(result).toMatchObject({ status, errorType: status === null ? 'invalid_response' : null });
  });

  it('end a head that never ends', async () => {
    const receiver = await receiverThat((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const pump = (): void => {
        while (!socket.destroyed && socket.write('X-A: vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv\r\n'));
      };
      socket.on('drain', pump);
      pump();
    });
    const result = await transport.send(requestTo(receiver.url()));
    expect(result).toMatchObject({ status: null, errorType: 'invalid_response' });
  });
});
