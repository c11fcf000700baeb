/** In whose name a request is made: W3C Trace Context, level 2. Both are in canonical form, and sent on as they are. */
export interface TraceContext {
  /** `00-<trace id>-<parent id>-<flags>`, 55 characters. */
  readonly traceparent: string;
  /** What tracing systems on the way have noted, 1 to 512 characters; null where they have not. */
  readonly tracestate: string | null;
}

/** The ids that a `traceparent` is made of, as lower-case hex. */
export interface TraceIds {
  readonly traceId: string;
  readonly spanId: string;
  readonly flags: number;
}

const FORM = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const OWN_VERSION = '00';
/** Section 3.2.2.1: no version. */
const NO_VERSION = 'ff';
const NO_TRACE = '0'.repeat(32);
const NO_SPAN = '0'.repeat(16);
const SAMPLED = 0x01;
/** Level 2, section 3.2.2.5.2. */
const RANDOM = 0x02;

const MEMBERS_MAX = 32;
const STATE_CHARACTERS_MAX = 512;
/** Level 2, section 3.3.1.3: also of those that begin with a digit, and of tenants with an `@`. */
const STATE_KEY = /^[a-z0-9][a-z0-9_\-*/@]{0,255}$/;
const STATE_VALUE = /^[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;

/**
 * Reads what came with a request. What is malformed counts as absent and never fails anything (sections 3.2.2.3 and
 * 3.3.1): a `tracestate` alone is dropped, and one that breaks its form is dropped alone. A `traceparent` of a later
 * version is read as far as this one knows it, and becomes one of this version.
 */
export function parseTraceContext(
  traceparent: string | undefined,
  tracestate: string | undefined,
): TraceContext | null {
  const ids = traceparent === undefined ? null : parseIds(traceparent.trim());
  return ids === null ? null : toTraceContext(ids, parseState(tracestate));
}

function parseIds(traceparent: string): TraceIds | null {
  const [, version, traceId = '', spanId = '', hex = '', rest] = FORM.exec(traceparent) ?? [];
  if (version === undefined || version === NO_VERSION || traceId === NO_TRACE || spanId === NO_SPAN) {
    return null;
  }
  const isOwn = version === OWN_VERSION;
  if (isOwn && rest !== undefined) return null;
  return { traceId, spanId, flags: Number.parseInt(hex, 16) & (isOwn ? SAMPLED | RANDOM : SAMPLED) };
}

export function toTraceContext(
  { traceId, spanId, flags }: TraceIds,
  tracestate: string | null,
): TraceContext {
  const hex = flags.toString(16).padStart(2, '0');
  return { traceparent: `${OWN_VERSION}-${traceId}-${spanId}-${hex}`, tracestate };
}

export function traceIdOf({ traceparent }: TraceContext): string {
  return traceparent.slice(3, 35);
}

export function traceIdsOf({ traceparent }: TraceContext): TraceIds {
  return {
    traceId: traceparent.slice(3, 35),
    spanId: traceparent.slice(36, 52),
    flags: Number.parseInt(traceparent.slice(53), 16),
  };
}

/** Empty members are allowed, and left out. Null where nothing is left, or anything breaks the form. */
function parseState(tracestate = ''): string | null {
  const members = tracestate
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '');
  const text = members.join(',');
  const isWithin = members.length > 0 && members.length <= MEMBERS_MAX && text.length <= STATE_CHARACTERS_MAX;
  if (!isWithin) return null;
  const keys = new Set<string>();
  for (const member of members) {
    const split = member.indexOf('=');
    const [key, value] = [member.slice(0, split), member.slice(split + 1)];
    if (split < 1 || !STATE_KEY.test(key) || !STATE_VALUE.test(value) || keys.has(key)) return null;
    keys.add(key);
  }
  return text;
}
