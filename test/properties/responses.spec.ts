import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTransport } from '../../src/engine/transport/undici-transport.ts';
import type { Transport } from '../../src/engine/transport/transport.ts';
import { afterRequest, HostileServer } from '../integration/transport/hostile-servers.ts';
import { requestTo } from '../integration/transport/sending.ts';

const RUNS = 1_000;
const LIMIT_MS = 120_000;

/** Pieces that responses are made of, whole and in part, in any order. */
const PIECES = [
  ...['HTTP/1.1 200 OK', 'HTTP/1.1 503 No', 'HTTP/1.0 200 OK', 'HTTP/1.1 100 Continue', 'HTTP/1.1 103 E'],
  ...['HTTP/1.1 101 S', 'HTTP/1.1 204 No', 'HTTP/1.1 304 N', 'HTTP/1.1 000', 'HTTP/1.1', 'HTTP/2 200'],
  ...['\r\n', '\r\n\r\n', '\n', '\r', '\0', ' ', ':', ';', '0', '1', '5', 'ff'],
  ...['Content-Length: 5', 'Content-Length: 0', 'Transfer-Encoding: chunked', 'Connection: close'],
  ...['Connection: upgrade', 'Upgrade: h2c', 'Keep-Alive: timeout=0', 'Content-Encoding: gzip', 'X-A: \xff'],
  ...['1\r\nx\r\n', '0\r\n\r\n', 'hello', '5;a=b\r\nhello\r\n'],
];

/** Mostly something that begins well. */
const responses = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((pieces) => pieces.join('')),
  fc
    .tuple(
      fc.constantFrom(
        'HTTP/1.1 200 OK\r\n',
        'HTTP/1.1 103 E\r\n\r\nHTTP/1.1 200 OK\r\n',
        'HTTP/1.1 410 G\r\n',
      ),
      fc.array(fc.constantFrom(...PIECES), { maxLength: 10 }),
    )
    .map(([start, pieces]) => `${start}${pieces.join('\r\n')}`),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
);

const answers = fc.record({
  text: responses,
  /** Where it is torn into two writes. */
  tornAt: fc.nat({ max: 60 }),
  ends: fc.constantFrom('ends', 'resets'),
});

let transport: Transport;
let server: HostileServer;
let answering: { text: string; tornAt: number; ends: string } = { text: '', tornAt: 0, ends: 'ends' };

beforeAll(async () => {
  transport = createTransport({ allowedNetworks: ['127.0.0.0/8'] });
  server = await HostileServer.start(
    afterRequest((socket) => {
      const { text, tornAt, ends } = answering;
      socket.write(text.slice(0, tornAt), 'latin1');
      setImmediate(() => {
        socket.write(text.slice(tornAt), 'latin1', () => {
          if (ends === 'ends') socket.end();
          else setImmediate(() => socket.resetAndDestroy());
        });
      });
    }),
  );
});
afterAll(async () => {
  await transport.close();
  await server.close();
});

describe('whatever bytes come back', () => {
  it(
    'the attempt ends at once, with a final status or a failure that has a name',
    async () => {
      const seen = new Set<number | string | null>();
      await fc.assert(
        fc.asyncProperty(answers, async (answer) => {
          answering = answer;
          const { status, errorType } = await transport.send(requestTo(server.url(), { timeoutMs: 30_000 }));
          seen.add(errorType ?? status);
          if (status === null) expect(errorType).toMatch(/^(invalid_response|network_error)$/);
          else expect([status >= 200 && status <= 999, errorType]).toEqual([true, null]);
        }),
        { numRuns: RUNS },
      );
      // It has not been all of one kind.
      expect([...seen]).toEqual(expect.arrayContaining([200, 410, 'invalid_response', 'network_error']));
    },
    LIMIT_MS,
  );
});
