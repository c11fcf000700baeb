import { createServer, get, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openAccess } from '../../../src/auth/open-access.ts';
import { limitConnections, type ConnectionLimits } from '../../../src/http/connection-limits.ts';
import { eventually } from '../../support/eventually.ts';
import { startConventionApp, type ConventionApp } from './convention-app.ts';

const SHORT: ConnectionLimits = {
  headersMs: 300,
  requestMs: 600,
  checkEveryMs: 50,
  unreadMs: 300,
  idleMs: 300,
};
const DRIP_MS = 40;
/** More than the buffers of both ends take. */
const LARGE_BYTES = 64 * 1_048_576;

/** A client that writes as it is told to and keeps what it is sent. */
class RawClient {
  received = '';
  isClosed = false;

  private constructor(readonly socket: Socket) {
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (this.received += chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => (this.isClosed = true));
  }

  static async open(port: number): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  /** Writes the text again and again until the other end has had enough. */
  async drip(text: string): Promise<void> {
    const timer = setInterval(() => this.socket.write(text), DRIP_MS);
    await eventually('the connection is ended', () => this.isClosed);
    clearInterval(timer);
  }

  problem(): unknown {
    const [head = '', body = ''] = this.received.split('\r\n\r\n', 2);
    expect(head).toContain('Content-Type: application/problem+json');
    expect(head).toContain('Connection: close');
    return JSON.parse(body);
  }
}

describe('a slow client', () => {
  let app: ConventionApp;
  beforeAll(async () => {
    app = await startConventionApp(openAccess([]), SHORT);
  });
  afterAll(() => app.close());

  const isServed = async (): Promise<boolean> => {
    const answer = await fetch(`http://127.0.0.1:${String(app.port)}/health`);
    await answer.text();
    return answer.status === 200;
  };

  it('that never ends its headers is answered 408, and others are served meanwhile', async () => {
    const clients = await Promise.all(Array.from({ length: 50 }, async () => await RawClient.open(app.port)));
    for (const { socket } of clients) socket.write('GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n');
    const dripping = clients.map(async (client) => {
      await client.drip('X-More: 1\r\n');
    });
    expect(await isServed()).toBe(true);
    await Promise.all(dripping);
    for (const client of clients)
      expect(client.problem()).toMatchObject({ status: 408, code: 'request_timeout' });
  });

  it('that says nothing at all is ended', async () => {
    const client = await RawClient.open(app.port);
    await eventually('the connection is ended', () => client.isClosed);
  });

  it('that drips its body is answered 408, and others are served meanwhile', async () => {
    const client = await RawClient.open(app.port);
    client.socket.write(
      'POST /api/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{',
    );
    const dripping = client.drip(' ');
    expect(await isServed()).toBe(true);
    await dripping;
    expect(client.problem()).toMatchObject({ status: 408, code: 'request_timeout' });
  });

  it('that keeps a connection for nothing is ended', async () => {
    const client = await RawClient.open(app.port);
    client.socket.write('GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    await eventually('the answer is there', () => client.received.includes('healthy'));
    await eventually('the connection is ended', () => client.isClosed);
  });
});

describe('a client that never reads', () => {
  let server: Server;
  let port: number;
  const large = Buffer.alloc(LARGE_BYTES, 'x');
  let ended = 0;
  beforeAll(async () => {
    server = createServer((request, response) => {
      response.on('close', () => (ended += 1));
      if (request.url === '/large') response.end(large);
      else if (request.url === '/late') setTimeout(() => response.end('late'), 4 * SHORT.unreadMs);
      else response.end('small');
    });
    limitConnections(server, SHORT);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const bytesOf = async (path: string, pauseMs = 0): Promise<number> =>
    await new Promise((resolve, reject) => {
      get({ port, host: '127.0.0.1', path }, (answer) => {
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (pauseMs === 0) return;
          answer.pause();
          setTimeout(() => answer.resume(), pauseMs);
        });
        answer.on('end', () => {
          resolve(bytes);
        });
      }).on('error', reject);
    });

  it('is ended once its answer has waited long enough, and others are served meanwhile', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.pause();
    socket.write('GET /large HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    const before = ended;
    expect(await bytesOf('/small')).toBe(5);
    expect(await bytesOf('/large')).toBe(LARGE_BYTES);
    await eventually('all three are over', () => ended === before + 3);
    socket.destroy();
  });

  it('is ended too where it goes on asking', async () => {
    const socket = connect(port, '127.0.0.1');
    let isClosed = false;
    socket.on('error', () => undefined);
    socket.on('close', () => (isClosed = true));
    await once(socket, 'connect');
    socket.pause();
    const timer = setInterval(() => socket.write('GET /large HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'), DRIP_MS);
    await eventually('the connection is ended', () => isClosed);
    clearInterval(timer);
  });

  it('is another than one that waits for what takes its time, or that reads slowly', async () => {
    expect(await bytesOf('/late')).toBe(4);
    expect(await bytesOf('/large', 1)).toBe(LARGE_BYTES);
  });
});
