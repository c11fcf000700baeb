import { describe, expect, it } from '@jest/globals';
import { parsePrefer } from './prefer.ts';

describe('parsePrefer', () => {
  it.each([
    ['wait=5', { isCountExact: false, waitSeconds: 5 }],
    ['WAIT = 5 ; x=y', { isCountExact: false, waitSeconds: 5 }],
    ['wait="7"', { isCountExact: false, waitSeconds: 7 }],
    ['wait=0', { isCountExact: false, waitSeconds: 0 }],
    ['wait=31', { isCountExact: false, waitSeconds: 30 }],
    ['wait=999999999', { isCountExact: false, waitSeconds: 30 }],
    ['wait=5, wait=9, Count=exact', { isCountExact: true, waitSeconds: 5 }],
    ['count="exact"', { isCountExact: true }],
    ['respond-async, count=planned', { isCountExact: false }],
  ])('reads %s', (header, expected) => {
    expect(parsePrefer(header)).toEqual(expected);
  });

  it.each([
    '',
    'wait',
    'wait=',
    'wait=-1',
    'wait=1.5',
    'wait=1e9',
    'wait=99999999999',
    '=5',
    'wait=5 5',
    ',;,"',
  ])('passes over %j', (header) => {
    expect(parsePrefer(header)).toEqual({ isCountExact: false });
  });

  it('reads none and several headers', () => {
    expect(parsePrefer(undefined)).toEqual({ isCountExact: false });
    expect(parsePrefer(['count=exact', 'wait=1'])).toEqual({ isCountExact: true, waitSeconds: 1 });
  });
});
