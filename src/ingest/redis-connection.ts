import { Redis } from 'ioredis';

/** Above the longest a command blocks: a server that no longer answers is known as gone. */
const COMMAND_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * A connection that is open; when it breaks, its commands fail and whoever uses it makes another one. The library's own
 * reconnecting would send commands again that nobody waits for any more.
 * @param name shown by `CLIENT LIST`
 * @throws where there is none to be had
 */
export async function connectRedis(url: string, name: string, onBroken: () => void): Promise<Redis> {
  const { protocol, hostname, port, username, password, pathname } = new URL(url);
  const redis = new Redis({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? 6379 : Number(port),
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    db: Number(pathname.slice(1)),
    // Verified whatever NODE_TLS_REJECT_UNAUTHORIZED says.
    ...(protocol === 'rediss:' ? { tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2' as const } } : {}),
    protocol: 2,
    connectionName: name,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    retryStrategy: null,
  });
  let isOpen = false;
  let cause: unknown;
  redis.on('error', (error) => {
    cause ??= error;
  });
  redis.on('close', () => {
    if (isOpen) onBroken();
  });
  try {
    await redis.connect();
    isOpen = true;
    return redis;
  } catch (error) {
    redis.disconnect();
    throw cause ?? error;
  }
}

/**
 * What a failure is called: Node's code (ECONNREFUSED), or the first word of what Redis answered (NOAUTH). Its message and its
 * command may hold a password.
 */
export function redisFault(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  const word = error instanceof Error ? /^[A-Z]{3,20}(?= )/.exec(error.message)?.[0] : undefined;
  return word ?? 'connection lost';
}
