import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { eventually } from './eventually.ts';

/** A real Redis on a loopback port and in a folder of its own, which keeps what it was given when it is started again. */
export interface RedisServer {
  readonly url: string;
  /** For the test itself; it connects again after a restart. */
  readonly client: Redis;
  /** Ends the server at once (SIGKILL). */
  kill(): Promise<void>;
  /** On the same port and folder. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** @throws Error where the program `redis-server` is missing (Debian package redis-server) */
export async function startRedis(password?: string): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-redis-'));
  const port = await findFreePort();
  const client = new Redis({
    port,
    host: '127.0.0.1',
    lazyConnect: true,
    ...(password === undefined ? {} : { password }),
  });
  // While the server is away, which tests are about.
  client.on('error', () => undefined);
  let server: ChildProcess | null = null;
  const kill = async (): Promise<void> => {
    if (server === null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
    server = null;
  };
  const start = async (): Promise<void> => {
    server = await spawnServer(folder, port, password);
  };
  await start();
  await eventually('Redis answers', async () => (await client.ping().catch(() => null)) === 'PONG');
  const login = password === undefined ? '' : `:${encodeURIComponent(password)}@`;
  return {
    url: `redis://${login}127.0.0.1:${port}`,
    client,
    kill,
    start,
    close: async () => {
      client.disconnect();
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function spawnServer(folder: string, port: number, password?: string): Promise<ChildProcess> {
  const settings = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder];
  // Every command is on disk before it is answered, so that a kill loses nothing that a test has been told of.
  const durable = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always'];
  const login = password === undefined ? [] : ['--requirepass', password];
  const child = spawn('redis-server', [...settings, ...durable, ...login], { stdio: 'ignore' });
  try {
    await once(child, 'spawn');
  } catch (cause) {
    throw new Error('redis-server does not start: install the Debian package redis-server.', { cause });
  }
  return child;
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
