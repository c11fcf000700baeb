/** Counts characters, not their halves. */
const DESCRIPTION_PATTERN = /^[^]{0,2000}$/u;
/** The same, and what Postgres does not keep, in the words of JSON Schema. */
export const DESCRIPTION_BOUNDS = { maxLength: 2_000, pattern: '^[^\\u0000\\p{Cs}]*$' } as const;
export const METADATA_KEYS_MAX = 50;
const METADATA_BYTES_MAX = 4_096;

const UNSTORABLE = 'must not contain NUL or half a character';

export function findDescriptionFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (!isStorable(value)) return UNSTORABLE;
  return DESCRIPTION_PATTERN.test(value) ? undefined : 'must be at most 2000 characters long';
}

/** Keys and values count together. */
export function findMetadataFault(value: unknown): string | undefined {
  const textsFault = findTextsFault(value);
  if (textsFault !== undefined || !isObject(value)) return textsFault;
  const texts = Object.entries(value).flat().map(String);
  if (!texts.every(isStorable)) return UNSTORABLE;
  if (texts.length / 2 > METADATA_KEYS_MAX) return `must have at most ${METADATA_KEYS_MAX} keys`;
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return bytes > METADATA_BYTES_MAX ? `must take at most ${METADATA_BYTES_MAX} bytes in all` : undefined;
}

export function findTextsFault(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const isAllText = Object.values(value).every((text) => typeof text === 'string');
  return isAllText ? undefined : 'must have texts as values';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Postgres keeps neither NUL nor lone surrogates in text. */
function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
