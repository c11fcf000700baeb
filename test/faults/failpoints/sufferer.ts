import { toPublicId } from '../../../src/domain/ids.ts';
import type { Publisher } from '../../../src/engine/publish/publisher.ts';
import { createTransport } from '../../../src/engine/transport/undici-transport.ts';
import { assembleEngine } from '../../support/assemble-engine.ts';
import { createEnginePool, newEvent } from '../../support/engine-harness.ts';
import { isOfPublishing, type SuffererMessage, type SuffererPlan } from './failpoint.ts';
import { FaultInjector } from './fault-injector.ts';

const GRACE_MS = 5_000;
const SLOTS = 500;
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** A process with the whole engine, put together as Posthorn does it, that suffers one fault. */
async function suffer(plan: SuffererPlan): Promise<void> {
  const injector = new FaultInjector(plan, (message) => void tell(message));
  const pool = createEnginePool(plan.databaseUrl);
  injector.watchPool(pool);
  const transport = injector.wrapTransport(createTransport({ allowedNetworks: ['127.0.0.0/8'] }));
  const { publisher, worker } = await assembleEngine(pool, {
    transport,
    log: SILENT,
    slotsMax: SLOTS,
    leaseMs: plan.leaseMs,
  });
  worker.start();
  process.once('disconnect', () => {
    void worker
      .stop(GRACE_MS)
      .then(async () => {
        await transport.close();
        await pool.end();
      })
      .catch(() => process.exit(1));
  });
  if (isOfPublishing(plan.failpoint)) await publishAll(publisher, plan.events);
  await tell({ kind: 'published' });
}

/** A publish that fails was not acknowledged; whether it is stored is not known, as a producer would not know. */
async function publishAll(publisher: Publisher, events: number): Promise<void> {
  for (let number = 0; number < events; number += 1) {
    try {
      const [event] = await publisher.publish([newEvent('fault', JSON.stringify({ number }))]);
      if (event !== undefined) await tell({ kind: 'acknowledged', eventId: toPublicId('event', event.id) });
    } catch {
      continue;
    }
  }
}

/** Resolves when it has left this process, whose next step may be its last. */
async function tell(message: SuffererMessage): Promise<void> {
  await new Promise((resolve) => process.send?.(message, undefined, undefined, resolve));
}

function ignore(): void {
  // What goes wrong here is meant to, and the ledger tells.
}

try {
  await suffer(JSON.parse(process.env.FAULT_PLAN ?? '') as SuffererPlan);
} catch (error) {
  await tell({
    kind: 'failed',
    reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  process.exit(1);
}
