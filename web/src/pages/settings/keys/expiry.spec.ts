import { describe, expect, it } from '@jest/globals';
import { EXPIRIES, expiresAt, expiryLabel } from './expiry.ts';

const NOW = Date.parse('2026-01-31T12:00:00.000Z');

describe('expiresAt', () => {
  it.each([
    ['never', null],
    ['7', '2026-02-07T12:00:00.000Z'],
    ['365', '2027-01-31T12:00:00.000Z'],
  ] as const)('%s is %s', (expiry, at) => {
    expect(expiresAt(expiry, NOW)).toBe(at);
  });
});

describe('expiryLabel', () => {
  it('tells each apart', () => {
    expect(EXPIRIES.map(expiryLabel)).toEqual([
      'Never',
      'In 7 days',
      'In 30 days',
      'In 90 days',
      'In a year',
    ]);
  });
});
