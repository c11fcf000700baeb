import { resolve } from 'node:path';
import type pg from 'pg';
import { prepareEmbeddedDatabase } from '../../../../src/database/embedded-database.ts';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../../../src/database/embedded/embedded-postgres.ts';
import { openKeyring } from '../../../../src/database/encryption/open-keyring.ts';
import { migratePlainly } from '../../../../src/database/plain-migrations.ts';
import { awaitServer, checkAppRole } from '../../../../src/database/server-checks.ts';
import { createPool, type SessionOptions } from '../../../../src/database/session.ts';
import { WorkChannel } from '../../../../src/database/work-channel.ts';
import type { Keyring } from '../../../../src/domain/encryption/keyring.ts';
import { fromPublicId, IdGenerator, type Uuid } from '../../../../src/domain/ids.ts';
import { DatabaseClock } from '../../../../src/engine/database-clock.ts';
import { run } from '../../../../src/engine/statement.ts';
import type { StoreSettings } from '../client-settings.ts';
import { FIND_TENANT } from '../sql/find-tenant.ts';
import { WebhookValidationError } from '../webhook-errors.ts';

const SERVER_PATIENCE_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 10_000;
const LOCK_TIMEOUT_MS = 2_000;
/** As the server's own: publishes take eight at most, and the worker's statements wait behind none for long. */
const ENGINE_CONNECTIONS = 8;
const UPKEEP_CONNECTIONS = 3;
const APPLICATION_NAME = 'posthorn-client';

/** What a client reaches Postgres by. */
export interface Store {
  readonly schema: string;
  readonly tenantId: Uuid;
  /** The queue's statements, planner pinned to index paths. */
  readonly enginePool: pg.Pool;
  /** Statistics and upkeep, of any plan. */
  readonly upkeepPool: pg.Pool;
  readonly keyring: Keyring;
  readonly clock: DatabaseClock;
  readonly ids: IdGenerator;
  /** Signals between processes; not started yet. */
  readonly workChannel: WorkChannel;
  close(): Promise<void>;
}

/**
 * Brings the database up: starts the embedded server where that is asked for, migrates, and opens the pools as the app role.
 * @throws DatabaseError or EmbeddedPostgresError, whose message says what to do; WebhookValidationError without the tenant
 */
export async function openStore(settings: StoreSettings): Promise<Store> {
  if (settings.url !== null) return await connect(settings, settings.url, null);
  const embedded = await startEmbeddedPostgres({
    dataDir: settings.dataDir,
    log: (line) => {
      settings.log.info({}, line);
    },
  });
  try {
    return await connect(settings, await prepareEmbeddedDatabase(embedded.url), embedded);
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

async function connect(
  settings: StoreSettings,
  url: string,
  embedded: EmbeddedPostgres | null,
): Promise<Store> {
  const { schema, log } = settings;
  await awaitServer(url, SERVER_PATIENCE_MS);
  const applied = await migratePlainly(settings.migrateUrl ?? url, schema);
  if (applied.length > 0) log.info({ schema, applied }, 'migrations applied');
  const pools = openPools(settings, url);
  try {
    await checkAppRole(pools.upkeep, schema);
    const keyring = await openKeyring({
      db: pools.upkeep,
      keys: settings.encryptionKeys,
      dataDir: embedded === null ? null : resolve(settings.dataDir),
      log,
    });
    const clock = new DatabaseClock();
    await clock.measure(pools.engine);
    const tenantId = await findTenant(pools.engine, settings.tenant);
    return createStore(pools, { settings, url, embedded, keyring, clock, tenantId });
  } catch (error) {
    await endPools(pools);
    throw error;
  }
}

interface Pools {
  readonly engine: pg.Pool;
  readonly upkeep: pg.Pool;
}

interface StoreParts extends Pick<Store, 'keyring' | 'clock' | 'tenantId'> {
  readonly settings: StoreSettings;
  readonly url: string;
  readonly embedded: EmbeddedPostgres | null;
}

function createStore(pools: Pools, { settings, url, embedded, ...found }: StoreParts): Store {
  const { schema, log } = settings;
  const workChannel = new WorkChannel({
    url,
    schema,
    applicationName: APPLICATION_NAME,
    pool: pools.upkeep,
    log,
  });
  return {
    ...found,
    schema,
    enginePool: pools.engine,
    upkeepPool: pools.upkeep,
    ids: new IdGenerator(() => found.clock.now()),
    workChannel,
    close: async () => {
      await workChannel.close();
      await endPools(pools);
      await embedded?.stop();
    },
  };
}

function openPools({ schema, log }: StoreSettings, url: string): Pools {
  const onError = (error: Error): void => {
    log.warn({ err: error }, 'a database connection broke');
  };
  const session: Omit<SessionOptions, 'connectionsMax' | 'isPlannerPinned'> = {
    schema,
    role: 'app',
    applicationName: APPLICATION_NAME,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
  };
  return {
    engine: createPool(
      url,
      { ...session, connectionsMax: ENGINE_CONNECTIONS, isPlannerPinned: true, isOfEveryTenant: true },
      onError,
    ),
    upkeep: createPool(
      url,
      { ...session, connectionsMax: UPKEEP_CONNECTIONS, isPlannerPinned: false },
      onError,
    ),
  };
}

async function endPools({ engine, upkeep }: Pools): Promise<void> {
  await Promise.all([engine.end(), upkeep.end()]);
}

async function findTenant(pool: pg.Pool, tenant: string): Promise<Uuid> {
  const [found] = await run<{ id: Uuid }>(pool, FIND_TENANT, [tenant, fromPublicId('tenant', tenant)]);
  if (found === undefined) throw new WebhookValidationError(`There is no tenant ${JSON.stringify(tenant)}.`);
  return found.id;
}
