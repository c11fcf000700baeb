/** The longest and widest form of an id or a uid (API.md "Conventions"): nothing else can name something. */
export const ID_OR_UID_PATTERN = /^[\w.-]{1,128}$/;
export const UID_PATTERN = /^[A-Za-z0-9._-]{1,128}$/;
/** Beginnings of ids, those of things to come too: a text must never be both an id and a uid (API.md). */
export const ID_BEGINNING = /^(?:wh|evt|dlv|att|rpl|key|tn)_/;

/** What keeps a value from being a caller's own name of something; undefined where nothing does. */
export function findUidFault(value: unknown): string | undefined {
  if (typeof value !== 'string' || !UID_PATTERN.test(value))
    return 'must be 1 to 128 of A-Z, a-z, 0-9 and . _ -';
  return ID_BEGINNING.test(value) ? 'must not begin like an id' : undefined;
}
