import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import request, { type Test } from 'supertest';
import { AppModule } from '../../src/app.module.ts';
import { setupApp } from '../../src/app.setup.ts';
import { startAccess } from '../../src/auth/api-keys/first-key.ts';
import { makeConsoleLink } from '../../src/auth/sessions/console-link.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { openDatabase } from '../../src/database/database.ts';
import { Duties } from '../../src/dispatcher/duties.ts';
import type { AppParts } from '../../src/engine-parts.ts';
import { createTransport } from '../../src/engine/transport/undici-transport.ts';
import { routesOf, type Route } from '../../src/http/allowed-methods.ts';
import { faceOfPath } from '../../src/dialects/dialects.ts';
import { createHttpAdapter } from '../../src/http/http-adapter.ts';
import { openTracing } from '../../src/operations/tracing/open-tracing.ts';
import { TEST_KEY } from './stored-webhook.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';
import { createTypedClient, type ApiClient } from './typed-client.ts';

/** Posthorn as it is in production, on a database of its own, listening on a port of its own. */
export interface TestApp {
  readonly server: Server;
  readonly port: number;
  /** Where it listens, as in `http://127.0.0.1:1234`. */
  readonly url: string;
  /** Where the dialects of `POSTHORN_DIALECT_PORTS` listen, in its order. */
  readonly dialectUrls: readonly string[];
  /** The API by its own document; every answer is held to it. */
  readonly api: ApiClient;
  readonly database: TestDatabase;
  /** That the start made; null where none was needed. */
  readonly firstKey: string | null;
  /** Of the link to the console that a start would print; null where there is none. */
  readonly linkToken: string | null;
  /** What is routed, methods that come by themselves (HEAD) included. */
  readonly routes: readonly Route[];
  /** What is done from time to time, to be done now. */
  readonly duties: Pick<
    Duties,
    'disableIdleWebhooks' | 'enforceRetention' | 'rollUpStats' | 'sweepErasedEvents'
  >;
  /** Lines of the log that are warnings or worse; all from `POSTHORN_LOG_LEVEL` on, where that is given. */
  readonly complaints: string[];
  get(path: string): Test;
  post(path: string, body?: unknown): Test;
  patch(path: string, body: object): Test;
  put(path: string, body: object): Test;
  delete(path: string): Test;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/** @param environment beside what the test database and loopback receivers need */
export async function startTestApp(environment: Readonly<Record<string, string>> = {}): Promise<TestApp> {
  const database = await createTestDatabase();
  const app = await startTestAppOn(database, environment);
  return {
    ...app,
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}

/** Beside others on a database that outlives it, as another process would be. */
export async function startTestAppOn(
  database: TestDatabase,
  environment: Readonly<Record<string, string>> = {},
): Promise<TestApp> {
  const settings = loadSettings({
    DATABASE_URL: database.url,
    POSTHORN_AUTH: 'open',
    POSTHORN_ALLOWED_NETWORKS: '127.0.0.0/8',
    POSTHORN_INBOXES: 'on',
    POSTHORN_SHUTDOWN_GRACE_MS: '1000',
    POSTHORN_ENCRYPTION_KEYS: TEST_KEY,
    ...environment,
  });
  const { logger, complaints } = createLogger(environment.POSTHORN_LOG_LEVEL ?? 'warn');
  const opened = await openDatabase(settings, logger);
  const access = await startAccess(settings, opened, randomBytes);
  const transport = createTransport(settings.delivery);
  const consoleLink = makeConsoleLink(settings, access.mode, randomBytes);
  const tracing = await openTracing(settings.tracing, logger);
  const parts = { settings, access, consoleLink, database: opened, logger, transport, tracing };
  const app = await createApp(parts);
  const sidePorts = setupApp(app, parts);
  const server = await app.listen(0, LOOPBACK);
  const { port } = server.address() as AddressInfo;
  const url = addressOf(port);
  const dialects = await sidePorts.listen(LOOPBACK);
  return {
    server,
    port,
    url,
    dialectUrls: dialects.map((dialect) => addressOf(dialect.port)),
    api: createTypedClient(url),
    database,
    firstKey: access.firstKey,
    linkToken: consoleLink?.reveal() ?? null,
    routes: routesOf(app.getHttpAdapter().getInstance()),
    duties: app.get(Duties, { strict: false }),
    complaints,
    ...requestsTo(server),
    close: async () => {
      await app.close();
      await transport.close();
      await tracing?.close();
      await opened.close();
    },
  };
}

const addressOf = (port: number): string => `http://${LOOPBACK}:${port}`;

function createLogger(level: string): { logger: pino.Logger; complaints: string[] } {
  const complaints: string[] = [];
  return { complaints, logger: pino({ level }, { write: (line: string) => complaints.push(line) }) };
}

async function createApp(parts: AppParts): Promise<NestFastifyApplication> {
  const options = { bodyParser: false, logger: false, abortOnError: false } as const;
  return await NestFactory.create(AppModule.register(parts), createHttpAdapter(faceOfPath), options);
}

function requestsTo(server: Server): Pick<TestApp, 'get' | 'post' | 'patch' | 'put' | 'delete'> {
  return {
    get: (path) => request(server).get(path),
    post: (path, body) => {
      const posted = request(server).post(path);
      return body === undefined ? posted : posted.type('json').send(body as object);
    },
    patch: (path, body) => request(server).patch(path).send(body),
    put: (path, body) => request(server).put(path).send(body),
    delete: (path) => request(server).delete(path),
  };
}
