import type { WebhookSnapshot } from '../fan-out/webhook-snapshot.ts';
import type { ClaimedDelivery } from '../queue/claimed-delivery.ts';

/**
 * The worker of this process, as a publish sees it: what it can take at once is stored as leased to it already, and sent
 * after the commit without a claim. An optimisation of the queue, not another queue: what is refused here is claimed later.
 */
export interface HandOff {
  /** How long a delivery that is handed off is leased, in ms. */
  readonly leaseMs: number;
  begin(): Reservation;
}

/** What one publish has set aside. It must be settled, whatever becomes of the publish. */
export interface Reservation {
  /** Sets a slot aside for a delivery to the webhook; false where the delivery has to wait its turn in the queue. */
  take(webhook: WebhookSnapshot): boolean;
  /** Sends what was committed as leased, and frees what was set aside beyond it. */
  settle(deliveries: readonly ClaimedDelivery[]): void;
}
