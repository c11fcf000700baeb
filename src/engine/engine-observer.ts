import type { ErrorType } from '../domain/error-types.ts';
import type { CancelReason, DeadLetterReason, Outcome } from '../domain/outcomes.ts';
import type { ReplayMode } from '../domain/replays.ts';
import type { WebhookChange } from '../domain/webhook-notices.ts';

/** Work of the engine that is tried again when it fails. */
export const ENGINE_TASKS = [
  'claim',
  'complete',
  'promote',
  'expire',
  'relay',
  'renew',
  'breakers',
  'replay',
] as const;
export type EngineTask = (typeof ENGINE_TASKS)[number];

/** Events that a commit fanned out, and their deliveries. */
export interface FanOutCounts {
  readonly events: number;
  readonly deliveries: number;
  /** Of the deliveries, those that were leased to this process at once. */
  readonly handedOff: number;
}

/** How deliveries end without an attempt that says so. */
export type SilentEnd =
  | { readonly status: 'dead_letter'; readonly reason: DeadLetterReason }
  | { readonly status: 'cancelled'; readonly reason: CancelReason };

/** What of a recorded outcome is told; the queue's own `Completion` says more. */
export interface ObservedCompletion {
  readonly outcome: Outcome;
  readonly attempt: { readonly durationMs: number; readonly errorType: ErrorType | null } | null;
}

/**
 * Is told what the engine did, after the commit: once a request, statement or batch, never once a delivery. No method may
 * throw or wait. Durations in ms.
 */
export interface EngineObserver {
  /** One request to publish. @param repeated events whose idempotency key was known, so that nothing was stored */
  published(stored: number, repeated: number, isBatch: boolean): void;
  fannedOut(by: 'publish' | 'relay', counts: FanOutCounts): void;
  /** One claim, also one that found nothing. */
  claimed(deliveries: number, durationMs: number): void;
  /** One batch of outcomes was recorded. @param held those whose lease still stood; the others changed nothing */
  completed(
    completions: readonly ObservedCompletion[],
    held: ReadonlySet<ObservedCompletion>,
    durationMs: number,
  ): void;
  finished(end: SilentEnd, deliveries: number): void;
  /** One batch of a replay that moved or made some. */
  replayed(mode: ReplayMode, deliveries: number): void;
  /** A lease had run out before its request could be made, so none was. */
  leaseLost(): void;
  /** The outcomes of its deliveries, or that there were none, have changed the state of a webhook. */
  webhookChanged(change: WebhookChange): void;
  /** A task failed, for the database or for its data, and is tried again. */
  failed(task: EngineTask): void;
}

const ignore = (): void => undefined;

/** For who does not look. */
export const BLIND_OBSERVER: EngineObserver = {
  published: ignore,
  fannedOut: ignore,
  claimed: ignore,
  completed: ignore,
  finished: ignore,
  replayed: ignore,
  leaseLost: ignore,
  webhookChanged: ignore,
  failed: ignore,
};
