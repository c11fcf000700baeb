import { performance } from 'node:perf_hooks';
import type pg from 'pg';
import type { Uuid } from '../../domain/ids.ts';
import { run } from '../statement.ts';
import { plainArrayLiteral } from '../array-parameter.ts';
import { Backlog } from './backlog.ts';
import { limitOf, type ClaimLimits } from './claim-limits.ts';
import { toClaimedDelivery, toQueuedWebhook, type ClaimRow } from './claim-row.ts';
import type { ClaimedDelivery } from './claimed-delivery.ts';
import type { Completion } from './completion.ts';
import { toCompletionValues } from './completion-values.ts';
import { loadEvents } from './event-loader.ts';
import { CLAIM_DUE, CLAIM_SIZES } from './sql/claim-due.ts';
import { GIVE_BACK_TOKENS } from './sql/give-back-tokens.ts';
import { TokenWaits } from './token-waits.ts';
import { findUnspentPasses } from './unspent-passes.ts';
import { COMPLETE } from './sql/complete.ts';
import { NEXT_DUE, PROMOTE } from './sql/promote.ts';
import { RENEW_LEASES } from './sql/renew-leases.ts';

const FIRST_WEBHOOK: Uuid = '00000000-0000-0000-0000-000000000000';
const CLAIM_ROWS_MAX = CLAIM_SIZES[0];
/** Of the payloads that one claim loads: 200 of 1 MiB would take the memory of a small machine. */
const CLAIM_BYTES_MAX = 16_777_216;

const NOTHING_FOUND = { found: 0, last_webhook_id: FIRST_WEBHOOK, token_waits: null };

interface LeaseRow {
  readonly id: Uuid;
  readonly lease_token: string;
}

/** The live table's statements. A claim's cursor lives here: where the turns between webhooks go on. */
export class DeliveryQueue {
  readonly backlog = new Backlog();
  readonly tokenWaits = new TokenWaits();
  /** Whether the last claim left nothing that it could have taken. */
  hasSeenAll = false;
  private cursor = FIRST_WEBHOOK;
  /** Falls where payloads are so large that a claim cannot load those of all its rows. */
  private rowsMax: number = CLAIM_ROWS_MAX;

  constructor(
    private readonly pool: pg.Pool,
    private readonly leaseMs: number,
  ) {}

  /** Leases due deliveries, fewer than `countMax` where that many are not due, and loads what they send. */
  async claimDue(countMax: number, limits: ClaimLimits): Promise<ClaimedDelivery[]> {
    const size = CLAIM_SIZES.find((candidate) => candidate <= Math.min(countMax, this.rowsMax));
    if (size === undefined) return [];
    const cursor = this.cursor;
    const look = this.backlog.startLook();
    const rows = await run<ClaimRow>(this.pool, CLAIM_DUE[size], this.claimValues(limits));
    const { found, last_webhook_id: last, token_waits: waits } = rows[0] ?? NOTHING_FOUND;
    if (waits !== null) this.tokenWaits.note(waits, performance.now());
    // A full claim goes on behind the last webhook it came to, one that left something behind the last it took from; a
    // short one has seen all to the end, and starts anew.
    const isFull = found === size;
    const hasLeft = found > rows.length;
    this.cursor = hasLeft ? lastWebhook(rows) : isFull ? last : FIRST_WEBHOOK;
    this.hasSeenAll = !hasLeft && !isFull && cursor === FIRST_WEBHOOK;
    this.backlog.endLook({
      number: look,
      covers: (id) => !hasLeft && id > cursor && (!isFull || id < last),
      limitOf: (webhook) => limitOf(webhook, limits),
      claimed: rows.map(toQueuedWebhook),
    });
    if (found === 0 && cursor !== FIRST_WEBHOOK) return await this.claimDue(countMax, limits);
    return await this.load(rows);
  }

  /** Records outcomes; answers those whose lease still stood. The others were leased anew, or recorded, meanwhile. */
  async complete(completions: readonly Completion[]): Promise<Set<Completion>> {
    const rows = await run<LeaseRow>(this.pool, COMPLETE, toCompletionValues(completions));
    const leases = new Set(rows.map((row) => `${row.id} ${row.lease_token}`));
    const held = completions.filter(({ delivery }) => leases.has(`${delivery.id} ${delivery.leaseToken}`));
    await this.giveBackTokens(held);
    return new Set(held);
  }

  /** Of deliveries that came past a rate limit and were not requested after all. */
  private async giveBackTokens(completions: readonly Completion[]): Promise<void> {
    const passes = findUnspentPasses(completions);
    if (passes.length === 0) return;
    await run(this.pool, GIVE_BACK_TOKENS, [
      plainArrayLiteral(passes, ({ webhookId }) => webhookId),
      plainArrayLiteral(passes, ({ pass }) => pass.at),
      plainArrayLiteral(passes, ({ pass }) => pass.isCountedInHour),
    ]).catch(() => undefined); // a token that is lost delays, and is no reason to record the outcome again
  }

  /** Moves the end of some leases; answers the ids that were renewed. */
  async renew(deliveries: readonly ClaimedDelivery[]): Promise<Set<Uuid>> {
    const rows = await run<{ id: Uuid }>(this.pool, RENEW_LEASES, [
      plainArrayLiteral(deliveries, (delivery) => delivery.id),
      plainArrayLiteral(deliveries, (delivery) => delivery.leaseToken),
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

  private claimValues(limits: ClaimLimits): unknown[] {
    return [
      this.cursor,
      toJsonObject(limits.inFlight),
      this.leaseMs,
      toJsonObject(limits.windows),
      limits.firstWindow,
      limits.doubtfulRoom,
      toJsonObject(limits.tenantRooms),
      limits.otherTenantsRoom,
    ];
  }

  /** Deliveries of one event share it, and with it what is rendered of it. */
  private async load(rows: readonly ClaimRow[]): Promise<ClaimedDelivery[]> {
    const eventIds = [...new Set(rows.map((row) => row.event_id))];
    const { events, left, unreadable } = await loadEvents(this.pool, eventIds, CLAIM_BYTES_MAX);
    const deliveries = rows.map((row) => {
      const delivery = toClaimedDelivery(row, events.get(row.event_id) ?? null);
      return unreadable.has(row.event_id) ? { ...delivery, isUnreadable: true as const } : delivery;
    });
    if (left.size === 0) {
      this.rowsMax = Math.min(this.rowsMax * 2, CLAIM_ROWS_MAX);
      return deliveries;
    }
    const kept = deliveries.filter(({ eventId }) => !left.has(eventId));
    this.rowsMax = Math.max(1, kept.length);
    await this.giveBack(deliveries.filter(({ eventId }) => left.has(eventId)));
    return kept;
  }

  /** What cannot be loaded now waits its turn again. */
  private async giveBack(deliveries: readonly ClaimedDelivery[]): Promise<void> {
    this.hasSeenAll = false;
    const outcome = { kind: 'released' } as const;
    await this.complete(
      deliveries.map((delivery) => ({ delivery, outcome, attemptsMax: null, attempt: null })),
    );
    for (const { webhookId: id, tenantId, maxInFlight } of deliveries) {
      this.backlog.add({ id, tenantId, maxInFlight });
    }
  }
}

function lastWebhook(rows: readonly ClaimRow[]): Uuid {
  return rows.reduce((last, row) => (row.webhook_id > last ? row.webhook_id : last), FIRST_WEBHOOK);
}

function toJsonObject(counts: ReadonlyMap<Uuid, number>): string {
  return JSON.stringify(Object.fromEntries(counts));
}
