import type { Uuid } from '../../domain/ids.ts';
import type { ClaimLimits, QueuedWebhook } from '../queue/claim-limits.ts';
import { FIRST_WINDOW, WebhookPace, type AttemptEnd } from './webhook-pace.ts';

/** How long a tenant counts as one that others must leave room for, after it last wanted a slot. */
const TENANT_PRESENT_MS = 5_000;
/** How long it is remembered how a webhook answers. One that is slow is not tried with eight again soon. */
const REMEMBERED_MS = 60_000;
const SLOW_REMEMBERED_MS = 600_000;
/** A webhook without work for so long is at rest, and begins anew with the first window. */
const AT_REST_MS = 2_000;
/** Webhooks told of in a claim beyond those in flight: each costs the statement some 0.3 µs. */
const TOLD_MAX = 5_000;

interface WebhookState {
  readonly pace: WebhookPace;
  /** Deliveries that hold a slot: in flight, or about to be leased. */
  held: number;
  /** The most that were held since it was at rest. */
  peak: number;
  usedAt: number;
}

/**
 * Who may take how many of a process's slots (guarantee 8):
 * - each webhook as many as its pace and its own limit allow;
 * - webhooks that are slow or have not answered yet together half of them, so that whatever hangs, half are free for those
 *   that answer;
 * - each tenant half of them while another wants some.
 * Times are of one monotonic clock, in ms.
 */
export class SlotPolicy {
  private readonly webhooks = new Map<Uuid, WebhookState>();
  private readonly heldByWebhook = new Map<Uuid, number>();
  private readonly heldByTenant = new Map<Uuid, number>();
  private held = 0;
  private doubtfulHeld = 0;
  /** The tenant that came last, and the latest of the others: enough to know whether there are others. */
  private tenant: Presence | null = null;
  private otherTenant: Presence | null = null;

  private readonly doubtfulMax: number;

  /** @param slotsMax at least 1 */
  constructor(private readonly slotsMax: number) {
    // A process with very few slots lets one webhook begin all the same.
    this.doubtfulMax = Math.max(this.tenantMax(), Math.min(FIRST_WINDOW, slotsMax));
  }

  get free(): number {
    return Math.max(0, this.slotsMax - this.held);
  }

  /** Webhooks without any are absent. */
  get byWebhook(): ReadonlyMap<Uuid, number> {
    return this.heldByWebhook;
  }

  /** How many more deliveries of a webhook may take a slot now. */
  roomOf(webhook: QueuedWebhook, now: number): number {
    this.noteTenant(webhook.tenantId, now);
    const state = this.webhooks.get(webhook.id);
    const isDoubtful = state?.pace.standing !== 'answering';
    const isUnproven = (state?.pace.standing ?? 'unproven') === 'unproven';
    const first = this.firstWindow();
    const window = Math.min(isUnproven ? first : (state?.pace.window ?? first), webhook.maxInFlight);
    return Math.max(
      0,
      Math.min(
        window - (state?.held ?? 0),
        isDoubtful ? this.doubtfulRoom() : this.slotsMax,
        this.tenantRoom(webhook.tenantId, now),
        this.free,
      ),
    );
  }

  take(webhookId: Uuid, tenantId: Uuid, now: number): void {
    this.noteTenant(tenantId, now);
    this.change(this.stateOf(webhookId), webhookId, tenantId, 1, now);
  }

  give(webhookId: Uuid, tenantId: Uuid, now: number): void {
    this.change(this.stateOf(webhookId), webhookId, tenantId, -1, now);
  }

  /** An attempt has ended, and holds its slot still. */
  noteEnd(webhookId: Uuid, end: AttemptEnd): void {
    const state = this.stateOf(webhookId);
    this.judge(state, () => {
      state.pace.noteEnd(end, state.peak);
    });
  }

  /** Most of what a webhook has in flight has been silent for too long. */
  noteSilence(webhookId: Uuid): void {
    const state = this.stateOf(webhookId);
    this.judge(state, () => {
      state.pace.noteSilence();
    });
  }

  /** @param countMax how many rows the claim may take */
  claimLimits(countMax: number, now: number): ClaimLimits {
    const doubtfulRoom = Math.max(0, this.doubtfulRoom());
    const otherTenantsRoom = this.tenant === null ? this.slotsMax : this.tenantMax();
    const tenantRooms = new Map<Uuid, number>();
    const present = [this.tenant, this.otherTenant].flatMap((presence) => presence?.id ?? []);
    for (const tenantId of new Set([...present, ...this.heldByTenant.keys()])) {
      const room = this.tenantRoom(tenantId, now);
      if (Math.min(room, otherTenantsRoom) < countMax) tenantRooms.set(tenantId, Math.max(0, room));
    }
    return {
      inFlight: new Map(this.heldByWebhook),
      windows: this.windows(doubtfulRoom < countMax, now),
      firstWindow: this.firstWindow(),
      doubtfulRoom,
      tenantRooms,
      otherTenantsRoom,
    };
  }

  forgetIdle(now: number): void {
    for (const [id, { held, pace, usedAt }] of this.webhooks) {
      const rememberedMs = pace.standing === 'slow' ? SLOW_REMEMBERED_MS : REMEMBERED_MS;
      if (held === 0 && now - usedAt > rememberedMs) this.webhooks.delete(id);
    }
  }

  /** Windows other than the first. Webhooks at rest begin anew with the first, unless that asks for room that is short. */
  private windows(isRoomShort: boolean, now: number): Map<Uuid, number> {
    const windows = new Map<Uuid, number>();
    let told = 0;
    for (const [id, { held, pace, usedAt }] of this.webhooks) {
      if (pace.standing === 'unproven') continue;
      if (held === 0) {
        const isPassedOver = pace.standing === 'answering' && !isRoomShort && now - usedAt > AT_REST_MS;
        if (isPassedOver || told >= TOLD_MAX) continue;
        told += 1;
      }
      windows.set(id, pace.window);
    }
    return windows;
  }

  private stateOf(webhookId: Uuid): WebhookState {
    let state = this.webhooks.get(webhookId);
    if (state === undefined) {
      state = { pace: new WebhookPace(), held: 0, peak: 0, usedAt: 0 };
      this.webhooks.set(webhookId, state);
    }
    return state;
  }

  private change(state: WebhookState, webhookId: Uuid, tenantId: Uuid, by: 1 | -1, now: number): void {
    if (state.held === 0 && now - state.usedAt > AT_REST_MS) state.peak = 0;
    state.held += by;
    state.peak = Math.max(state.peak, state.held);
    state.usedAt = now;
    this.held += by;
    if (isDoubtful(state)) this.doubtfulHeld += by;
    addTo(this.heldByWebhook, webhookId, by);
    addTo(this.heldByTenant, tenantId, by);
  }

  private judge(state: WebhookState, note: () => void): void {
    const wasDoubtful = isDoubtful(state);
    note();
    if (wasDoubtful !== isDoubtful(state)) this.doubtfulHeld += wasDoubtful ? -state.held : state.held;
  }

  /** Fewer where room for them becomes short, so that those that hang do not keep the others from showing that they answer. */
  private firstWindow(): number {
    const share = this.doubtfulRoom() / this.doubtfulMax;
    return Math.min(FIRST_WINDOW, Math.max(1, Math.floor(2 * FIRST_WINDOW * share)));
  }

  private doubtfulRoom(): number {
    return this.doubtfulMax - this.doubtfulHeld;
  }

  private tenantRoom(tenantId: Uuid, now: number): number {
    const other = this.tenant?.id === tenantId ? this.otherTenant : this.tenant;
    const isAlone = other === null || now - other.at > TENANT_PRESENT_MS;
    return (isAlone ? this.slotsMax : this.tenantMax()) - (this.heldByTenant.get(tenantId) ?? 0);
  }

  private tenantMax(): number {
    return Math.max(1, Math.floor(this.slotsMax / 2));
  }

  private noteTenant(id: Uuid, at: number): void {
    if (this.tenant !== null && this.tenant.id !== id) this.otherTenant = this.tenant;
    this.tenant = { id, at };
  }
}

interface Presence {
  readonly id: Uuid;
  readonly at: number;
}

function isDoubtful({ pace }: WebhookState): boolean {
  return pace.standing !== 'answering';
}

function addTo(counts: Map<Uuid, number>, key: Uuid, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}
