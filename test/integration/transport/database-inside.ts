import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startRelay } from '../../support/relay.ts';

const PATH_VARIABLE = 'TEST_DATABASE_RELAY';
/** The addresses of the test server, which is outside. */
const URL_VARIABLES = ['TEST_SUPERUSER_URL', 'TEST_TEMPLATE_URL'] as const;

/** Leads from a path to the server of this run, for a process that shares no network with it. */
export async function withDatabaseRelay<T>(
  work: (environment: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  const { hostname, port } = new URL(process.env[URL_VARIABLES[0]] ?? '');
  const folder = await mkdtemp(path.join(tmpdir(), 'posthorn-relay-'));
  const place = path.join(folder, 'database');
  const relay = await startRelay({ path: place }, { host: hostname, port: Number(port) });
  try {
    return await work({ [PATH_VARIABLE]: place });
  } finally {
    await relay.close();
    await rm(folder, { recursive: true });
  }
}

/** In that process: makes the server reachable at a port of its own loopback. @returns the end of it */
export async function joinDatabaseRelay(): Promise<() => Promise<void>> {
  const place = process.env[PATH_VARIABLE];
  if (place === undefined) throw new Error(`${PATH_VARIABLE} is not set: this runs through runInside.`);
  const relay = await startRelay({ port: 0, host: '127.0.0.1' }, { path: place });
  for (const name of URL_VARIABLES) {
    const url = new URL(process.env[name] ?? '');
    url.host = `127.0.0.1:${String(relay.port)}`;
    process.env[name] = url.href;
  }
  return async () => {
    await relay.close();
  };
}
