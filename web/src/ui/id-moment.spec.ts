import { describe, expect, it } from '@jest/globals';
import { momentOfId } from './id-moment.ts';

describe('the moment of an id', () => {
  it('is read from its first ten digits', () => {
    // The UUID 019c12f0-4e80-7000-8000-000000000001.
    expect(momentOfId('dlv_01kg9f0km0e008000000000001')).toBe(0x019c12f04e80);
  });

  it('is unknown of anything else', () => {
    expect(momentOfId('dlv_short')).toBeNull();
    expect(momentOfId('01kg9f0km0e008000000000001')).toBeNull();
    expect(momentOfId('dlv_01kg9f0km0e00800000000000u')).toBeNull();
  });
});
