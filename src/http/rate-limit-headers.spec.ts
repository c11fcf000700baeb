import { describe, expect, it } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import { secondsToReset, setRateLimitHeaders } from './rate-limit-headers.ts';

describe('the headers of a limit', () => {
  it('are lists of one item with the parameters of the draft', () => {
    const headers = new Map<string, string>();
    const response = { header: (name: string, value: string) => headers.set(name, value) };
    setRateLimitHeaders(response as unknown as FastifyReply, {
      name: 'test-sends',
      quota: 60,
      windowSeconds: 60,
      remaining: 12,
      resetMs: 33_001,
    });
    expect(Object.fromEntries(headers)).toEqual({
      RateLimit: '"test-sends";r=12;t=34',
      'RateLimit-Policy': '"test-sends";q=60;w=60',
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
