import { isDeepStrictEqual } from 'node:util';
import { isSuccess } from '../../../src/domain/outcomes.ts';
import { fromPublicId, IdGenerator, toPublicId, type Uuid } from '../../../src/domain/ids.ts';
import type { AttemptRecord } from '../../../src/engine/queue/completion.ts';
import { readClientSettings, type ClientSettings } from './client-settings.ts';
import { reporting } from './error-mapping.ts';
import { checkEvent } from './new-event.ts';
import { OpenedOnce } from './store/opened-once.ts';
import { openStore, type Store } from './store/store.ts';
import type { HeldDelivery } from './store/held-deliveries.ts';
import { QueueEngine, type TakenDelivery } from './store/queue-engine.ts';
import { toWebhookTarget, type StoredTarget } from './store/target-row.ts';
import { WebhookTargetDisabledError, WebhookValidationError } from './webhook-errors.ts';
import type { NewWebhookDelivery, WebhookClientConfig, WebhookTarget } from './webhook-types.ts';

const OK = 200;

/** A delivery that was taken out of the queue: whoever has it sends it, and says what became of it. */
export interface WebhookQueueItem {
  readonly deliveryId: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly data: unknown;
  /** As it is stored, with its secret. */
  readonly target: WebhookTarget;
  /** The number of the attempt that is to be made, from 1. */
  readonly attempt: number;
}

/** What the receiver answered. */
export interface CompletedRequest {
  /** 200 to 299; 200 unless said. */
  readonly statusCode?: number | undefined;
  /** In ms; unless said, the time since the delivery was taken. */
  readonly responseTime?: number | undefined;
}

/**
 * The queue itself, for who sends by other means than the client: the very one that clients and servers on the same database
 * take from, so that where one of them is at work, it takes what is enqueued here. What was taken is lent: where this process
 * ends, it is ready again half a minute later.
 */
export class WebhookQueue {
  private readonly settings: ClientSettings;
  private readonly store: OpenedOnce<Store>;
  private readonly engine: OpenedOnce<QueueEngine>;
  private readonly registered = new Map<
    string,
    { readonly given: WebhookTarget; readonly stored: StoredTarget }
  >();

  /** @throws WebhookValidationError for a configuration that cannot be used */
  constructor(config: WebhookClientConfig = {}) {
    this.settings = readClientSettings(config);
    this.store = new OpenedOnce(async () => await openStore(this.settings.store));
    this.engine = new OpenedOnce(async () => await QueueEngine.open(await this.store.open(), this.settings));
  }

  /** An id for a delivery that is to be enqueued within the day, to know it beforehand. */
  static createDeliveryId(): string {
    return toPublicId('delivery', new IdGenerator(Date.now).next());
  }

  /**
   * Stores an event for one target, which is registered where it is not, or is another than before.
   * @param priority 0 to 100, higher first
   * @returns the delivery's id
   */
  async enqueue(delivery: NewWebhookDelivery, target: WebhookTarget, priority = 0): Promise<string> {
    return await reporting(async () => {
      const event = checkEvent(delivery.eventType, delivery.data, { priority });
      const id = parseOwnId(delivery.id);
      if (target.enabled === false)
        throw new WebhookTargetDisabledError(`The target ${target.id} is disabled.`);
      const engine = await this.engine.open();
      const stored = await this.ensureRegistered(engine, target);
      const enqueued = await engine.enqueue(event, stored, { priority, id });
      if (enqueued !== null) return enqueued;
      throw new WebhookValidationError(`The delivery ${delivery.id ?? ''} was enqueued before.`);
    });
  }

  /** Takes the delivery of the highest priority that is ready, and of those the oldest; null where none is. */
  async dequeue(): Promise<WebhookQueueItem | null> {
    return await reporting(async () => {
      const taken = await (await this.engine.open()).take();
      return taken === null ? null : toItem(taken);
    });
  }

  /** It was delivered. Answers false where it is not lent to this queue, or no longer. */
  async complete(deliveryId: string, answer: CompletedRequest = {}): Promise<boolean> {
    const { statusCode = OK } = answer;
    return await this.settling(deliveryId, async (engine, held) => {
      if (!isSuccess(statusCode)) throw new WebhookValidationError('statusCode must be 200 to 299.');
      const { clock, ids } = engine.store;
      const responseTime = Math.round(answer.responseTime ?? clock.now() - held.takenAt);
      const attempt = toAttempt(held, { id: ids.next(), statusCode, responseTime });
      return await engine.settle(held, { kind: 'delivered' }, attempt);
    });
  }

  /** It is given up, as `exhausted`. Answers false where it is not lent to this queue, or no longer. */
  async moveToDeadLetter(item: Pick<WebhookQueueItem, 'deliveryId'>): Promise<boolean> {
    return await this.settling(item.deliveryId, async (engine, held) => {
      const outcome = { kind: 'dead_letter', reason: 'exhausted', disablesWebhook: false } as const;
      return await engine.settle(held, outcome, null);
    });
  }

  /** A dead letter waits again, with a fresh budget of attempts. Answers false where there is none of the id. */
  async retryDeadLetter(deliveryId: string): Promise<boolean> {
    return await reporting(async () => await (await this.engine.open()).retryDeadLetter(deliveryId));
  }

  /**
   * Forgets the dead letters that were given up at least so long ago.
   * @param maxAgeMs 0 forgets all
   * @returns how many
   */
  async purgeDeadLetter(maxAgeMs: number): Promise<number> {
    return await reporting(async () => {
      if (!(maxAgeMs >= 0)) throw new WebhookValidationError('maxAgeMs must not be negative.');
      return await (await this.engine.open()).purgeDeadLetters(maxAgeMs);
    });
  }

  /** Gives back what is lent, and closes the database. The next call opens it again. */
  async close(): Promise<void> {
    const engine = await this.engine.takeOut();
    await reporting(async () => {
      for (const held of engine?.held.clear() ?? []) await engine?.settle(held, { kind: 'released' }, null);
      await (await this.store.takeOut())?.close();
    });
  }

  /** Registers a target when it is new here, or another than before. */
  private async ensureRegistered({ targets }: QueueEngine, given: WebhookTarget): Promise<StoredTarget> {
    const known = this.registered.get(given.id);
    if (known !== undefined && isDeepStrictEqual(known.given, given)) return known.stored;
    await targets.register(given);
    const stored = await targets.find(given.id);
    if (stored === null) throw new WebhookValidationError(`The target ${given.id} was removed meanwhile.`);
    this.registered.set(given.id, { given: structuredClone(given), stored });
    return stored;
  }

  private async settling(
    deliveryId: string,
    settle: (engine: QueueEngine, held: HeldDelivery) => Promise<boolean>,
  ): Promise<boolean> {
    return await reporting(async () => {
      const engine = await this.engine.open();
      const held = engine.held.get(deliveryId);
      return held === null ? false : await settle(engine, held);
    });
  }
}

function parseOwnId(text: string | undefined): Uuid | null {
  if (text === undefined) return null;
  const id = fromPublicId('delivery', text);
  if (id === null) throw new WebhookValidationError('id must come from WebhookQueue.createDeliveryId().');
  return id;
}

function toItem({ delivery, target }: TakenDelivery): WebhookQueueItem {
  const { event } = delivery;
  return {
    deliveryId: toPublicId('delivery', delivery.id),
    eventId: toPublicId('event', delivery.eventId),
    eventType: event?.type ?? '',
    data: event === null ? null : (JSON.parse(event.data) as unknown),
    target: toWebhookTarget(target),
    attempt: delivery.attemptCount + 1,
  };
}

interface Answered {
  readonly id: Uuid;
  readonly statusCode: number;
  readonly responseTime: number;
}

/** The request was made elsewhere: of what was sent and answered nothing is known but this. */
function toAttempt(held: HeldDelivery, { id, statusCode, responseTime }: Answered): AttemptRecord {
  return {
    id,
    webhookVersion: held.webhookVersion,
    number: held.delivery.attemptCount + 1,
    startedAt: held.takenAt,
    durationMs: Math.max(0, responseTime),
    responseStatus: statusCode,
    responseHeaders: null,
    responseBody: null,
    responseBodyText: null,
    isResponseBodyTruncated: false,
    requestHeaders: [],
    errorType: null,
    errorMessage: null,
    timings: { totalMs: Math.max(0, responseTime) },
  };
}
