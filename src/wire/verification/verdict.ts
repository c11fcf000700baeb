/** What keeps a request from being taken, and what would have made it fit. */
export const PROBLEM_CODES = [
  'not_signed',
  'no_secret',
  'header_missing',
  'header_malformed',
  'value_missing',
  'timestamp_malformed',
  'timestamp_outside_tolerance',
  'secret_unreadable',
  'secret_form',
  'body_changed',
  'content_incomplete',
  'other_algorithm',
  'signature_form',
  'signature_mismatch',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

export interface Problem {
  readonly code: ProblemCode;
  /** A sentence for people; it holds no secret and no signature. */
  readonly message: string;
}

/** A request as a receiver has it. */
export interface ReceivedRequest {
  /** Names in any case; of two that differ in case alone, the last counts. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface VerificationOptions {
  /** In any order; the first that fits counts. */
  readonly secrets: readonly string[];
  /** Milliseconds since 1970, by the clock of whoever verifies. */
  readonly nowMs: number;
  /** How far the time of the attempt may be from that, to either side. */
  readonly toleranceSeconds: number;
  /** Whether to look for what would make it fit where nothing does; default: true. */
  readonly isExplained?: boolean;
}

/** What one format says of a request. */
export interface Verdict {
  readonly format: string;
  /** A secret has signed it, and its time is within the tolerance. */
  readonly isVerified: boolean;
  /** Of the secret that has signed it, among those given; null where none has. */
  readonly secretIndex: number | null;
  /** Empty of a request that is verified. */
  readonly problems: readonly Problem[];
  /** The header that holds the signature; null of a format that does not sign. */
  readonly header: string | null;
  /** What stood there. */
  readonly given: string | null;
  /** What would have to stand there, a value a secret; of key pairs none, since the public half makes no signature. */
  readonly expected: readonly string[];
}
