import { toPublicId, type IdGenerator, type Uuid } from '../../domain/ids.ts';
import { DELIVERIES_MAX, findTargetsUpTo, type Target } from '../fan-out/targets.ts';
import type { TenantSnapshot } from '../fan-out/webhook-snapshot.ts';
import type { ClaimedDelivery } from '../queue/claimed-delivery.ts';
import type { PublishQuotas } from '../quotas/quota-gate.ts';
import type { NewEvent } from './new-event.ts';

const EVENTS_MAX = 200;
/** Of payloads in one statement, but for one event that is larger alone. */
const CHARACTERS_MAX = 4_194_304;

/** An event on its way into the database, with the deliveries that its snapshot asks for. */
export interface Draft {
  readonly id: Uuid;
  readonly event: NewEvent;
  /** Null leaves the fan-out to the relay. */
  readonly snapshotVersion: number | null;
  readonly targets: readonly Target[];
  /** What it is held to; null where to nothing. */
  readonly quotas: PublishQuotas | null;
}

/** A draft, and of each of its targets whether this process takes the delivery straight after the commit. */
export interface AllottedDraft extends Draft {
  readonly isHandedOff: readonly boolean[];
}

/**
 * Drafts of events that are published together. Left to the relay is what has a time of its own, since it is matched then,
 * and what would bring them all beyond the deliveries of one statement: 1,000 events of 5,000 webhooks each are no more
 * than that in memory, and in the publishing transaction.
 */
export class Drafting {
  private room = DELIVERIES_MAX;

  constructor(private readonly ids: IdGenerator) {}

  draft(event: NewEvent, snapshot: TenantSnapshot): Draft {
    const targets =
      event.deliverAt === null && this.room > 0
        ? findTargetsUpTo(this.room, event, snapshot, this.ids)
        : null;
    this.room -= targets?.length ?? 0;
    const snapshotVersion = targets === null ? null : snapshot.version;
    return { id: this.ids.next(), event, snapshotVersion, targets: targets ?? [], quotas: snapshot.quotas };
  }
}

/** For a process that sends nothing: all waits in the queue. */
export function keepAll({ id, event, snapshotVersion, targets, quotas }: Draft): AllottedDraft {
  return { id, event, snapshotVersion, targets, quotas, isHandedOff: targets.map(() => false) };
}

/** Of what is published together, what is more urgent is handed off first. */
export function allot(drafts: readonly Draft[], take: (target: Target) => boolean): AllottedDraft[] {
  const allotted = new Map<Draft, AllottedDraft>();
  const byPriority = drafts.toSorted((a, b) => b.event.priority - a.event.priority);
  for (const draft of byPriority) {
    allotted.set(draft, { ...draft, isHandedOff: draft.targets.map(take) });
  }
  return drafts.flatMap((draft) => allotted.get(draft) ?? []);
}

/** The deliveries of a committed event that are leased to this process, as a claim would have answered them. */
export function toHandedOff({
  id: eventId,
  event,
  snapshotVersion,
  targets,
  isHandedOff,
}: AllottedDraft): ClaimedDelivery[] {
  const { tenantId, type, data, occurredAt, expiresAt, trace } = event;
  const content = { id: toPublicId('event', eventId), type, data, occurredAt, trace };
  const deliveries: ClaimedDelivery[] = [];
  for (const [index, { deliveryId, webhook }] of targets.entries()) {
    if (isHandedOff[index] !== true) continue;
    // Spelled out: spreading what is common allocated 1.5 KB a delivery.
    deliveries.push({
      id: deliveryId,
      tenantId,
      webhookId: webhook.id,
      eventId,
      leaseToken: '1',
      attemptCount: 0,
      attemptsBefore: 0,
      expiresAt,
      subscriptionVersion: snapshotVersion,
      maxInFlight: webhook.maxInFlight,
      pass: null,
      event: content,
    });
  }
  return deliveries;
}

/** How much one statement carries. */
export interface StatementSize {
  readonly events: number;
  readonly deliveries: number;
  readonly characters: number;
}

export const NOTHING: StatementSize = { events: 0, deliveries: 0, characters: 0 };

export function sizeOf(drafts: readonly Draft[]): StatementSize {
  let [deliveries, characters] = [0, 0];
  for (const { targets, event } of drafts) {
    deliveries += targets.length;
    characters += event.data.length;
  }
  return { events: drafts.length, deliveries, characters };
}

export function addSizes(a: StatementSize, b: StatementSize): StatementSize {
  return {
    events: a.events + b.events,
    deliveries: a.deliveries + b.deliveries,
    characters: a.characters + b.characters,
  };
}

export function subtractSize(from: StatementSize, size: StatementSize): StatementSize {
  return {
    events: from.events - size.events,
    deliveries: from.deliveries - size.deliveries,
    characters: from.characters - size.characters,
  };
}

export function fitsStatement({ events, deliveries, characters }: StatementSize): boolean {
  return (
    events <= EVENTS_MAX && deliveries <= DELIVERIES_MAX && (characters <= CHARACTERS_MAX || events === 1)
  );
}

/** What is published together, in as few statements as carry it. */
export function splitDrafts(drafts: readonly AllottedDraft[]): AllottedDraft[][] {
  const chunks: AllottedDraft[][] = [];
  let size = NOTHING;
  for (const draft of drafts) {
    const chunk = chunks.at(-1);
    const grown = addSizes(size, sizeOf([draft]));
    if (chunk !== undefined && fitsStatement(grown)) {
      chunk.push(draft);
      size = grown;
    } else {
      chunks.push([draft]);
      size = sizeOf([draft]);
    }
  }
  return chunks;
}
