import type pino from 'pino';
import type { Settings } from './config/settings.ts';
import type { Database } from './database/database.ts';
import { IdGenerator } from './domain/ids.ts';
import { SubscriptionCache } from './engine/fan-out/subscription-cache.ts';
import { Partitions } from './engine/history/partitions.ts';
import { Retention } from './engine/history/retention.ts';
import { Publisher } from './engine/publish/publisher.ts';
import type { Transport } from './engine/transport/transport.ts';
import { WorkNotifier } from './engine/work-notifier.ts';
import { Worker } from './engine/worker.ts';

/** What a process is started with: made before Nest, and closed after it, by whoever starts the process. */
export interface AppParts {
  readonly settings: Settings;
  readonly database: Database;
  readonly logger: pino.Logger;
  /** A worker's deliveries and the API's test sends leave by it. */
  readonly transport: Transport;
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
}

const DAY_MS = 86_400_000;

export function createEngineParts(parts: AppParts): EngineParts {
  const { clock, enginePool } = parts.database;
  const ids = new IdGenerator(() => clock.now());
  const subscriptions = new SubscriptionCache(enginePool);
  const notifier = new WorkNotifier(parts.database.workChannel);
  const worker = createWorker(parts, ids, subscriptions);
  const publisher = new Publisher({
    pool: enginePool,
    subscriptions,
    ids,
    handOff: worker?.handOff ?? null,
    onPublished: (work) => {
      notifier.notify(work);
    },
  });
  return { ids, subscriptions, notifier, publisher, worker, ...createHistory(parts) };
}

function createWorker(
  { settings, database, logger, transport }: AppParts,
  ids: IdGenerator,
  subscriptions: SubscriptionCache,
): Worker | null {
  if (settings.role === 'api') return null;
  return new Worker({
    pool: database.enginePool,
    subscriptions,
    transport,
    ids,
    clock: database.clock,
    random: Math.random,
    log: logger,
    slotsMax: settings.delivery.slots,
    leaseMs: settings.delivery.leaseMs,
  });
}

/** Upkeep runs on the pool of any plan: with the planner pinned, a retention over many rows could take any time. */
function createHistory({
  settings,
  database,
  logger,
}: AppParts): Pick<EngineParts, 'partitions' | 'retention'> {
  const partitions = new Partitions(database.apiPool, logger);
  const retention = new Retention({
    db: database.apiPool,
    partitions,
    clock: database.clock,
    log: logger,
    retentionMs: settings.history.retentionDays * DAY_MS,
    maxAgeMs: settings.history.maxAgeDays * DAY_MS,
  });
  return { partitions, retention };
}
