/** An event carries at most this many. */
export const TAGS_MAX = 20;
/** Neither control characters nor halves of a character, so that Postgres keeps it and a log can show it. */
export const TAG_PATTERN = /^[^\p{Cc}\p{Cs}]{1,128}$/u;
export const TAG_MESSAGE = 'must be 1 to 128 printable characters';
