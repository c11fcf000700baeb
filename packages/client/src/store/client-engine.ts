import { SubscriptionCache } from '../../../../src/engine/fan-out/subscription-cache.ts';
import type { NewEvent, PublishedEvent } from '../../../../src/engine/publish/new-event.ts';
import { Publisher } from '../../../../src/engine/publish/publisher.ts';
import type { Transport } from '../../../../src/engine/transport/transport.ts';
import { createTransport } from '../../../../src/engine/transport/undici-transport.ts';
import { toPublicId } from '../../../../src/domain/ids.ts';
import { WorkNotifier } from '../../../../src/engine/work-notifier.ts';
import { Worker } from '../../../../src/engine/worker.ts';
import type { ClientSettings } from '../client-settings.ts';
import { Duties } from './duties.ts';
import { FanOutWait } from './fan-out-wait.ts';
import type { Store } from './store.ts';
import { TargetRegistry } from './target-registry.ts';

const LEASE_MS = 10_000;
/** How long attempts in flight have to end at a stop; those that do not are made again by the next process. */
const GRACE_MS = 10_000;

/** The engine of Posthorn in the caller's process, on an open store: one of each part. */
export class ClientEngine {
  readonly targets: TargetRegistry;
  private readonly subscriptions: SubscriptionCache;
  private readonly publisher: Publisher;
  private readonly notifier: WorkNotifier;
  private readonly worker: Worker;
  private readonly transport: Transport;
  private readonly duties: Duties;
  private readonly fanOutWait: FanOutWait;
  private isStarted = false;

  private constructor(
    readonly store: Store,
    settings: ClientSettings,
  ) {
    const { enginePool, keyring, ids } = store;
    const { log } = settings.store;
    this.subscriptions = new SubscriptionCache(enginePool, keyring);
    this.targets = new TargetRegistry(store, settings.delivery);
    this.notifier = new WorkNotifier(store.workChannel);
    this.transport = createTransport({ allowedNetworks: settings.delivery.allowedNetworks });
    this.worker = this.createWorker(settings);
    this.publisher = new Publisher({
      pool: enginePool,
      subscriptions: this.subscriptions,
      ids,
      handOff: this.worker.handOff,
      onPublished: (work) => {
        this.notifier.notify(work);
      },
    });
    this.duties = new Duties(store, { retentionDays: settings.store.retentionDays, log });
    this.fanOutWait = new FanOutWait({
      store,
      subscriptions: this.subscriptions,
      log,
      isStarted: () => this.isStarted,
    });
  }

  /** Opens what stores and reads; nothing is sent before `start`. */
  static async open(store: Store, settings: ClientSettings): Promise<ClientEngine> {
    const engine = new ClientEngine(store, settings);
    await engine.duties.prepare();
    store.workChannel.start((work) => {
      engine.notifier.wake(work);
    });
    return engine;
  }

  start(): void {
    if (this.isStarted) return;
    this.isStarted = true;
    this.notifier.subscribe((work) => {
      this.worker.wake(work);
    });
    this.worker.start();
    this.duties.start();
  }

  /** Ends claims at once and lets what is in flight end. The store stays open. */
  async stop(): Promise<void> {
    await this.duties.stop();
    if (this.isStarted) await this.worker.stop(GRACE_MS);
    this.isStarted = false;
    await this.transport.close();
  }

  /** The webhooks of the tenant have changed through this process. */
  forgetTargets(): void {
    this.subscriptions.forget(this.store.tenantId);
    this.notifier.notify({ hasDeliveries: true, hasOutboxRows: false });
  }

  async publish(event: NewEvent): Promise<PublishedEvent> {
    const [published] = await this.publisher.publish([event]);
    if (published === undefined) throw new Error('A publish of one event answers one.');
    return published;
  }

  /** Public ids, in the order in which the deliveries were made. */
  async deliveriesOf({ id, deliveryIds }: PublishedEvent): Promise<string[]> {
    if (deliveryIds === null) return await this.fanOutWait.deliveriesOf(id);
    return deliveryIds.map((deliveryId) => toPublicId('delivery', deliveryId));
  }

  private createWorker({ delivery, store: { log } }: ClientSettings): Worker {
    const { enginePool: pool, ids, clock } = this.store;
    return new Worker({
      pool,
      subscriptions: this.subscriptions,
      transport: this.transport,
      ids,
      clock,
      random: Math.random,
      log,
      slotsMax: delivery.concurrentMax,
      leaseMs: LEASE_MS,
      idlePollMs: delivery.queueIntervalMs,
    });
  }
}
