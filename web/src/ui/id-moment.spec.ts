import { describe, expect, it } from '@jest/globals';
import { momentOfId } from './id-moment.ts';

describe('the moment of an id', () => {
  it('is read from its first ten digits', () => {
    // Those of the examples of the API's document are of this very time.
    expect(new Date(momentOfId('dlv_01kg9f0km0e008000000000001') ?? NaN).toISOString()).toBe(
      '2026-01-31T12:00:00.000Z',
    );
  });

  it('is unknown of anything else', () => {
    expect(momentOfId('dlv_short')).toBeNull();
    expect(momentOfId('01kg9f0km0e008000000000001')).toBeNull();
    expect(momentOfId('dlv_01kg9f0km0e00800000000000u')).toBeNull();
  });
});
