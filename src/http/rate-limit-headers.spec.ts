import { describe, expect, it } from '@jest/globals';
import { secondsToReset } from '../domain/rate-limit-state.ts';
import { addRateLimitHeaders } from './rate-limit-headers.ts';

describe('the headers of limits', () => {
  const headers = new Map<string, string>();
  const response = {
    getHeader: (name: string) => headers.get(name),
    header: (name: string, value: string) => headers.set(name, value),
  } as unknown as Parameters<typeof addRateLimitHeaders>[0];

  it('are lists with the parameters of the draft, an item a limit', () => {
    const testSends = { name: 'test-sends', quota: 60, windowSeconds: 60, remaining: 12, resetMs: 33_001 };
    addRateLimitHeaders(response, testSends);
    expect(Object.fromEntries(headers)).toEqual({
      RateLimit: '"test-sends";r=12;t=34',
      'RateLimit-Policy': '"test-sends";q=60;w=60',
    });
    addRateLimitHeaders(response, { ...testSends, name: 'requests', quota: 9, windowSeconds: 1 });
    expect(Object.fromEntries(headers)).toEqual({
      RateLimit: '"test-sends";r=12;t=34, "requests";r=12;t=34',
      'RateLimit-Policy': '"test-sends";q=60;w=60, "requests";q=9;w=1',
    });
  });

  it.each([
    [0, 1],
    [-5, 1],
    [1, 1],
    [1_000, 1],
    [1_001, 2],
    [60_000, 60],
  ])('%i ms before the next window ask for %i s', (resetMs, seconds) => {
    expect(secondsToReset({ resetMs })).toBe(seconds);
  });
});
