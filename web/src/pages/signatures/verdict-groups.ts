import type { SignatureCheck, SignatureVerdict } from '../../api/signatures.ts';

export interface VerdictGroups {
  /** What to read: those that verify it, or whose header it has; the first where there is none of either. */
  readonly near: readonly SignatureVerdict[];
  /** Formats that it was not made by, as it has not even their header. */
  readonly far: readonly SignatureVerdict[];
}

export function groupVerdicts({
  verified,
  results,
}: Pick<SignatureCheck, 'verified' | 'results'>): VerdictGroups {
  const near = results.filter((one) => (verified ? one.verified : one.given !== null));
  const shown = near.length > 0 ? near : results.slice(0, 1);
  return { near: shown, far: results.filter((one) => !shown.includes(one)) };
}
