import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ConnectionLimits } from '../../../src/http/connection-limits.ts';
import { PROBLEM_FACE } from '../../../src/http/problem.filter.ts';
import { SidePortError, SidePorts, sidePortOf, type SidePort } from '../../../src/http/side-ports.ts';
import { eventually } from '../../support/eventually.ts';

const SHORT: ConnectionLimits = {
  headersMs: 300,
  requestMs: 600,
  checkEveryMs: 50,
  unreadMs: 300,
  idleMs: 300,
};
const HOST = '127.0.0.1';

const sideOf = (port: number): SidePort => ({
  name: 'emp',
  prefix: '/emp',
  port,
  tenant: 'acme',
  face: PROBLEM_FACE,
});

interface Client {
  received: string;
  isClosed: boolean;
  write(text: string): void;
}

async function open(port: number): Promise<Client> {
  const socket = connect(port, HOST);
  await once(socket, 'connect');
  const client: Client = { received: '', isClosed: false, write: (text) => void socket.write(text) };
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => (client.received += chunk));
  socket.on('error', () => undefined);
  socket.on('close', () => (client.isClosed = true));
  return client;
}

describe('a side port', () => {
  let app: FastifyInstance;
  let side: SidePorts;
  /** What a request that waits is let go by. */
  let release: () => void = () => undefined;
  let arrived = 0;
  beforeEach(() => {
    arrived = 0;
    app = fastify();
    app.get('/emp/where', (request) => ({
      tenant: sidePortOf(request.raw)?.tenant ?? null,
      url: request.url,
      asked: request.originalUrl,
    }));
    app.get('/emp/slow', async () => {
      arrived += 1;
      await new Promise<void>((resolve) => (release = resolve));
      return 'late';
    });
  });
  afterEach(() => app.close());

  const listen = async (limits?: ConnectionLimits): Promise<number> => {
    side = new SidePorts(app, [sideOf(0)], limits);
    await app.listen({ port: 0, host: HOST });
    const [listening] = await side.listen(HOST);
    return listening?.port ?? 0;
  };

  it('puts its prefix before the path, and keeps what was asked for', async () => {
    const port = await listen();
    const answer = await fetch(`http://${HOST}:${port}/where?a=1`);
    expect(await answer.json()).toEqual({ tenant: 'acme', url: '/emp/where?a=1', asked: '/where?a=1' });
    const main = await fetch(`http://${HOST}:${(app.server.address() as AddressInfo).port}/emp/where`);
    expect(await main.json()).toEqual({ tenant: null, url: '/emp/where', asked: '/emp/where' });
  });

  it('ends slow, silent and idle clients as the main one does', async () => {
    const port = await listen(SHORT);
    const [slow, silent, idle] = [await open(port), await open(port), await open(port)];
    slow.write('GET /where HTTP/1.1\r\nHost: a\r\n');
    idle.write('GET /where HTTP/1.1\r\nHost: a\r\n\r\n');
    await eventually('all are ended', () => [slow, silent, idle].every(({ isClosed }) => isClosed));
    expect(slow.received).toContain('HTTP/1.1 408');
    expect(slow.received).toContain('application/problem+json');
    expect(idle.received).toContain('HTTP/1.1 200');
  });

  it('ends with the application: what is under way is answered, idle connections are closed', async () => {
    const port = await listen();
    const [busy, idle] = [await open(port), await open(port)];
    idle.write('GET /where HTTP/1.1\r\nHost: a\r\n\r\n');
    await eventually('the idle one is served', () => idle.received.includes('acme'));
    busy.write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n');
    await eventually('the busy one waits', () => arrived === 1);
    const closed = app.close();
    await eventually('the idle one is ended', () => idle.isClosed);
    expect(busy.isClosed).toBe(false);
    release();
    await closed;
    await eventually('the busy one is ended', () => busy.isClosed);
    expect(busy.received).toContain('late');
    await expect(fetch(`http://${HOST}:${port}/where`)).rejects.toThrow();
  });

  it('that cannot be listened on is told by its number and its name', async () => {
    const other: Server = createServer();
    other.listen(0, HOST);
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    side = new SidePorts(app, [sideOf(0), sideOf(port)]);
    await app.listen({ port: 0, host: HOST });
    const refused = side.listen(HOST);
    await expect(refused).rejects.toThrow(SidePortError);
    await expect(refused).rejects.toThrow(`The port ${port} of emp is in use.`);
    other.close();
  });
});
