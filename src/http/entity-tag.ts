import { createHash } from 'node:crypto';
import { PosthornError } from '../domain/errors.ts';

/** What a request asks of the resource's present version (RFC 9110 section 13.1). */
export interface Preconditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

/** Whatever version it is. */
export const UNCONDITIONAL: Preconditions = { ifMatch: undefined, ifNoneMatch: undefined };

const ENTITY_TAG = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g;

/**
 * A weak entity tag of what is answered, for a resource without a version: the same for the same content alone. Set as
 * `ETag`, it makes 304 the answer to a GET that names it in `If-None-Match` (conditional-reads.ts).
 */
export function contentTag(content: string | Buffer): string {
  return `W/"${createHash('sha256').update(content).digest('base64url').slice(0, 27)}"`;
}

/**
 * Refuses a change that was meant for another version. `If-Match` compares strongly, `If-None-Match` weakly
 * (RFC 9110 section 8.8.3.2); a header that names no entity tag matches nothing.
 * @param current the resource's entity tag; null where there is no such resource
 * @throws PosthornError `precondition_failed`
 */
export function refuseUnmet({ ifMatch, ifNoneMatch }: Preconditions, current: string | null): void {
  if (ifMatch !== undefined && !isNamed(ifMatch, current)) throw new PosthornError('precondition_failed');
  if (ifNoneMatch !== undefined && isKnown(ifNoneMatch, current)) {
    const detail = 'The resource is there already, in a version named by If-None-Match.';
    throw new PosthornError('precondition_failed', { detail });
  }
}

/** Whether `If-None-Match` names the version: compared weakly, as if no tag were weak. */
export function isKnown(ifNoneMatch: string, current: string | null): boolean {
  return isNamed(ifNoneMatch.replaceAll('W/"', '"'), current?.replace(/^W\//, '') ?? null);
}

function isNamed(header: string, current: string | null): boolean {
  if (current === null) return false;
  const tags: readonly string[] = header.match(ENTITY_TAG) ?? [];
  return header.trim() === '*' || tags.includes(current);
}
