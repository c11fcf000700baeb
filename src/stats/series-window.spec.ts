import { describe, expect, it } from '@jest/globals';
import type { Interval } from './intervals.ts';
import { seriesWindowOf } from './series-window.ts';

const NOW = Date.parse('2026-03-31T12:34:56.500Z');
const shown = (interval: Interval, query: object = {}, keptDays = 400): [string, string] => {
  const { after, before } = seriesWindowOf({ interval, ...query }, NOW + 0.7, keptDays);
  return [new Date(after).toISOString(), new Date(before).toISOString()];
};

describe('the window of a series', () => {
  it('is in whole intervals of UTC, the one that is under way included', () => {
    expect(shown('minute')).toEqual(['2026-03-31T11:34:00.000Z', '2026-03-31T12:35:00.000Z']);
    expect(shown('hour')).toEqual(['2026-03-30T12:00:00.000Z', '2026-03-31T13:00:00.000Z']);
    expect(shown('day')).toEqual(['2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z']);
  });

  it('ends where it is told to, without an interval more', () => {
    const query = { created_after: '2026-03-30T10:20:00Z', created_before: '2026-03-30T14:00:00+02:00' };
    expect(shown('hour', query)).toEqual(['2026-03-30T10:00:00.000Z', '2026-03-30T12:00:00.000Z']);
  });

  it.each([
    ['empty', 'hour', { created_after: '2026-03-31T12:34:56.501Z' }, 400],
    [
      'turned around',
      'hour',
      { created_after: '2026-03-02T00:00:00Z', created_before: '2026-03-01T00:00:00Z' },
      400,
    ],
    ['of too many intervals', 'minute', { created_after: '2026-03-30T00:00:00Z' }, 400],
    ['older than what is kept', 'hour', { created_after: '2026-03-24T12:00:00Z' }, 7],
  ] as const)('is refused when it is %s', (_how, interval, query, keptDays) => {
    expect(() => seriesWindowOf({ interval, ...query }, NOW, keptDays)).toThrow(
      expect.objectContaining({
        errors: [{ path: 'created_after', message: expect.any(String) as unknown }],
      }),
    );
  });
});
