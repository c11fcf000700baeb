import { describe, expect, it } from '@jest/globals';
import { bytes } from './numbers.ts';

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [1_023, '1023 B'],
    [1_536, '1.5 KiB'],
    [20 * 1_024 ** 2, '20 MiB'],
    [3 * 1_024 ** 5, '3072 TiB'],
  ])('%d is %s', (value, text) => {
    expect(bytes(value)).toBe(text);
  });
});
