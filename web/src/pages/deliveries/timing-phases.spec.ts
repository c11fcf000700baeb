import { describe, expect, it } from '@jest/globals';
import { timingPhases } from './timing-phases.ts';

const NONE = { dns_ms: null, connect_ms: null, tls_ms: null, first_byte_ms: null, total_ms: null };
const shown = (timings: Partial<typeof NONE | Record<keyof typeof NONE, number>>): string[] =>
  timingPhases({ ...NONE, ...timings }).map(({ label, ms }) => `${label} ${String(ms)}`);

describe('timingPhases', () => {
  it('tells the phases one by one of what counts from the beginning', () => {
    const timings = { dns_ms: 2, connect_ms: 3, tls_ms: 5, first_byte_ms: 30, total_ms: 34 };
    expect(shown(timings)).toEqual(['DNS 2', 'Connect 3', 'TLS 5', 'First byte 20', 'Reading 4']);
  });

  it('has no phases of a connection that was there', () => {
    expect(shown({ first_byte_ms: 30, total_ms: 34 })).toEqual(['First byte 30', 'Reading 4']);
  });

  it('tells how long an answer was waited for that did not come', () => {
    expect(shown({ connect_ms: 3, total_ms: 1_000 })).toEqual(['Connect 3', 'No answer 997']);
  });

  it('is never below zero, and empty where nothing is known', () => {
    expect(shown({ connect_ms: 3, first_byte_ms: 2.9, total_ms: 2.9 })).toEqual([
      'Connect 3',
      'First byte 0',
      'Reading 0',
    ]);
    expect(shown({})).toEqual([]);
  });
});
