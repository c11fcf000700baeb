import type { Uuid } from '../../domain/ids.ts';

/** What is known of a webhook wherever a delivery of it waits. */
export interface QueuedWebhook {
  readonly id: Uuid;
  readonly tenantId: Uuid;
  /** How many deliveries of it one process may have in flight, whatever else there is. */
  readonly maxInFlight: number;
}

/** How much a claim may take of whom. */
export interface ClaimLimits {
  /** Deliveries of each webhook that this process holds already. */
  readonly inFlight: ReadonlyMap<Uuid, number>;
  /** How many of each webhook it may hold, where that is known; 1 stands for a webhook that is slow. */
  readonly windows: ReadonlyMap<Uuid, number>;
  /** How many of any other. */
  readonly firstWindow: number;
  /** How many more of webhooks that are slow, or that are not among `windows`, all together. */
  readonly doubtfulRoom: number;
  /** How many more of each tenant, where that is short. */
  readonly tenantRooms: ReadonlyMap<Uuid, number>;
  /** How many of any other tenant. */
  readonly otherTenantsRoom: number;
}

const ANY = 1_000_000;

/** Nothing but each webhook's own limit. */
export function limitedByWebhooks(inFlight: ReadonlyMap<Uuid, number>): ClaimLimits {
  return {
    inFlight,
    windows: new Map(),
    firstWindow: ANY,
    doubtfulRoom: ANY,
    tenantRooms: new Map(),
    otherTenantsRoom: ANY,
  };
}

/** How many rows of a webhook a claim with these limits takes at most. The statement does the same sum. */
export function limitOf({ id, tenantId, maxInFlight }: QueuedWebhook, limits: ClaimLimits): number {
  const known = limits.windows.get(id);
  const window = Math.min(known ?? limits.firstWindow, maxInFlight) - (limits.inFlight.get(id) ?? 0);
  const isDoubtful = known === undefined || known === 1;
  return Math.max(
    0,
    Math.min(
      window,
      isDoubtful ? limits.doubtfulRoom : window,
      limits.tenantRooms.get(tenantId) ?? limits.otherTenantsRoom,
    ),
  );
}
