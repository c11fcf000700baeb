import { RE2JS } from 're2js';
import type { LinearPattern } from './patterns.ts';

/**
 * RE2's syntax and time: a search takes at most its program's size in steps a character (re2js, a port of RE2), where
 * JavaScript's own expressions may take 2^n. Look-around and back references are not in it.
 * @throws Error for a pattern that is not in its syntax
 */
export function compileLinearPattern(pattern: string): LinearPattern {
  const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
  return { size: compiled.programSize(), test: (text) => compiled.test(text) };
}
