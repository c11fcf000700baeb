/** What Postgres keeps, in the words of JSON Schema. */
export const STORABLE_PATTERN = '^[^\\u0000\\p{Cs}]*$';
/** Counts characters, not their halves. */
const DESCRIPTION_PATTERN = /^[^]{0,2000}$/u;
/** The same, in the words of JSON Schema. */
export const DESCRIPTION_BOUNDS = { maxLength: 2_000, pattern: STORABLE_PATTERN } as const;
/** Neither control characters nor halves of a character: a name is shown in one line, and Postgres keeps it. */
export const NAME_PATTERN = /^[^\p{Cc}\p{Cs}]{1,200}$/u;
export const NAME_MESSAGE = 'must be 1 to 200 printable characters';

export const UNSTORABLE = 'must not contain NUL or half a character';

export function findDescriptionFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (!isStorable(value)) return UNSTORABLE;
  return DESCRIPTION_PATTERN.test(value) ? undefined : 'must be at most 2000 characters long';
}

/** Postgres keeps neither NUL nor lone surrogates in text. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
