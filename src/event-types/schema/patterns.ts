/** A regular expression whose search takes time linear in the text. */
export interface LinearPattern {
  /** A search takes at most about this many steps a character. */
  readonly size: number;
  /** Whether it is found anywhere in the text. */
  test(text: string): boolean;
}

/**
 * Compiles a pattern in the syntax of JSON Schema (ECMA-262, flag u), as far as it can be searched in linear time.
 * @throws Error for any other pattern
 */
export type PatternCompiler = (pattern: string) => LinearPattern;

/** Characters; the longest pattern is compiled within some tenths of a second. */
export const PATTERN_CHARACTERS_MAX = 256;
/** Of all patterns of a schema together. */
export const PATTERN_SIZE_MAX = 5_000;
