import { describe, expect, it } from '@jest/globals';
import { placeOfId } from './place-of-id.ts';

describe('placeOfId', () => {
  it('is that of the id’s prefix', () => {
    const places = { dlv: '/deliveries/$id' };
    expect(placeOfId('dlv_01', places)).toBe('/deliveries/dlv_01');
    expect(placeOfId('wh_01', places)).toBeNull();
    expect(placeOfId('nonsense', places)).toBeNull();
  });
});
