/** An event type: letters, digits and `_ . : / -`, 1-256 characters (API.md). */
export const EVENT_TYPE_PATTERN = /^[A-Za-z0-9_.:/-]{1,256}$/;
/** A subscription: an exact type, `a.*` (any type that starts `a.`), or `*`. */
export const SUBSCRIPTION_PATTERN = /^(?:\*|[A-Za-z0-9_.:/-]{1,254}\.\*|[A-Za-z0-9_.:/-]{1,256})$/;
/** Types that Posthorn itself publishes; matched only where a subscription names one, never by a wildcard above it. */
export const RESERVED_TYPE_PREFIX = 'posthorn.';

export type TypeMatcher = (type: string) => boolean;

/** Compiles a webhook's subscriptions; an empty list is a subscription to everything. */
export function compileSubscriptions(patterns: readonly string[]): TypeMatcher {
  const exact = new Set(patterns.filter((pattern) => !pattern.endsWith('*')));
  const isAll = patterns.length === 0 || patterns.includes('*');
  const prefixes = patterns
    .filter((pattern) => pattern.endsWith('.*'))
    .map((pattern) => pattern.slice(0, -1));
  return (type) => {
    if (exact.has(type)) return true;
    const isReserved = type.startsWith(RESERVED_TYPE_PREFIX);
    if (isAll && !isReserved) return true;
    return prefixes.some(
      (prefix) => type.startsWith(prefix) && (!isReserved || prefix.startsWith(RESERVED_TYPE_PREFIX)),
    );
  };
}
