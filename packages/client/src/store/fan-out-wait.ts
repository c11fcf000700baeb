import { setTimeout as pause } from 'node:timers/promises';
import { toPublicId, type Uuid } from '../../../../src/domain/ids.ts';
import { BLIND_OBSERVER } from '../../../../src/engine/engine-observer.ts';
import type { EngineLog } from '../../../../src/engine/engine-log.ts';
import { ADMITS_ALL } from '../../../../src/engine/fan-out/admission.ts';
import { Relay } from '../../../../src/engine/fan-out/relay.ts';
import type { SubscriptionCache } from '../../../../src/engine/fan-out/subscription-cache.ts';
import { run } from '../../../../src/engine/statement.ts';
import { FIND_DELIVERIES_OF } from '../sql/find-delivery.ts';
import type { Store } from './store.ts';

const POLL_MS = 10;

export interface FanOutWaitParts {
  readonly store: Pick<Store, 'enginePool' | 'ids'>;
  readonly subscriptions: SubscriptionCache;
  readonly log: EngineLog;
  /** Whether the worker of this process is at work, whose relay does it. */
  readonly isStarted: () => boolean;
}

/**
 * Finds the deliveries of an event that was stored without them, since the targets had changed meanwhile: those that a
 * relay makes. Where the client has not been started and no other program runs, one is run for as long as it takes.
 */
export class FanOutWait {
  constructor(private readonly parts: FanOutWaitParts) {}

  async deliveriesOf(eventId: Uuid): Promise<string[]> {
    const found = await this.look(eventId);
    if (found !== null) return found;
    const relay = this.parts.isStarted() ? null : this.createRelay();
    relay?.start();
    try {
      return await this.poll(eventId);
    } finally {
      await relay?.stop();
    }
  }

  private async poll(eventId: Uuid): Promise<string[]> {
    for (;;) {
      await pause(POLL_MS);
      const found = await this.look(eventId);
      if (found !== null) return found;
    }
  }

  /** Null while the fan-out is still to come. */
  private async look(eventId: Uuid): Promise<string[] | null> {
    const { enginePool } = this.parts.store;
    const [row] = await run<{ is_waiting: boolean; ids: Uuid[] }>(enginePool, FIND_DELIVERIES_OF, [eventId]);
    if (row === undefined || row.is_waiting) return null;
    return row.ids.map((id) => toPublicId('delivery', id));
  }

  private createRelay(): Relay {
    const { store, subscriptions, log } = this.parts;
    return new Relay({
      pool: store.enginePool,
      ids: store.ids,
      subscriptions,
      log,
      observer: BLIND_OBSERVER,
      admission: ADMITS_ALL,
      onFannedOut: () => undefined,
    });
  }
}
