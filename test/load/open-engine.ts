import type pg from 'pg';
import type { EngineLog } from '../../src/engine/engine-log.ts';
import { createTransport } from '../../src/engine/transport/undici-transport.ts';
import { assembleEngine } from '../support/assemble-engine.ts';
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
  const transport = createTransport({ allowedNetworks: ['127.0.0.0/8'], dnsServers });
  const { publisher, worker } = await assembleEngine(pool, {
    transport,
    log: LOG,
    slotsMax: SLOTS,
    leaseMs: LEASE_MS,
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
