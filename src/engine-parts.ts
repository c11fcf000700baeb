import type pino from 'pino';
import type { AccessStart } from './auth/api-keys/first-key.ts';
import type { ConsoleLink } from './auth/sessions/console-link.ts';
import { keepingOf, type Settings } from './config/settings.ts';
import type { Database } from './database/database.ts';
import { ofEveryTenant } from './database/tenant-scope.ts';
import { IdGenerator } from './domain/ids.ts';
import { IDLE_RULES } from './dialects/dialects.ts';
import { IdleWebhooks } from './engine/dispatch/idle-webhooks.ts';
import type { EngineLog } from './engine/engine-log.ts';
import type { EngineObserver } from './engine/engine-observer.ts';
import type { EventAdmission } from './engine/fan-out/admission.ts';
import { SubscriptionCache } from './engine/fan-out/subscription-cache.ts';
import { Partitions } from './engine/history/partitions.ts';
import { EventErasure } from './engine/history/event-erasure.ts';
import { Retention } from './engine/history/retention.ts';
import { ShorterKeeping } from './engine/history/shorter-keeping.ts';
import { Rollups } from './engine/history/rollups.ts';
import { Publisher } from './engine/publish/publisher.ts';
import type { Transport } from './engine/transport/transport.ts';
import { WorkNotifier } from './engine/work-notifier.ts';
import type { OpenTracing } from './operations/tracing/tracing.ts';
import { Worker, type WorkerParts } from './engine/worker.ts';

/** What a process is started with: made before Nest, and closed after it, by whoever starts the process. */
export interface AppParts {
  readonly settings: Settings;
  readonly access: AccessStart;
  /** Null where none is printed. */
  readonly consoleLink: ConsoleLink | null;
  readonly database: Database;
  readonly logger: pino.Logger;
  /** A worker's deliveries and the API's test sends leave by it. */
  readonly transport: Transport;
  /** Null where no traces are sent. */
  readonly tracing: OpenTracing | null;
}

/** The engine as one process has it: one of each. */
export interface EngineParts {
  readonly ids: IdGenerator;
  readonly subscriptions: SubscriptionCache;
  readonly notifier: WorkNotifier;
  readonly publisher: Publisher;
  /** Null in a process that only serves the API. */
  readonly worker: Worker | null;
  readonly partitions: Partitions;
  readonly retention: Retention;
  readonly rollups: Rollups;
  readonly idleWebhooks: IdleWebhooks;
  readonly observer: EngineObserver;
}

const DAY_MS = 86_400_000;

export function createEngineParts(
  parts: AppParts,
  observer: EngineObserver,
  admission: EventAdmission,
): EngineParts {
  const { clock, enginePool, keyring } = parts.database;
  const ids = new IdGenerator(() => clock.now());
  const subscriptions = new SubscriptionCache(enginePool, keyring);
  const notifier = new WorkNotifier(parts.database.workChannel);
  const worker = createWorker(parts, { ids, subscriptions, observer, admission });
  const publisher = new Publisher({
    pool: enginePool,
    subscriptions,
    ids,
    handOff: worker?.handOff ?? null,
    onPublished: (work) => {
      notifier.notify(work);
    },
    observer,
    tracer: parts.tracing?.tracer ?? null,
  });
  const idleWebhooks = createIdleWebhooks(parts, { ids, notifier, observer });
  const history = createHistory(parts, observer);
  return { ids, subscriptions, notifier, publisher, worker, observer, idleWebhooks, ...history };
}

function createIdleWebhooks(
  { settings, database, logger }: AppParts,
  shared: Pick<EngineParts, 'ids' | 'notifier' | 'observer'>,
): IdleWebhooks {
  return new IdleWebhooks({
    db: ofEveryTenant(database.apiPool),
    pool: database.enginePool,
    rules: IDLE_RULES,
    ids: shared.ids,
    clock: database.clock,
    log: logger,
    observer: shared.observer,
    retentionMs: settings.history.retentionDays * DAY_MS,
    maxAgeMs: settings.history.maxAgeDays * DAY_MS,
    onChanged: () => {
      shared.notifier.notify({ hasDeliveries: true, hasOutboxRows: true });
    },
  });
}

function createWorker(
  { settings, database, logger, transport, tracing }: AppParts,
  shared: Pick<WorkerParts, 'ids' | 'subscriptions' | 'observer' | 'admission'>,
): Worker | null {
  if (settings.role === 'api') return null;
  return new Worker({
    pool: database.enginePool,
    transport,
    clock: database.clock,
    random: Math.random,
    log: logger,
    slotsMax: settings.delivery.slots,
    leaseMs: settings.delivery.leaseMs,
    tracer: tracing?.tracer ?? null,
    ...shared,
  });
}

/**
 * Upkeep runs on the pool of any plan: with the planner pinned, a retention over many rows could take any time. What goes by batches
 * along an index is held to it, on the engine's.
 */
function createHistory(
  { settings, database, logger }: AppParts,
  observer: EngineObserver,
): Pick<EngineParts, 'partitions' | 'retention' | 'rollups'> {
  const { clock, enginePool: pool } = database;
  const installation = keepingOf(settings);
  const partitions = new Partitions(database.apiPool, logger);
  const retention = new Retention({
    db: ofEveryTenant(database.apiPool),
    partitions,
    erasure: new EventErasure(pool, observer),
    shorterKeeping: new ShorterKeeping({ pool, clock, log: logger, installation }),
    clock,
    log: logger,
    observer,
    retentionMs: installation.historyDays * DAY_MS,
    maxAgeMs: settings.history.maxAgeDays * DAY_MS,
  });
  return { partitions, retention, rollups: createRollups(settings, database, logger) };
}

/** On the engine's pool: attempts are joined with their deliveries by primary keys alone. */
function createRollups(
  { history: { statsDays } }: Pick<Settings, 'history'>,
  { enginePool }: Pick<Database, 'enginePool'>,
  log: EngineLog,
): Rollups {
  return new Rollups({ pool: enginePool, log, keptDays: statsDays });
}
