import type { Uuid } from '../../domain/ids.ts';
import type { Outcome } from '../../domain/outcomes.ts';
import type { ErrorType } from '../../domain/error-types.ts';
import type { ClaimedDelivery } from './claimed-delivery.ts';

/** How long the stages of a request took; null, or absent, where one did not happen. */
export type StageTimings = Readonly<
  Partial<Record<'dnsMs' | 'connectMs' | 'tlsMs' | 'firstByteMs' | 'totalMs', number | null>>
>;

/** What is to be recorded of a leased delivery: its outcome, and the request that led to it if one was made. */
export interface Completion {
  readonly delivery: ClaimedDelivery;
  readonly outcome: Outcome;
  /** By the policy as it stood at the attempt; null leaves what the row says. */
  readonly attemptsMax: number | null;
  readonly attempt: AttemptRecord | null;
}

/** The body of a request that was not made. */
export interface ShadowedBody {
  /** The beginning of it. */
  readonly kept: Buffer;
  /** Of the whole of it. */
  readonly bytes: number;
}

/** One HTTP request and what came back. Times in ms; every text is free of NUL. */
export interface AttemptRecord {
  readonly id: Uuid;
  readonly webhookVersion: number;
  readonly number: number;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly responseStatus: number | null;
  readonly responseHeaders: readonly (readonly [string, string])[] | null;
  readonly responseBody: Buffer | null;
  readonly responseBodyText: string | null;
  readonly isResponseBodyTruncated: boolean;
  readonly requestHeaders: readonly (readonly [string, string])[];
  readonly errorType: ErrorType | null;
  readonly errorMessage: string | null;
  /** Kept are those that are not null. */
  readonly timings: StageTimings;
  /** What would have been sent, where nothing was. */
  readonly shadow?: ShadowedBody;
}
