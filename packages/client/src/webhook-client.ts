import { toPublicId } from '../../../src/domain/ids.ts';
import { readClientSettings, type ClientSettings } from './client-settings.ts';
import { reporting } from './error-mapping.ts';
import type { EmittedEvent, PublishOptions, SendOptions } from './event-options.ts';
import { checkEmitted, checkEvent, toNewEvent, type GivenEvent } from './new-event.ts';
import { ClientEngine } from './store/client-engine.ts';
import { readDelivery } from './store/delivery-reader.ts';
import { OpenedOnce } from './store/opened-once.ts';
import { openStore, type Store } from './store/store.ts';
import { NO_STATISTICS, readStatistics } from './store/statistics-reader.ts';
import { publishIn } from './transaction-publish.ts';
import type {
  WebhookClientConfig,
  WebhookDelivery,
  WebhookStatistics,
  WebhookTarget,
} from './webhook-types.ts';

/**
 * Posthorn in the caller's own process, on the caller's Postgres. What is sent is stored first, so that nothing is lost when
 * the process ends at any moment: the next one, or any other on the same database, goes on where it was.
 *
 * Making one opens nothing; the database is opened by the first call that needs it. Whatever a method rejects with is a
 * `WebhookError`.
 */
export class WebhookClient {
  private readonly settings: ClientSettings;
  private readonly store: OpenedOnce<Store>;
  private readonly engine: OpenedOnce<ClientEngine>;

  /** @throws WebhookValidationError for a configuration that cannot be used */
  constructor(config: WebhookClientConfig = {}) {
    this.settings = readClientSettings(config);
    this.store = new OpenedOnce(async () => await openStore(this.settings.store));
    this.engine = new OpenedOnce(async () => await ClientEngine.open(await this.store.open(), this.settings));
  }

  /**
   * Makes the target what is said, whatever it was: one that is so already is left alone, so that each start of a program may
   * register its targets. Where the secret is another one, the one before signs beside it for a day, in
   * `X-Webhook-Signature-Previous`.
   */
  async registerTarget(target: WebhookTarget): Promise<void> {
    await this.changing(async ({ targets }) => await targets.register(target));
  }

  /** Changes what is named and leaves the rest; `enabled: true` also takes back that deliveries have disabled it. */
  async updateTarget(targetId: string, changes: Partial<Omit<WebhookTarget, 'id'>>): Promise<void> {
    await this.changing(async ({ targets }) => {
      await targets.update(targetId, changes);
    });
  }

  /** What waits for it is cancelled; its history stays. Answers whether there was one. */
  async removeTarget(targetId: string): Promise<boolean> {
    return await this.changing(async ({ targets }) => await targets.remove(targetId));
  }

  /** From now on this process delivers, also what was sent before, and by other programs on the same database. */
  async start(): Promise<void> {
    await this.using((engine) => {
      engine.start();
      return Promise.resolve();
    });
  }

  /** Lets what is in flight end, for up to ten seconds, and closes the database. The next call opens it again. */
  async stop(): Promise<void> {
    const engine = await this.engine.takeOut();
    await reporting(async () => {
      await engine?.stop();
      await (await this.store.takeOut())?.close();
    });
  }

  /**
   * Stores an event, and a delivery for each target that takes it.
   * @returns the deliveries' ids, `dlv_…`, none where no target takes it
   */
  async send(eventType: string, data: object, options: SendOptions = {}): Promise<string[]> {
    return await reporting(async () => {
      const event = checkEvent(eventType, data, { ...options, deliverAt: undefined });
      const engine = await this.engine.open();
      return await engine.deliveriesOf(await store(engine, event));
    });
  }

  /**
   * Stores an event, in the caller's own transaction where `tx` is given: it then exists if and only if that commits.
   * @returns the event's id, `evt_…`
   */
  async publish(eventType: string, data: object, options: PublishOptions = {}): Promise<string> {
    return await reporting(async () => {
      const event = checkEvent(eventType, data, options);
      const { schema, tenant } = this.settings.store;
      if (options.tx !== undefined) return await publishIn(options.tx, { schema, tenant }, event);
      return await this.storeOne(event);
    });
  }

  /**
   * Stores an event that an application has just told its own listeners of, and holds nobody up: it never throws, and what it
   * answers is to be caught, not to be waited for.
   * @returns the event's id, `evt_…`; rejects where it could not be stored
   */
  async processEvent(event: EmittedEvent): Promise<string> {
    return await reporting(async () => await this.storeOne(checkEmitted(event)));
  }

  async getDelivery(deliveryId: string): Promise<WebhookDelivery> {
    return await this.using(async (engine) => await readDelivery(engine.store, deliveryId));
  }

  async getStatistics(): Promise<WebhookStatistics> {
    if (!this.settings.delivery.hasMetrics) return NO_STATISTICS;
    return await this.using(async (engine) => await readStatistics(engine.store));
  }

  private async storeOne(event: GivenEvent): Promise<string> {
    const { id } = await store(await this.engine.open(), event);
    return toPublicId('event', id);
  }

  private async changing<T>(work: (engine: ClientEngine) => Promise<T>): Promise<T> {
    return await this.using(async (engine) => {
      const result = await work(engine);
      engine.forgetTargets();
      return result;
    });
  }

  private async using<T>(work: (engine: ClientEngine) => Promise<T>): Promise<T> {
    return await reporting(async () => await work(await this.engine.open()));
  }
}

async function store(engine: ClientEngine, event: GivenEvent): ReturnType<ClientEngine['publish']> {
  const { tenantId, clock } = engine.store;
  return await engine.publish(toNewEvent(tenantId, event, clock.now()));
}
