import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { Keyring } from '../../src/domain/encryption/keyring.ts';
import { IdGenerator } from '../../src/domain/ids.ts';
import { DatabaseClock } from '../../src/engine/database-clock.ts';
import { SubscriptionCache } from '../../src/engine/fan-out/subscription-cache.ts';
import { Publisher } from '../../src/engine/publish/publisher.ts';
import { Worker, type WorkerParts } from '../../src/engine/worker.ts';

/** Stores and reads everything as it is. */
export const NO_KEYS = new Keyring([], randomBytes);

/** The engine's parts as one process has them, put together as Posthorn does it. */
export interface AssembledEngine {
  readonly clock: DatabaseClock;
  readonly ids: IdGenerator;
  readonly subscriptions: SubscriptionCache;
  readonly publisher: Publisher;
  /** Not started. */
  readonly worker: Worker;
}

export async function assembleEngine(
  pool: pg.Pool,
  options: Pick<WorkerParts, 'transport' | 'log' | 'slotsMax' | 'leaseMs' | 'breakerRules'>,
): Promise<AssembledEngine> {
  const clock = new DatabaseClock();
  await clock.measure(pool);
  const ids = new IdGenerator(() => clock.now());
  const subscriptions = new SubscriptionCache(pool, NO_KEYS);
  const worker = new Worker({ pool, subscriptions, ids, clock, random: Math.random, ...options });
  const publisher = new Publisher({
    pool,
    subscriptions,
    ids,
    handOff: worker.handOff,
    onPublished: (work) => {
      worker.wake(work);
    },
  });
  return { clock, ids, subscriptions, publisher, worker };
}
