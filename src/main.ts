import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { AppModule } from './app.module.ts';
import { setupApp } from './app.setup.ts';
import { startAccess } from './auth/api-keys/first-key.ts';
import { makeConsoleLink } from './auth/sessions/console-link.ts';
import { loadSettings } from './config/load-settings.ts';
import { SettingsError } from './config/settings-error.ts';
import { summarizeSettings } from './config/settings-summary.ts';
import type { Settings } from './config/settings.ts';
import { openDatabase } from './database/database.ts';
import { EmbeddedPostgresError } from './database/embedded/embedded-postgres-error.ts';
import { DatabaseError } from './database/server-checks.ts';
import type { AppParts } from './engine-parts.ts';
import { errorCode } from './engine/database-errors.ts';
import { createTransport } from './engine/transport/undici-transport.ts';
import { faceOfPath } from './dialects/dialects.ts';
import { createHttpAdapter } from './http/http-adapter.ts';
import { SidePortError, type ListeningPort } from './http/side-ports.ts';
import { createLogger, nestLogger } from './operations/logger.ts';
import { Shutdown } from './operations/shutdown.ts';
import { openTracing } from './operations/tracing/open-tracing.ts';
import { welcomeText } from './operations/welcome.ts';

/** Faults whose message tells the operator all there is to know. */
const PLAIN_FAULTS = [SettingsError, DatabaseError, EmbeddedPostgresError, SidePortError];
/** What listening can fail with, in words. */
const LISTEN_FAULTS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'The port is in use. Choose another with PORT, or 0 for any free one.',
  EACCES: 'This user may not listen on that port. Choose one above 1023 with PORT.',
  EADDRNOTAVAIL: 'HOST is no address of this machine.',
};

async function start(settings: Settings, logger: Logger, shutdown: Shutdown): Promise<void> {
  console.error(summarizeSettings(settings));
  const database = await openDatabase(settings, logger);
  shutdown.add('database', async () => {
    await database.close();
  });
  const access = await startAccess(settings, database, randomBytes);
  const consoleLink = makeConsoleLink(settings, access.mode, randomBytes);
  const transport = createTransport({
    allowedNetworks: settings.delivery.allowedNetworks,
    dnsServers: settings.delivery.dnsServers,
  });
  shutdown.add('transport', async () => {
    await transport.close();
  });

  const tracing = await openTracing(settings.tracing, logger);
  shutdown.add('tracing', async () => {
    await tracing?.close();
  });
  const parts = { settings, access, consoleLink, database, logger, transport, tracing };
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.register(parts),
    createHttpAdapter(faceOfPath),
    {
      bodyParser: false,
      logger: nestLogger(logger),
      abortOnError: false,
    },
  );
  const sidePorts = setupApp(app, parts);
  shutdown.add('application', async () => {
    await app.close();
  });
  await app.listen(settings.http.port, settings.http.host);
  announce(parts, app, await sidePorts.listen(settings.http.host));
}

function announce(
  { settings, access, consoleLink, database }: AppParts,
  app: NestFastifyApplication,
  dialects: readonly ListeningPort[],
): void {
  const { port } = app.getHttpServer().address() as AddressInfo;
  console.error(
    welcomeText({
      settings,
      access,
      linkToken: consoleLink?.reveal() ?? null,
      port,
      dialects,
      embeddedUrl: database.embeddedUrl,
    }),
  );
}

/** The sentence for the operator; anything unforeseen keeps its stack, since nobody has words for it yet. */
function explain(error: unknown): string {
  if (PLAIN_FAULTS.some((kind) => error instanceof kind) && error instanceof Error) return error.message;
  if (error instanceof Error && 'syscall' in error && error.syscall === 'listen') {
    const words = LISTEN_FAULTS[errorCode(error) ?? ''];
    if (words !== undefined) return words;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function main(): Promise<void> {
  try {
    const settings = loadSettings();
    const logger = createLogger(settings.logLevel);
    // Before anything is started: a signal that comes while the database starts must still stop it.
    const shutdown = new Shutdown(logger, settings.shutdownGraceMs);
    shutdown.listen();
    await shutdown.during(start(settings, logger, shutdown));
  } catch (error) {
    console.error(explain(error));
    process.exit(1);
  }
}

await main();
