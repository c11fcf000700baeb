import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Cluster } from './cluster.ts';
import { startFailed } from './embedded-postgres-error.ts';
import { findFreePort } from './free-port.ts';
import { findOrphan, launchServer, type RunningServer } from './postgres-server.ts';
import { removePidFileOfStranger } from './postmaster-pid.ts';
import { readLastWords } from './server-log.ts';

/** A lost race for the port, or backends of a killed server that are about to end, are over within these 6 s. */
const RETRY_DELAYS_MS = [100, 200, 400, 800, 1_600, 3_200] as const;
const CONNECT_TIMEOUT_MS = 10_000;
const INVALID_PASSWORD = '28P01';

interface ServerStartOptions {
  cluster: Cluster;
  password: string;
  preferredPort: number | undefined;
  log: (line: string) => void;
  /** Replaceable, so that a test can lose the race for a port. */
  choosePort?: (preferred?: number) => Promise<number>;
}

/** A superuser's URL; the password is base64url and needs no escaping. */
export function databaseUrl(port: number, password: string): string {
  return `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${String(port)}/postgres`;
}

/**
 * The orphan of a killed Posthorn where there is one that takes the password, else a new server.
 *
 * @throws EmbeddedPostgresError `start_failed`
 */
export async function startOrAdoptServer(options: ServerStartOptions): Promise<RunningServer> {
  const { cluster, log } = options;
  const orphan = await findOrphan(cluster);
  if (orphan && (await canLogIn(orphan.port, options.password))) {
    log(
      `took over the PostgreSQL (process ${String(orphan.pid)}) that an earlier Posthorn left on ${cluster.dir}`,
    );
    return orphan;
  }
  if (orphan) {
    log(`stopping the PostgreSQL (process ${String(orphan.pid)}) that was left on ${cluster.dir}`);
    await orphan.stop();
  }
  await removePidFileOfStranger(cluster.dir);
  return launchWithRetries(options);
}

async function launchWithRetries(options: ServerStartOptions): Promise<RunningServer> {
  const { cluster, preferredPort, choosePort = findFreePort } = options;
  for (const delayMs of [...RETRY_DELAYS_MS, undefined]) {
    const server = await launchServer(cluster, await choosePort(preferredPort));
    if (server) return server;
    if (delayMs !== undefined) await sleep(delayMs);
  }
  const { file, text } = await readLastWords(cluster.dir);
  throw startFailed(cluster.dir, file, text);
}

/** Whether the server on the port knows the password; false also when it does not answer. */
async function canLogIn(port: number, password: string): Promise<boolean> {
  return (await loginFault(port, password)) === undefined;
}

export async function isPasswordRejected(port: number, password: string): Promise<boolean> {
  return (await loginFault(port, password)) === INVALID_PASSWORD;
}

async function loginFault(port: number, password: string): Promise<string | undefined> {
  const client = new Client({
    connectionString: databaseUrl(port, password),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'posthorn start',
  });
  // A server that goes away while it is asked must not become an uncaught error.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
