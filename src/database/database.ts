import { resolve } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import type { Settings } from '../config/settings.ts';
import type { Keyring } from '../domain/encryption/keyring.ts';
import { DatabaseClock } from '../engine/database-clock.ts';
import type { EngineLog } from '../engine/engine-log.ts';
import { prepareEmbeddedDatabase } from './embedded-database.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded/embedded-postgres.ts';
import { openKeyring } from './encryption/open-keyring.ts';
import { PrismaClient } from './generated/client.ts';
import { migrate } from './migrations.ts';
import { awaitServer, checkAppRole, DatabaseError, isSuperuser } from './server-checks.ts';
import { SessionLock } from './session-lock.ts';
import { CONNECT_TIMEOUT_MS, createPool, type SessionOptions } from './session.ts';
import { WorkChannel } from './work-channel.ts';

const SERVER_PATIENCE_MS = 30_000;
const STATEMENT_TIMEOUT_MS = 10_000;
/** Below a request's patience: a row that somebody holds becomes an answer, not a hanging caller. */
const LOCK_TIMEOUT_MS = 2_000;
const SKEW_MAX_MS = 60_000;

/** Everything that reaches Postgres. */
export interface Database {
  /** The owner's URL as it may be shown to whoever started an embedded server; null for a server of one's own. */
  readonly embeddedUrl: string | null;
  /** Management and history: any plan, and the rows of the tenant that a transaction names (tenant-scope.ts). */
  readonly apiPool: pg.Pool;
  /** The queue's statements, planner pinned to index paths, for every tenant. */
  readonly enginePool: pg.Pool;
  readonly prisma: PrismaClient;
  /** Signals between processes; not started yet. */
  readonly workChannel: WorkChannel;
  readonly clock: DatabaseClock;
  /** What secrets are sealed and opened with. */
  readonly keyring: Keyring;
  /** For what one process of the installation does at a time, for as long as it runs. */
  readonly openLock: (name: string, onLost: () => void) => SessionLock;
  close(): Promise<void>;
}

type DatabaseSettings = Pick<Settings, 'database' | 'role'>;

/**
 * Brings the database up: starts the embedded server where no other is named, migrates, and opens the pools as the app
 * role. @throws DatabaseError or EmbeddedPostgresError, whose message says what to do
 */
export async function openDatabase(settings: DatabaseSettings, log: EngineLog): Promise<Database> {
  const server = settings.database.url === undefined ? await startServer(settings, log) : null;
  try {
    return await connect(settings, server, log);
  } catch (error) {
    await server?.embedded.stop();
    throw error;
  }
}

/** Only the migrations, for `npm run migrate`: an embedded server is started for them and stopped again. */
export async function migrateAll(settings: DatabaseSettings, log: EngineLog): Promise<string[]> {
  const server = settings.database.url === undefined ? await startServer(settings, log) : null;
  try {
    const url = server?.url ?? settings.database.migrateUrl ?? '';
    await awaitServer(url, SERVER_PATIENCE_MS);
    return await migrate(url, settings.database.schema);
  } finally {
    await server?.embedded.stop();
  }
}

interface EmbeddedServer {
  readonly embedded: EmbeddedPostgres;
  readonly url: string;
}

async function startServer({ database }: DatabaseSettings, log: EngineLog): Promise<EmbeddedServer> {
  const embedded = await startEmbeddedPostgres({
    dataDir: database.dataDir,
    log: (line) => {
      log.info({}, line);
    },
  });
  try {
    return { embedded, url: await prepareEmbeddedDatabase(embedded.url) };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

async function connect(
  settings: DatabaseSettings,
  server: EmbeddedServer | null,
  log: EngineLog,
): Promise<Database> {
  const { schema } = settings.database;
  const url = server?.url ?? settings.database.url ?? '';
  await awaitServer(url, SERVER_PATIENCE_MS);
  const applied = await migrate(settings.database.migrateUrl ?? url, schema);
  if (applied.length > 0) log.info({ schema, applied }, 'migrations applied');

  const pools = openPools(settings, url, log);
  try {
    await checkAppRole(pools.api, schema);
    if (server === null && (await isSuperuser(pools.api))) {
      log.warn({}, 'DATABASE_URL logs in as a superuser; give Posthorn a login of its own');
    }
    const keyring = await openKeyring({
      db: pools.api,
      keys: settings.database.encryptionKeys,
      dataDir: server === null ? null : resolve(settings.database.dataDir),
      log,
    });
    const clock = await measureClock(pools.engine);
    const adapter = new PrismaPg(pools.api, { schema, statementNameGenerator });
    const transactionOptions = { maxWait: CONNECT_TIMEOUT_MS, timeout: STATEMENT_TIMEOUT_MS };
    const session = { url, schema, applicationName: applicationName(settings) };
    const workChannel = new WorkChannel({ ...session, pool: pools.api, log });
    return createDatabase(pools, new PrismaClient({ adapter, transactionOptions }), {
      workChannel,
      clock,
      keyring,
      server,
      openLock: (name, onLost) => new SessionLock({ ...session, name }, onLost),
    });
  } catch (error) {
    await Promise.all([pools.api.end(), pools.engine.end()]);
    throw error;
  }
}

interface Pools {
  readonly api: pg.Pool;
  readonly engine: pg.Pool;
}

interface DatabaseExtras extends Pick<Database, 'workChannel' | 'clock' | 'keyring' | 'openLock'> {
  readonly server: EmbeddedServer | null;
}

function createDatabase(
  pools: Pools,
  prisma: PrismaClient,
  { workChannel, clock, keyring, openLock, server }: DatabaseExtras,
): Database {
  return {
    embeddedUrl: server?.url ?? null,
    apiPool: pools.api,
    enginePool: pools.engine,
    prisma,
    workChannel,
    clock,
    keyring,
    openLock,
    close: async () => {
      await workChannel.close();
      await prisma.$disconnect();
      await Promise.all([pools.api.end(), pools.engine.end()]);
      await server?.embedded.stop();
    },
  };
}

function applicationName({ role }: DatabaseSettings): string {
  return `posthorn ${role}`;
}

function openPools(settings: DatabaseSettings, url: string, log: EngineLog): Pools {
  const { database } = settings;
  const onError = (error: Error): void => {
    log.warn({ err: error }, 'a database connection broke');
  };
  const session: Omit<SessionOptions, 'connectionsMax' | 'isPlannerPinned'> = {
    schema: database.schema,
    role: 'app',
    applicationName: applicationName(settings),
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
  };
  return {
    api: createPool(
      url,
      { ...session, connectionsMax: database.apiPoolSize, isPlannerPinned: false },
      onError,
    ),
    engine: createPool(
      url,
      { ...session, connectionsMax: database.poolSize, isPlannerPinned: true, isOfEveryTenant: true },
      onError,
    ),
  };
}

async function measureClock(pool: pg.Pool): Promise<DatabaseClock> {
  const clock = new DatabaseClock();
  const skewMs = await clock.measure(pool);
  if (Math.abs(skewMs) <= SKEW_MAX_MS) return clock;
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const direction = skewMs > 0 ? 'ahead of' : 'behind';
  throw new DatabaseError(
    `This machine's clock is ${seconds} s ${direction} the database's; at most 60 s are allowed.`,
  );
}

const statementNames = new Map<string, string>();
/** Bounds the names, and with them the prepared statements that a connection keeps. */
const STATEMENT_NAMES_MAX = 500;

/** Gives Prisma's generated statements names, so that they are parsed once a connection; beyond the bound, none. */
function statementNameGenerator({ sql }: { sql: string }): string {
  const known = statementNames.get(sql);
  if (known !== undefined) return known;
  const name = statementNames.size < STATEMENT_NAMES_MAX ? `prisma_${statementNames.size}` : '';
  if (name !== '') statementNames.set(sql, name);
  return name;
}
