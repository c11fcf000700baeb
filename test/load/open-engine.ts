import type pg from 'pg';
import { IdGenerator } from '../../src/domain/ids.ts';
import { DatabaseClock } from '../../src/engine/database-clock.ts';
import type { EngineLog } from '../../src/engine/engine-log.ts';
import { SubscriptionCache } from '../../src/engine/fan-out/subscription-cache.ts';
import { Publisher } from '../../src/engine/publish/publisher.ts';
import { createTransport } from '../../src/engine/transport/undici-transport.ts';
import { Worker } from '../../src/engine/worker.ts';
import { createEnginePool } from '../support/engine-harness.ts';
import { SLOTS, type BenchEngine } from './bench-engine.ts';

const LEASE_MS = 10_000;
const GRACE_MS = 1_000;

const complain = (fields: object, message: string): void => {
  console.error(message, 'err' in fields ? fields.err : '');
};
const LOG: EngineLog = { debug: () => undefined, info: () => undefined, warn: complain, error: complain };

/** An engine on a database that is there before it and after it. */
export interface OpenEngine extends BenchEngine {
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** @param dnsServers who knows the names of its receivers; the system's own, where none is given */
export async function openEngine(url: string, dnsServers: readonly string[] = []): Promise<OpenEngine> {
  const pool = createEnginePool(url);
  const clock = new DatabaseClock();
  await clock.measure(pool);
  const ids = new IdGenerator(() => clock.now());
  const subscriptions = new SubscriptionCache(pool);
  const transport = createTransport({ allowedNetworks: ['127.0.0.0/8'], dnsServers });
  const sending = { transport, random: Math.random, slotsMax: SLOTS, leaseMs: LEASE_MS };
  const worker = new Worker({ pool, clock, ids, subscriptions, log: LOG, ...sending });
  const publisher = new Publisher({
    pool,
    subscriptions,
    ids,
    handOff: worker.handOff,
    onPublished: (work) => {
      worker.wake(work);
    },
  });
  return {
    pool,
    publisher,
    worker,
    close: async () => {
      await worker.stop(GRACE_MS);
      await transport.close();
      await pool.end();
    },
  };
}
