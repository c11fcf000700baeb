/**
 * The boundaries between which a delivery can stand still: a statement has been sent and its answer has not come, or it
 * has been answered and what follows has not begun.
 */
export const FAILPOINTS = [
  'publish sent',
  'publish committed',
  'fan-out not committed',
  'fan-out commit sent',
  'fan-out committed',
  'claim sent',
  'claimed',
  'before send',
  'after send',
  'record sent',
  'recorded',
  'promote sent',
  'promoted',
] as const;
export type Failpoint = (typeof FAILPOINTS)[number];

/**
 * `kill` ends the process (SIGKILL), `drop` breaks its connection to the database, `expiry` holds this one step, and the
 * heartbeat with it, until every lease has run out and another worker has taken over.
 */
export const PLACED_FAULTS = ['kill', 'drop', 'expiry'] as const;
export type PlacedFault = (typeof PLACED_FAULTS)[number];

export interface FaultPlan {
  readonly failpoint: Failpoint;
  readonly fault: PlacedFault;
  readonly leaseMs: number;
  /** Events that are published: by the process that suffers the fault where it is about publishing. */
  readonly events: number;
}

/** What the process that suffers is started with. */
export interface SuffererPlan extends FaultPlan {
  readonly databaseUrl: string;
  /** How long an expiry holds its step. */
  readonly holdMs: number;
  /** How often the boundary is passed before the fault. */
  readonly passes: number;
}

/** What it tells: publishes that were acknowledged, the fault (but for its own end), and that it is over. */
export type SuffererMessage =
  | { readonly kind: 'acknowledged'; readonly eventId: string }
  | { readonly kind: 'published' }
  | { readonly kind: 'struck'; readonly at: number }
  | { readonly kind: 'over'; readonly at: number }
  | { readonly kind: 'failed'; readonly reason: string };

export const isOfPublishing = (failpoint: Failpoint): boolean => failpoint.startsWith('publish');
export const isOfRelay = (failpoint: Failpoint): boolean => failpoint.startsWith('fan-out');
export const isOfPromoting = (failpoint: Failpoint): boolean => failpoint.startsWith('promote');
