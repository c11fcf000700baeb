import type pg from 'pg';
import { toPublicId, type Uuid } from '../../domain/ids.ts';
import { run } from '../statement.ts';
import { plainArrayLiteral } from '../array-parameter.ts';
import { Backlog } from './backlog.ts';
import type { ClaimedDelivery, ClaimedEvent } from './claimed-delivery.ts';
import type { Completion } from './completion.ts';
import { toCompletionValues } from './completion-values.ts';
import { CLAIM_DUE, CLAIM_SIZES } from './sql/claim-due.ts';
import { COMPLETE } from './sql/complete.ts';
import { NEXT_DUE, PROMOTE } from './sql/promote.ts';
import { RENEW_LEASES } from './sql/renew-leases.ts';

const FIRST_WEBHOOK: Uuid = '00000000-0000-0000-0000-000000000000';

interface ClaimRow {
  readonly id: Uuid;
  readonly tenant_id: Uuid;
  readonly webhook_id: Uuid;
  readonly event_id: Uuid;
  readonly attempt_count: number;
  readonly attempts_before: number;
  readonly lease_token: string;
  readonly is_expired: boolean;
  readonly subscription_version: string | null;
  readonly event_type: string | null;
  readonly event_data: string | null;
  readonly occurred_ms: number | null;
  readonly max_in_flight: number;
}

interface LeaseRow {
  readonly id: Uuid;
  readonly lease_token: string;
}

/** The live table's statements. A claim's cursor lives here: where the turns between webhooks go on. */
export class DeliveryQueue {
  readonly backlog = new Backlog();
  /** Whether the last claim left nothing that it could have taken. */
  hasSeenAll = false;
  private cursor = FIRST_WEBHOOK;

  constructor(
    private readonly pool: pg.Pool,
    private readonly leaseMs: number,
  ) {}

  /**
   * Leases due deliveries, fewer than `countMax` where that many are not due.
   * @param inFlight how many deliveries of each webhook this process holds already
   */
  async claimDue(countMax: number, inFlight: ReadonlyMap<Uuid, number>): Promise<ClaimedDelivery[]> {
    const size = CLAIM_SIZES.find((candidate) => candidate <= countMax);
    if (size === undefined) return [];
    const cursor = this.cursor;
    const look = { number: this.backlog.startLook(), inFlight: new Map(inFlight) };
    const rows = await run<ClaimRow>(this.pool, CLAIM_DUE[size], [
      cursor,
      JSON.stringify(Object.fromEntries(inFlight)),
      this.leaseMs,
    ]);
    // A full claim goes on behind its last webhook; a short one has seen all to the end, and starts anew.
    const isFull = rows.length === size;
    const last = rows.reduce((max, row) => (row.webhook_id > max ? row.webhook_id : max), FIRST_WEBHOOK);
    this.cursor = isFull ? last : FIRST_WEBHOOK;
    this.hasSeenAll = !isFull && cursor === FIRST_WEBHOOK;
    const claimed = toClaimedDeliveries(rows);
    const covers = (webhookId: Uuid): boolean => webhookId > cursor && (!isFull || webhookId < last);
    this.backlog.endLook({ ...look, covers, claimed });
    if (rows.length === 0 && cursor !== FIRST_WEBHOOK) return await this.claimDue(countMax, inFlight);
    return claimed;
  }

  /** Records outcomes; answers those whose lease still stood. The others were leased anew, or recorded, meanwhile. */
  async complete(completions: readonly Completion[]): Promise<Set<Completion>> {
    const rows = await run<LeaseRow>(this.pool, COMPLETE, toCompletionValues(completions));
    const held = new Set(rows.map((row) => `${row.id} ${row.lease_token}`));
    return new Set(completions.filter(({ delivery }) => held.has(`${delivery.id} ${delivery.leaseToken}`)));
  }

  /** Moves the end of some leases; answers the ids that were renewed. */
  async renew(deliveries: readonly ClaimedDelivery[]): Promise<Set<Uuid>> {
    const rows = await run<{ id: Uuid }>(this.pool, RENEW_LEASES, [
      plainArrayLiteral(deliveries.map((delivery) => delivery.id)),
      plainArrayLiteral(deliveries.map((delivery) => delivery.leaseToken)),
      this.leaseMs,
    ]);
    return new Set(rows.map((row) => row.id));
  }

  /** Makes due rows claimable, at most 1,000 a call. */
  async promote(): Promise<{ promoted: number; crashed: number }> {
    const rows = await run<{ promoted: number; crashed: number }>(this.pool, PROMOTE, []);
    return rows[0] ?? { promoted: 0, crashed: 0 };
  }

  /** Milliseconds until the next waiting row falls due; null when none waits. */
  async nextDueMs(): Promise<number | null> {
    const rows = await run<{ wait_ms: number }>(this.pool, NEXT_DUE, []);
    return rows[0]?.wait_ms ?? null;
  }
}

/** Deliveries of one event share it, and with it what is rendered of it. */
function toClaimedDeliveries(rows: readonly ClaimRow[]): ClaimedDelivery[] {
  const events = new Map<Uuid, ClaimedEvent | null>();
  return rows.map((row) => {
    let event = events.get(row.event_id);
    if (event === undefined) {
      event = toClaimedEvent(row);
      events.set(row.event_id, event);
    }
    return toClaimedDelivery(row, event);
  });
}

function toClaimedEvent(row: ClaimRow): ClaimedEvent | null {
  const { event_type: type, event_data: data, occurred_ms: occurredAt } = row;
  if (type === null || data === null || occurredAt === null) return null;
  return { id: toPublicId('event', row.event_id), type, data, occurredAt };
}

function toClaimedDelivery(row: ClaimRow, event: ClaimedEvent | null): ClaimedDelivery {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    webhookId: row.webhook_id,
    eventId: row.event_id,
    leaseToken: row.lease_token,
    attemptCount: row.attempt_count,
    attemptsBefore: row.attempts_before,
    isExpired: row.is_expired,
    subscriptionVersion: row.subscription_version === null ? null : Number(row.subscription_version),
    maxInFlight: row.max_in_flight,
    event,
  };
}
