/** How a limit stands for one caller. */
export interface RateLimitState {
  /** Of the policy: printable ASCII without quotes and backslashes. */
  readonly name: string;
  /** Requests that a window allows. */
  readonly quota: number;
  readonly windowSeconds: number;
  /** Requests that the present window still allows. */
  readonly remaining: number;
  /** Until the next window, when the quota is whole again. */
  readonly resetMs: number;
}

/** Whole seconds after which a refused caller is served again; what Retry-After says too. At least 1. */
export function secondsToReset({ resetMs }: Pick<RateLimitState, 'resetMs'>): number {
  return Math.max(1, Math.ceil(resetMs / 1_000));
}
